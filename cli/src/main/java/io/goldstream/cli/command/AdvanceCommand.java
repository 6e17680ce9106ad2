package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.checkpoint.LakeCheckpoints;
import io.goldstream.cli.checkpoint.Marks;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.files.Archive;
import io.goldstream.cli.files.FileLake;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.events.schema.Generation;
import io.goldstream.trino.BaseTable;
import io.goldstream.trino.KeptUsers;
import io.goldstream.trino.Lake;
import io.goldstream.trino.LakeException;
import io.goldstream.trino.ProgressListener;
import io.goldstream.trino.Settings;
import io.goldstream.trino.base.Advance;
import io.goldstream.trino.base.Advance.Bounds;
import io.goldstream.trino.base.Advance.Moved;
import io.goldstream.trino.base.ConflictException;
import io.goldstream.trino.base.TrinoRows;
import io.goldstream.trino.base.TrinoRows.WholeFile;
import io.goldstream.trino.kept.UserKeeper;
import io.goldstream.trino.register.Registration;
import io.goldstream.trino.upkeep.Upkeep;
import io.goldstream.trino.upkeep.Upkeep.Merged;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream lake advance}. */
@Command(
        name = "advance",
        description = "Move landed rows of raw, bronze, silver and quarantine into base tables (Iceberg).",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The first run creates the base tables. From then on the tables' names are views",
            "of base and landing that show each row once. Rows are moved up to the sinks'",
            "checkpoints, in steps of one commit each. The command can be stopped at any time",
            "and run again, and runs at the same time do no harm. A statement of a run that",
            "was killed may still end in Trino. After the rows of a table, a run merges the",
            "table's files of each date that has more than 20 of them. At the end it computes",
            "the users with new events: views of users show those of the last run. Trino needs",
            "a catalog for these tables. Its name is that of the lake's catalog, followed by",
            "_base.",
            "Exits 1 at the first table that cannot be moved."
        })
final class AdvanceCommand implements Callable<Integer> {

    /** A writer has a file open for each date; Trino's limit is 100. */
    private static final int DATES = 90;

    /** Of a date, in a base table. More are made few. */
    private static final int FILES = 20;

    private static final ProgressListener PROGRESS =
            (done, total, object) -> System.err.printf("[%d/%d] %s%n", done, total, object);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    @Mixin
    private TrinoOption trino;

    @Mixin
    private LakeOption lake;

    @Mixin
    private TablesOption tables;

    @Mixin
    private GenerationOption generation;

    @Option(
            names = "--step",
            paramLabel = "ROWS",
            defaultValue = "200000",
            description = "The most rows of a step, from 1. Default: 200000.")
    private long step;

    @Option(
            names = "--archive",
            description =
                    "Also take landed files out of their tables once base has had all their rows for the grace, into"
                            + " _archive. Then base alone has these rows. lake upkeep deletes the files after seven days.")
    private boolean archive;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "70m",
            converter = DurationConverter.class,
            description =
                    "How long a query may need the files that it was planned with: more than query.max-run-time of Trino,"
                            + " less than a day, because lake upkeep keeps no older snapshot. 0s takes them at once, and queries that run may fail. Default: 70m.")
    private Duration grace;

    @Override
    public Integer call() throws Exception {
        if (step < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--step': write a number of rows, 1 or more, not " + step);
        }
        if (grace.compareTo(Upkeep.SNAPSHOTS) >= 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--grace': write a time of less than a day, such as 70m");
        }
        Place place = profile.place();
        Generation inUse = GenerationOption.inUse(place);
        Settings settings = TablesOption.settings(place, inUse);
        try (FileLake files = FileLake.open(place);
                Connection connection = trino.open(place)) {
            // Read before any statement begins: what a sink commits from now on is for the next run.
            List<Position> positions = new LakeCheckpoints(files).list();
            refuseToMakeAgain(new Registration(connection, settings, files.base()));
            Lake.makeBase(connection, settings);
            Lake.apply(connection, settings, PROGRESS);
            ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
            table.columns(List.of(
                    "table", "rows moved", "steps", "partitions", "border", "dates compacted", "files archived"));
            Archive archived = new Archive(files, LocalDate.now(ZoneOffset.UTC));
            for (BaseTable base : BaseTable.all(settings)) {
                Marks marks = Marks.of(positions, base.table(), inUse);
                marks.unknown()
                        .forEach(partition -> System.err.printf(
                                "%s: not moved, because its checkpoint does not know the topic's id%n", partition));
                TrinoRows rows = new TrinoRows(connection, base);
                Moved moved;
                Merged merged;
                try {
                    moved = new Advance(rows, new Bounds(step, DATES), new OnStandardError(base)).run(marks.marks());
                    merged = new Upkeep(connection, base, Upkeep.SILENT).merge(FILES);
                } catch (ConflictException again) {
                    throw new CommandFailure(
                            base.table().topic() + ": other runs committed first, again and again: "
                                    + again.getMessage() + ". Run the command again",
                            again);
                }
                List<Long> border =
                        rows.border().offsets().values().stream().sorted().toList();
                table.row(List.of(
                        base.table().topic(),
                        moved.rows(),
                        (long) moved.steps(),
                        (long) border.size(),
                        border.isEmpty() ? "" : border.getFirst() + " to " + border.getLast(),
                        (long) merged.dates(),
                        archive ? archive(archived, base, rows) : 0L));
            }
            table.end();
            keepUsers(connection, settings);
        }
        return 0;
    }

    private static void keepUsers(Connection connection, Settings settings)
            throws SQLException, InterruptedException, LakeException {
        UserKeeper keeper = new UserKeeper(connection, new KeptUsers(settings), new UserKeeper.Listener() {
            @Override
            public void keeping(String what) {
                System.err.printf("users: computing %s%n", what);
            }

            @Override
            public void lost(ConflictException conflict) {
                System.err.println(
                        "users: another run committed first, so this run looks again for what is to be kept");
            }
        });
        try {
            keeper.run();
            Lake.apply(connection, settings, PROGRESS);
            keeper.dropOthers();
            keeper.compact(FILES);
        } catch (ConflictException again) {
            throw new CommandFailure(
                    "users: other runs committed first, again and again: " + again.getMessage()
                            + ". Run the command again",
                    again);
        }
    }

    /** A table that is made again lacks the rows whose landed files have left. */
    private static void refuseToMakeAgain(Registration registration) throws SQLException, IOException, LakeException {
        List<String> lost = registration.lost();
        if (!lost.isEmpty()) {
            throw new CommandFailure("the metastore has lost base tables of which there are rows in storage: "
                    + String.join(", ", lost) + ". Run 'goldstream lake register'");
        }
    }

    private long archive(Archive archived, BaseTable base, TrinoRows rows) throws SQLException, IOException {
        Instant now = Instant.now();
        List<WholeFile> due = grace.isZero() ? rows.wholeFiles(now) : rows.unopenedFiles(now.minus(grace));
        Map<String, Long> files = due.stream().collect(Collectors.toMap(WholeFile::path, WholeFile::rows));
        return archived.take(base.table().layer(), base.settings().generation().name(base.table()), files);
    }

    private record OnStandardError(BaseTable base) implements Advance.Listener {

        @Override
        public void moved(long rows, int dates) {
            System.err.printf("%s: moved %,d rows of %d dates%n", base.table().topic(), rows, dates);
        }

        @Override
        public void lost(ConflictException conflict) {
            System.err.printf(
                    "%s: another run committed first, so this run looks again for rows to move%n",
                    base.table().topic());
        }
    }
}
