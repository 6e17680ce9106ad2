package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.trino.Query;
import io.goldstream.trino.report.Period;
import io.goldstream.trino.report.Report;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream report}. */
@Command(
        name = "report",
        description = "Write a report as one HTML page: what was played, by whom and where.",
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {

    private static final int MONTH = 28;
    private static final int YEAR = 366;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    @Mixin
    private TrinoOption trino;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "" + MONTH,
            description = "The most dates in the report, 1 to 366. They are compared with as many dates before, if "
                    + "there are events that old. Default: 28.")
    private int days;

    @Option(
            names = "--until",
            paramLabel = "DATE",
            description = "The last date of the report, UTC. Default: the last date with events.")
    private LocalDate until;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write. Default: report.html in the local stack's folder, or else in the working "
                    + "folder.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        if (days < 1 || days > YEAR) {
            throw new ParameterException(spec.commandLine(), "--days must be from 1 to " + YEAR);
        }
        if (out != null && Files.isDirectory(out)) {
            throw new ParameterException(
                    spec.commandLine(), "--out names a folder: name a file, such as " + out.resolve("report.html"));
        }
        Place place = profile.place();
        Path file = out == null ? place.folder().resolve("report.html") : out.toAbsolutePath();
        try (Connection connection = trino.open(place)) {
            System.out.println(write(connection, days, Optional.ofNullable(until), file));
        }
        return 0;
    }

    /** Writes the report of a month, and returns the line that says so. */
    public static String write(Connection connection, Path file) throws IOException {
        return write(connection, MONTH, Optional.empty(), file);
    }

    private static String write(Connection connection, int days, Optional<LocalDate> until, Path file)
            throws IOException {
        try {
            Period period = Report.write(connection, days, until, file, ReportCommand::tell)
                    .orElseThrow(() ->
                            new CommandFailure("there are no events to report on: send some with 'goldstream load' or"
                                    + " 'goldstream simulate', then run 'goldstream wait'"));
            return "Report of %s: %s".formatted(period, file);
        } catch (FileSystemException failed) {
            throw new CommandFailure(
                    "cannot write " + file + ": name another file with --out (" + failed + ")", failed);
        } catch (SQLException failed) {
            throw new CommandFailure("Trino could not answer: " + Query.reason(failed), failed);
        } finally {
            System.err.println();
        }
    }

    private static void tell(String question) {
        System.err.print((question.equals("activity") ? "Asking gold: " : ", ") + question);
    }
}
