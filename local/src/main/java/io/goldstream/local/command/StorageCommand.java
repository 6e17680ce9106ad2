package io.goldstream.local.command;

import io.goldstream.local.output.ResultFormat;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Part;
import java.sql.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream storage}. */
@Command(
        name = "storage",
        description = "Show what the lake weighs: files, bytes and rows of each table.",
        mixinStandardHelpOptions = true)
public final class StorageCommand implements Callable<Integer> {

    private static final String BY_TABLE = """
            SELECT layer, table_name, count(*) AS days, sum(files) AS files, sum(bytes) AS bytes, sum(row_count) AS "rows"
            FROM ops.storage
            GROUP BY layer, table_name
            ORDER BY layer, table_name""";

    private static final String BY_DAY = """
            SELECT layer, table_name, day, files, bytes, row_count AS "rows"
            FROM ops.storage
            ORDER BY layer, table_name, day""";

    @Mixin
    private HomeOption home;

    @Option(names = "--by-day", description = "A row for each table and date.")
    private boolean byDay;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (default), csv or json.")
    private ResultFormat format;

    @Override
    public Integer call() throws Exception {
        try (Connection connection = LakeConnection.open(home.stack().portsWith(Part.TRINO))) {
            SqlCommand.run(connection, byDay ? BY_DAY : BY_TABLE, format);
        }
        return 0;
    }
}
