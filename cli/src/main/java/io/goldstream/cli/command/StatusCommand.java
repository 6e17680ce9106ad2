package io.goldstream.cli.command;

import io.goldstream.cli.connect.Connectors;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Profile.ServerState;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.cli.files.FileLake;
import io.goldstream.cli.files.FileLake.LakeFile;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.cli.reconcile.Behind;
import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.LayerState;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.trino.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream status}. */
@Command(
        name = "status",
        description = "Show servers, sinks, and each layer's rows, lag and freshness. Exits 1 if something does not "
                + "run.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A server that is not ready has a process, but does not answer, or cannot work yet.",
            "Records to land are counted by offsets. Transactions take offsets, too, so the number may be higher."
        })
public final class StatusCommand implements Callable<Integer> {

    private static final String UNMOVED = """
            SELECT layer, sum(landed_files), sum(unmoved_rows), min(oldest_unmoved)
            FROM ops.base_tables
            WHERE has_base
            GROUP BY layer
            ORDER BY layer = 'quarantine', layer = 'silver', layer = 'bronze'""";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    @Mixin
    private TrinoOption trino;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private ConnectOption connect;

    @Mixin
    private LakeOption lake;

    @Mixin
    private GenerationOption generation;

    @Override
    public Integer call() throws Exception {
        Place place = profile.place();
        boolean hasTables = place.names(Setting.TRINO);
        boolean hasFiles = !hasTables && place.names(Setting.LAKE);
        if (!hasTables && !hasFiles && !place.names(Setting.CONNECT)) {
            throw new ParameterException(
                    spec.commandLine(),
                    place.names(Setting.KAFKA)
                            ? "Kafka alone is not enough, because Trino counts the rows: name --trino, too"
                            : "no endpoint is named: give --connect, --trino or a --profile that names them");
        }
        boolean isWhole = printServers(place.servers());
        if (place.names(Setting.CONNECT) && !place.isStopped(Setting.CONNECT)) {
            isWhole &= printSinks(place.url(Setting.CONNECT));
        }
        boolean hasKafka = place.names(Setting.KAFKA);
        if (hasKafka && place.isStopped(Setting.KAFKA)) {
            return 1;
        }
        Generation used = GenerationOption.inUse(place);
        if (hasTables && !place.isStopped(Setting.TRINO)) {
            printLayers(place, hasKafka ? KafkaOption.client(place) : Map.of(), used);
        }
        if (hasFiles && !place.isStopped(Setting.LAKE)) {
            printFiles(place, hasKafka ? KafkaOption.client(place) : Map.of(), used);
        }
        return isWhole ? 0 : 1;
    }

    /** Returns whether all run; a profile without servers of its own has nothing to show. */
    private static boolean printServers(List<ServerState> servers) {
        List<List<Object>> rows = new ArrayList<>();
        for (ServerState server : servers) {
            rows.add(server.running()
                    .<List<Object>>map(process -> List.of(
                            server.id(), process.isReady() ? "up" : "not ready", process.pid(), words(process.since())))
                    .orElse(List.of(server.id(), "down", "", "")));
        }
        if (!rows.isEmpty()) {
            print(List.of("server", "state", "pid", "for"), rows);
        }
        return servers.stream()
                .allMatch(server ->
                        server.running().filter(ServerState.Running::isReady).isPresent());
    }

    private static boolean printSinks(String url) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        List<Connectors.State> states = new Connectors(url).states();
        boolean running = !states.isEmpty();
        for (Connectors.State state : states) {
            rows.add(List.of(state.name(), state.state(), state.cause()));
            running &= state.isRunning();
        }
        print(List.of("sink", "state", "cause"), rows);
        return running;
    }

    /** @param kafka what its clients are configured with; empty, and nothing is said of lag */
    private void printLayers(Place place, Map<String, Object> kafka, Generation generation) throws Exception {
        try (Connection connection = trino.open(place)) {
            if (kafka.isEmpty()) {
                printLayers(connection, Optional.empty());
                return;
            }
            try (Offsets offsets = new Offsets(kafka)) {
                printLayers(connection, Optional.of(new Diagnosis(offsets, generation)));
            }
        }
    }

    private static void printLayers(Connection connection, Optional<Diagnosis> diagnosis) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        for (Layer layer : Layer.values()) {
            LayerState state = LayerState.of(layer, connection, diagnosis);
            String age = state.newest()
                    .map(newest -> words(Duration.between(newest, now)) + " ago")
                    .orElse("");
            Object records = state.toLand().<Object>map(Behind::records).orElse("");
            rows.add(List.of(
                    layer.id(),
                    state.rows(),
                    records,
                    state.toLand().map(StatusCommand::oldest).orElse(""),
                    age));
        }
        print(List.of("layer", "rows", "records to land", "oldest of them", "newest record"), rows);
        printUnmoved(connection, now);
        if (diagnosis.isPresent()) {
            Behind toRefine = diagnosis.get().toRefine();
            print(
                    List.of("records to refine", "in partitions", "oldest of them"),
                    List.of(List.of(toRefine.records(), toRefine.partitions(), oldest(toRefine))));
        }
    }

    /** Nothing where no rows were ever moved. */
    private static void printUnmoved(Connection connection, LocalDateTime now) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row : Query.run(connection, UNMOVED).rows()) {
            String age =
                    row.get(3) instanceof LocalDateTime oldest ? words(Duration.between(oldest, now)) + " ago" : "";
            rows.add(List.of(row.get(0), row.get(1), row.get(2), age));
        }
        if (!rows.isEmpty()) {
            print(List.of("layer", "files in landing", "rows to move to base tables", "oldest of them landed"), rows);
        }
    }

    private static String oldest(Behind behind) {
        return behind.oldest()
                .map(oldest -> words(Duration.between(oldest, Instant.now())) + " ago")
                .orElse("");
    }

    /** Of a lake without tables. */
    private static void printFiles(Place place, Map<String, Object> kafka, Generation generation) throws Exception {
        try (FileLake lake = FileLake.open(place)) {
            List<List<Object>> rows = new ArrayList<>();
            for (Layer layer : Layer.values()) {
                List<LakeFile> files = lake.files(layer).stream()
                        .filter(file -> file.isOf(generation))
                        .toList();
                rows.add(List.of(
                        layer.id(),
                        files.stream().mapToLong(LakeFile::rows).sum(),
                        toLand(layer, kafka, generation),
                        files.size()));
            }
            print(List.of("layer", "rows", "records to land", "files"), rows);
            System.out.println(
                    "The lake is " + lake.address() + ". Rows are counted by the files' footers, and there are no"
                            + " tables: no Trino is named, or Trino cannot read this lake."
                            + (lake.isArchived() ? " Rows that have moved to base tables are not counted." : ""));
        }
    }

    private static Object toLand(Layer layer, Map<String, Object> kafka, Generation generation)
            throws InterruptedException {
        if (kafka.isEmpty()) {
            return "";
        }
        try (Offsets offsets = new Offsets(kafka)) {
            return new Diagnosis(offsets, generation).sinkLag(layer);
        }
    }

    private static void print(List<String> columns, List<List<Object>> rows) {
        ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
        table.columns(columns);
        rows.forEach(table::row);
        table.end();
    }

    private static String words(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }
}
