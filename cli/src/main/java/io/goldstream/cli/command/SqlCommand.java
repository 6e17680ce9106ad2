package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.cli.output.SqlStatements;
import io.goldstream.trino.Query;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldstream sql}. */
@Command(
        name = "sql",
        preprocessor = SqlCommand.StatementsThatBeginWithAComment.class,
        description =
                "Run SQL in Trino. Schemas to query: raw, bronze, silver, gold, quarantine, ops. Times are in UTC.",
        footer = {
            "",
            "A time with a zone is written with its zone; within an array, a map or a row it is written in UTC."
        },
        mixinStandardHelpOptions = true)
public final class SqlCommand implements Callable<Integer> {

    @Mixin
    private ProfileOption profile;

    @Mixin
    private TrinoOption trino;

    @Parameters(
            paramLabel = "STATEMENT",
            description = "The SQL; - reads it from standard input. Separate statements with semicolons.")
    private String sql;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "table (default), csv (a header line, then rows) or json (an array of objects; a second column of one name gets _2 at its end).")
    private ResultFormat format;

    /** Keeps a statement that begins with a comment from being taken for an option. */
    static final class StatementsThatBeginWithAComment implements IParameterPreprocessor {

        private static final Pattern COMMENT = Pattern.compile("--(?!\\z|[a-z-]+(?:=|\\z))");

        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec argument, Map<String, Object> information) {
            arguments.replaceAll(text -> COMMENT.matcher(text).lookingAt() ? " " + text : text);
            return false;
        }
    }

    @Override
    public Integer call() throws Exception {
        String text = sql.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : sql;
        try (Connection connection = trino.open(profile.place())) {
            run(connection, text, format);
        }
        return 0;
    }

    /** Prints the answers to statements. */
    public static void run(Connection connection, String text, ResultFormat format) {
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        for (String statement : SqlStatements.split(text)) {
            ResultFormat.Printer printer = format.printer(out);
            try {
                Query.run(connection, statement, new UntilOutputIsClosed(printer, out));
            } catch (SQLException failed) {
                throw new CommandFailure(Query.reason(failed), failed);
            }
            printer.end();
        }
        failIfClosed(out);
    }

    private static void failIfClosed(PrintStream out) {
        if (out.checkError()) {
            throw new CommandFailure("standard output was closed", new IOException());
        }
    }

    /** Fails once standard output was closed. The failure ends the query, because nobody reads its rows. */
    private static final class UntilOutputIsClosed implements Query.Listener {

        private static final int ROWS_BETWEEN_LOOKS = 1000;

        private final Query.Listener printer;
        private final PrintStream out;
        private long rows;

        UntilOutputIsClosed(Query.Listener printer, PrintStream out) {
            this.printer = printer;
            this.out = out;
        }

        @Override
        public void columns(List<String> names) {
            printer.columns(names);
        }

        @Override
        public void row(List<Object> values) {
            printer.row(values);
            rows++;
            if (rows % ROWS_BETWEEN_LOOKS == 0) {
                failIfClosed(out);
            }
        }
    }
}
