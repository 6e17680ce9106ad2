package io.goldstream.local.command;

import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.local.output.ResultFormat;
import io.goldstream.local.reconcile.Behind;
import io.goldstream.local.reconcile.Diagnosis;
import io.goldstream.local.reconcile.LayerState;
import io.goldstream.local.reconcile.Offsets;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.AzuriteLake.LakeFile;
import io.goldstream.local.stack.Connectors;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Ports;
import io.goldstream.local.stack.Stack;
import io.goldstream.trino.command.GenerationConverter;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream status}. */
@Command(
        name = "status",
        description =
                "Show servers, sinks, and for each layer rows, lag and freshness. Exits 1 if something does not run.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private LakeOption lake;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private ConnectOption connect;

    @Option(
            names = "--generation",
            paramLabel = "N",
            defaultValue = "1",
            converter = GenerationConverter.class,
            description = "Which generation a deployed gateway writes. Default: 1.")
    private Generation deployed;

    @Override
    public Integer call() throws Exception {
        Stack stack = lake.home().stack();
        if (kafka.isDeployed() && !lake.isDeployed()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kafka tells how far the rows that Trino counts are behind: name --trino, too");
        }
        if (connect.isDeployed() || lake.isDeployed()) {
            return printDeployed(stack) ? 0 : 1;
        }
        Ports ports = stack.ports();
        Map<Part, ProcessHandle> processes = stack.processes();
        Set<Part> parts = stack.store().parts();
        printParts(parts, processes);
        boolean isWhole = processes.keySet().containsAll(parts);
        if (processes.containsKey(Part.CONNECT)) {
            isWhole &= printSinks(ports.connectUrl());
        }
        if (processes.containsKey(Part.KAFKA) && processes.containsKey(Part.TRINO)) {
            printLayers(kafka.client(stack), stack.generation());
        }
        if (processes.containsKey(Part.KAFKA) && processes.containsKey(Part.AZURITE)) {
            printFiles(ports, stack.generation());
        }
        return isWhole ? 0 : 1;
    }

    /** Of what was named, and nothing of this machine's. */
    private boolean printDeployed(Stack stack) throws Exception {
        boolean isWhole = !connect.isDeployed() || printSinks(connect.url(stack));
        if (lake.isDeployed()) {
            printLayers(kafka.isDeployed() ? kafka.client(stack) : Map.of(), deployed);
        }
        return isWhole;
    }

    private static void printParts(Set<Part> parts, Map<Part, ProcessHandle> processes) {
        List<List<Object>> rows = new ArrayList<>();
        for (Part part : parts) {
            ProcessHandle process = processes.get(part);
            if (process == null) {
                rows.add(List.of(part.id(), "down", "", ""));
                continue;
            }
            Duration up = Duration.between(process.info().startInstant().orElseGet(Instant::now), Instant.now());
            rows.add(List.of(part.id(), "up", process.pid(), words(up)));
        }
        print(List.of("server", "state", "pid", "for"), rows);
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
    private void printLayers(Map<String, Object> kafka, Generation generation) throws Exception {
        try (Connection connection = lake.open()) {
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
        if (diagnosis.isPresent()) {
            Behind toRefine = diagnosis.get().toRefine();
            print(
                    List.of("records to refine", "in partitions", "oldest of them"),
                    List.of(List.of(toRefine.records(), toRefine.partitions(), oldest(toRefine))));
        }
    }

    private static String oldest(Behind behind) {
        return behind.oldest()
                .map(oldest -> words(Duration.between(oldest, Instant.now())) + " ago")
                .orElse("");
    }

    /** Of a lake without tables. */
    private static void printFiles(Ports ports, Generation generation) throws Exception {
        AzuriteLake lake = AzuriteLake.of(ports);
        List<List<Object>> rows = new ArrayList<>();
        try (Offsets offsets = new Offsets(ports.bootstrapServers())) {
            for (Layer layer : Layer.values()) {
                List<LakeFile> files = lake.files(layer);
                rows.add(List.of(
                        layer.id(),
                        files.stream().mapToLong(LakeFile::rows).sum(),
                        new Diagnosis(offsets, generation).sinkLag(layer),
                        files.size()));
            }
        }
        print(List.of("layer", "rows", "records to land", "files"), rows);
        System.out.println("The lake is in Azurite, " + lake.endpoint()
                + ", which Trino cannot read: rows are counted by the files' footers, and there are no tables.");
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
