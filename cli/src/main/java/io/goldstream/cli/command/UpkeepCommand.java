package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.files.Archive;
import io.goldstream.cli.files.FileLake;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.events.schema.Generation;
import io.goldstream.trino.BaseTable;
import io.goldstream.trino.Settings;
import io.goldstream.trino.base.ConflictException;
import io.goldstream.trino.register.BaseFiles;
import io.goldstream.trino.register.Registration;
import io.goldstream.trino.upkeep.Upkeep;
import io.goldstream.trino.upkeep.Upkeep.Merged;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code goldstream lake upkeep}. */
@Command(
        name = "upkeep",
        description = "Keep base tables small: merge files, expire snapshots, delete files that nothing needs.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The steps, in their order:",
            "  optimize  of each date, merge the files below 48 MB; delete border rows that",
            "            nothing reads any more; merge small manifests",
            "  expire    forget snapshots older than a day, and delete the files that only",
            "            they have; have each commit delete old metadata files",
            "  orphans   delete files older than seven days that no snapshot has",
            "  archive   delete landed files that lake advance put into _archive, after",
            "            seven days",
            "It takes base tables of every generation. Run it once a day. It can be stopped at",
            "any time and run again, also while lake advance runs: what loses to another commit",
            "is tried again. A query must not run longer than a day.",
            "If storage has a later commit of a table than the metastore, the command does not",
            "touch this table, and names lake register. Exits 1 if a table was left out."
        })
final class UpkeepCommand implements Callable<Integer> {

    private static final int KEPT_DAYS = 7;

    private enum Step {
        OPTIMIZE,
        EXPIRE,
        ORPHANS,
        ARCHIVE
    }

    private static final class StepConverter implements ITypeConverter<Step> {

        @Override
        public Step convert(String name) {
            for (Step step : Step.values()) {
                if (step.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return step;
                }
            }
            throw new TypeConversionException(
                    "write optimize, expire, orphans or archive, or several with commas between, not " + name);
        }
    }

    @Mixin
    private ProfileOption profile;

    @Mixin
    private TrinoOption trino;

    @Mixin
    private LakeOption lake;

    @Mixin
    private TablesOption tables;

    @Option(
            names = "--only",
            paramLabel = "STEP",
            split = ",",
            converter = StepConverter.class,
            description = "Only these steps, with commas between. Default: all.")
    private Set<Step> only = EnumSet.allOf(Step.class);

    @Override
    public Integer call() throws Exception {
        Place place = profile.place();
        Settings settings = TablesOption.settings(place, Generation.FIRST);
        try (FileLake files = FileLake.open(place);
                Connection connection = trino.open(place)) {
            List<BaseTable> all = BaseTable.present(connection, settings);
            Set<String> setBack = new Registration(connection, settings, files.base()).setBack(RegisterCommand.SETTLED);
            ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
            table.columns(List.of(
                    "base table", "dates merged", "of files", "left", "border rows deleted", "snapshots expired"));
            all.removeIf(base -> setBack.contains(base.name()));
            for (int i = 0; i < all.size(); i++) {
                System.err.printf("[%d/%d] %s%n", i + 1, all.size(), all.get(i).name());
                table.row(keep(connection, all.get(i)));
            }
            table.end();
            if (only.contains(Step.ORPHANS)) {
                System.out.printf(
                        "Deleted %,d files that no snapshot has.%n", removeOrphans(connection, all, files.base()));
            }
            if (only.contains(Step.ARCHIVE)) {
                LocalDate today = LocalDate.now(ZoneOffset.UTC);
                System.out.printf(
                        "Deleted %,d files of the archive.%n",
                        new Archive(files, today).deleteBefore(today.minusDays(KEPT_DAYS)));
            }
            if (!setBack.isEmpty()) {
                throw new CommandFailure("storage has a later commit than the metastore of "
                        + String.join(", ", setBack) + ". Run 'goldstream lake register', then this command again");
            }
        }
        return 0;
    }

    private List<Object> keep(Connection connection, BaseTable base)
            throws SQLException, InterruptedException, IOException {
        Upkeep upkeep = new Upkeep(connection, base, new OnStandardError(base));
        try {
            Merged merged = new Merged(0, 0, 0);
            long borders = 0;
            if (only.contains(Step.OPTIMIZE)) {
                borders = upkeep.dropBorders();
                merged = upkeep.merge(1);
                upkeep.mergeManifests();
            }
            return List.of(
                    base.name(),
                    (long) merged.dates(),
                    merged.files(),
                    merged.left(),
                    borders,
                    only.contains(Step.EXPIRE) ? upkeep.expire(Upkeep.SNAPSHOTS) : 0L);
        } catch (ConflictException again) {
            throw failure(base, again);
        }
    }

    /** Trino does not say how many. */
    private static long removeOrphans(Connection connection, List<BaseTable> all, BaseFiles files)
            throws SQLException, InterruptedException, IOException {
        Set<String> gone = new HashSet<>(files.list());
        for (BaseTable base : all) {
            try {
                new Upkeep(connection, base, new OnStandardError(base)).removeOrphans(Upkeep.ORPHANS);
            } catch (ConflictException again) {
                throw failure(base, again);
            }
        }
        gone.removeAll(files.list());
        return gone.size();
    }

    private static CommandFailure failure(BaseTable base, ConflictException again) {
        return new CommandFailure(
                base.name() + ": other commits were first, again and again: " + again.getMessage()
                        + ". Run the command again",
                again);
    }

    private record OnStandardError(BaseTable base) implements Upkeep.Listener {

        @Override
        public void merged(long files, int dates) {
            System.err.printf("%s: merged %,d files of %d dates%n", base.name(), files, dates);
        }

        @Override
        public void lost(ConflictException conflict) {
            System.err.printf("%s: another commit was first, so this run tries again%n", base.name());
        }
    }
}
