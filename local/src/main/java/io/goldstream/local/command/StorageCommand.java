package io.goldstream.local.command;

import io.goldstream.events.schema.Layer;
import io.goldstream.local.output.ResultFormat;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.AzuriteLake.LakeFile;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.LakeStore;
import io.goldstream.local.stack.Part;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
        if (home.stack().store() == LakeStore.AZURITE) {
            printFiles(AzuriteLake.of(home.stack().portsWith(Part.AZURITE)));
            return 0;
        }
        try (Connection connection = LakeConnection.open(home.stack().portsWith(Part.TRINO))) {
            SqlCommand.run(connection, byDay ? BY_DAY : BY_TABLE, format);
        }
        return 0;
    }

    /** Of a lake without tables: what the files say themselves. */
    private void printFiles(AzuriteLake lake) {
        SortedMap<List<String>, List<LakeFile>> groups = new TreeMap<>(Comparator.comparing(List::toString));
        for (Layer layer : Layer.values()) {
            for (LakeFile file : lake.files(layer)) {
                List<String> group =
                        byDay ? List.of(layer.id(), file.table(), file.day()) : List.of(layer.id(), file.table());
                groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(file);
            }
        }
        ResultFormat.Printer table = format.printer(System.out);
        table.columns(
                byDay
                        ? List.of("layer", "table_name", "day", "files", "bytes", "rows")
                        : List.of("layer", "table_name", "days", "files", "bytes", "rows"));
        groups.forEach((group, files) -> {
            List<Object> row = new ArrayList<>(group);
            if (!byDay) {
                row.add(files.stream().map(LakeFile::day).distinct().count());
            }
            row.add((long) files.size());
            row.add(files.stream().mapToLong(LakeFile::bytes).sum());
            row.add(files.stream().mapToLong(LakeFile::rows).sum());
            table.row(row);
        });
        table.end();
    }
}
