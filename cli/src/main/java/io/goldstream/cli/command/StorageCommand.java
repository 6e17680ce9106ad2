package io.goldstream.cli.command;

import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.cli.files.FileLake;
import io.goldstream.cli.files.FileLake.LakeFile;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.cli.reconcile.TopicSizes;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream storage}. */
@Command(
        name = "storage",
        description = "Show the storage use of the lake (files, bytes and rows of each table) or of Kafka's topics.",
        mixinStandardHelpOptions = true,
        footer = {"", "It queries Trino. If only the lake is named, it reads the files themselves, which name no date."
        })
public final class StorageCommand implements Callable<Integer> {

    private static final String BY_TABLE = """
            SELECT layer, table_name, count(*) AS days, sum(files) AS files, sum(bytes) AS bytes, sum(row_count) AS "rows",
              sum(bytes) / sum(row_count) AS bytes_per_row
            FROM ops.storage
            GROUP BY layer, table_name
            ORDER BY layer, table_name""";

    private static final String BY_DAY = """
            SELECT layer, table_name, day, files, bytes, row_count AS "rows", bytes / row_count AS bytes_per_row
            FROM ops.storage
            ORDER BY layer, table_name, day""";

    @Mixin
    private ProfileOption profile;

    @Mixin
    private TrinoOption trino;

    @Mixin
    private LakeOption lake;

    @Mixin
    private KafkaOption kafka;

    @Option(names = "--by-day", description = "Show a row for each table and date.")
    private boolean byDay;

    @Option(names = "--topics", description = "Show Kafka's topics instead: offsets, bytes on disk, bytes per offset.")
    private boolean topics;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (default), csv or json.")
    private ResultFormat format;

    @Override
    public Integer call() throws Exception {
        Place place = profile.place();
        if (topics) {
            printTopics(KafkaOption.client(place));
            return 0;
        }
        if (!place.names(Setting.TRINO) && place.names(Setting.LAKE)) {
            try (FileLake files = FileLake.open(place)) {
                files.refuseIfArchived();
                printFiles(files);
            }
            return 0;
        }
        try (Connection connection = trino.open(place)) {
            SqlCommand.run(connection, byDay ? BY_DAY : BY_TABLE, format);
        }
        return 0;
    }

    private void printTopics(Map<String, Object> client) throws InterruptedException {
        ResultFormat.Printer table = format.printer(System.out);
        table.columns(List.of("topic", "offsets", "bytes", "bytes_per_offset"));
        List<String> names = Tables.all().stream().map(Table::topic).toList();
        for (TopicSizes size : TopicSizes.of(client, names)) {
            table.row(List.of(size.topic(), size.offsets(), size.bytes(), size.bytes() / Math.max(1, size.offsets())));
        }
        table.end();
    }

    /** Of a lake without tables: what the files say themselves. */
    private void printFiles(FileLake lake) throws IOException {
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
                        ? List.of("layer", "table_name", "day", "files", "bytes", "rows", "bytes_per_row")
                        : List.of("layer", "table_name", "days", "files", "bytes", "rows", "bytes_per_row"));
        groups.forEach((group, files) -> {
            List<Object> row = new ArrayList<>(group);
            if (!byDay) {
                row.add(files.stream().map(LakeFile::day).distinct().count());
            }
            row.add((long) files.size());
            long bytes = files.stream().mapToLong(LakeFile::bytes).sum();
            long rows = files.stream().mapToLong(LakeFile::rows).sum();
            row.add(bytes);
            row.add(rows);
            row.add(bytes / rows);
            table.row(row);
        });
        table.end();
    }
}
