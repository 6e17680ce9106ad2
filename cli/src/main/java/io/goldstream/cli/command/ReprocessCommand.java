package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.cli.reprocess.Installation;
import io.goldstream.cli.reprocess.MissingRecords;
import io.goldstream.cli.reprocess.Rebuild;
import io.goldstream.events.schema.Generation;
import io.goldstream.trino.Settings;
import io.goldstream.trino.compare.Comparison;
import io.goldstream.trino.compare.Difference;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream reprocess}. */
@Command(
        name = "reprocess",
        description = "Refine raw records again, with the same code as the stream.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "--rebuild writes a generation of bronze, silver and quarantine beside the one in use, and compares the two row by",
            "row. It exits 1 if they differ. --switch puts the generation into use, in gateway and tables. After a failure,",
            "run the same command again: it continues. Nothing is rewritten in place: --switch --generation 1 goes back."
        })
public final class ReprocessCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private ConnectOption connect;

    @Mixin
    private TrinoOption trino;

    @Mixin
    private TablesOption tables;

    @Mixin
    private LakeOption lake;

    @Mixin
    private GatewayCommandOption gateway;

    @Option(
            names = "--missing",
            description = "Refine raw records that are in neither bronze nor quarantine, from the tables of raw.")
    private boolean isMissing;

    @Option(names = "--rebuild", description = "Refine all raw records into a generation beside the one in use.")
    private boolean isRebuild;

    @Option(
            names = "--switch",
            description = "Refine newer records into the generation, compare it, and put it to use.")
    private boolean isSwitch;

    @Option(
            names = "--generation",
            paramLabel = "N",
            converter = GenerationConverter.class,
            description = "The generation. Default: the newest one after that in use; for --rebuild, else the next "
                    + "number.")
    private Generation generation;

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            defaultValue = "topics",
            description = "What --rebuild reads: topics, or files (the tables of raw first, and then the topics). "
                    + "Default: topics.")
    private Rebuild.Source source;

    @Option(names = "--accept-differences", description = "Switch even if the generations differ.")
    private boolean acceptsDifferences;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long to wait until records are refined and have landed. Default: 10m.")
    private Duration timeout;

    @Override
    public Integer call() throws Exception {
        if (isMissing == (isRebuild || isSwitch)) {
            throw new ParameterException(
                    spec.commandLine(), "give --missing, or --rebuild, or --switch, or --rebuild --switch");
        }
        if (isMissing && generation != null) {
            throw new ParameterException(
                    spec.commandLine(), "--missing refines into the generation in use: leave out --generation");
        }
        Place place = profile.place();
        Optional<String> down = place.failure();
        if (down.isPresent()) {
            throw new CommandFailure(down.get());
        }
        Generation used = GenerationOption.standing(place);
        try (Offsets offsets = new Offsets(KafkaOption.client(place));
                Connection connection = trino.open(place)) {
            Consumer<String> progress = WaitCommand.onChange(System.err::println);
            Installation installation = installation(place, used, offsets, progress);
            if (isMissing) {
                long refined = new MissingRecords(installation, used, offsets, connection, progress).refine(timeout);
                System.out.printf(Locale.ROOT, "refined %,d records that were missing%n", refined);
            } else {
                Settings settings = TablesOption.settings(place, used);
                rebuild(used, new Rebuild(installation, used, settings, offsets, connection, progress));
            }
        }
        return 0;
    }

    private Installation installation(Place place, Generation used, Offsets offsets, Consumer<String> progress) {
        return place.isBuiltIn() && place.profile() instanceof Installation own
                ? own
                : new NamedInstallation(place, used, offsets, timeout, progress);
    }

    private void rebuild(Generation used, Rebuild rebuild) throws Exception {
        Generation other = other(used, rebuild);
        if (isRebuild || !other.equals(used)) {
            Rebuild.Made made = rebuild.make(other, isRebuild ? source : Rebuild.Source.TOPICS, timeout);
            print(made.comparison(), used, other);
            refuse(made.comparison(), used, other);
            if (isSwitch) {
                rebuild.use(other, made.marks(), timeout);
            }
        } else {
            rebuild.show(other, timeout);
        }
        if (isSwitch) {
            System.out.printf(Locale.ROOT, "generation %d is in use%n", other.number());
        }
    }

    private Generation other(Generation used, Rebuild rebuild) throws Exception {
        if (generation != null) {
            if (!isRebuild && !rebuild.exists(generation)) {
                throw new CommandFailure("there is no generation " + generation.number() + ": --rebuild makes it");
            }
            return generation;
        }
        Generation newest = rebuild.newest();
        if (!newest.equals(used)) {
            return newest;
        }
        if (!isRebuild) {
            throw new CommandFailure("there is no generation after " + used.number()
                    + ", which is in use: --rebuild makes one, --generation names an earlier one");
        }
        return new Generation(used.number() + 1);
    }

    private static void print(Comparison comparison, Generation used, Generation other) {
        if (comparison.differing() > 0) {
            ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
            table.columns(List.of("table", "differs in", "rows", "such as"));
            for (Difference difference : comparison.differences()) {
                table.row(List.of(difference.table(), difference.what(), difference.rows(), difference.example()));
            }
            table.end();
        }
        System.out.printf(
                Locale.ROOT,
                "generations %d and %d: %,d rows compared, %,d differ, %,d more were settled by a replay%n",
                used.number(),
                other.number(),
                comparison.rows(),
                comparison.differing(),
                comparison.settled());
        if (comparison.unread() > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows are left out: one of the generations has their record in quarantine as unread%n",
                    comparison.unread());
        }
    }

    private void refuse(Comparison comparison, Generation used, Generation other) {
        if (comparison.countedTwice() > 0) {
            throw new CommandFailure(String.format(
                    Locale.ROOT,
                    "%,d events were replayed after generation %d had accepted them, and would count twice in it. Make another:"
                            + " 'goldstream reprocess --rebuild --generation N'",
                    comparison.countedTwice(),
                    other.number()));
        }
        if (comparison.differing() > 0 && !(isSwitch && acceptsDifferences)) {
            throw new CommandFailure(
                    "the generations differ, so generation " + used.number() + " stays in use. If you want the"
                            + " differences: 'goldstream reprocess --switch --generation " + other.number()
                            + " --accept-differences'");
        }
    }
}
