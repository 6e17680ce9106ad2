package io.goldstream.local.command;

import io.goldstream.events.schema.Layer;
import io.goldstream.local.output.ResultFormat;
import io.goldstream.local.reconcile.Diagnosis;
import io.goldstream.local.reconcile.LayerState;
import io.goldstream.local.reconcile.Offsets;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.AzuriteLake.LakeFile;
import io.goldstream.local.stack.Connectors;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Ports;
import io.goldstream.local.stack.Stack;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code goldstream status}. */
@Command(
        name = "status",
        description =
                "Show servers, sinks, and for each layer rows, lag and freshness. Exits 1 if something does not run.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() throws Exception {
        Stack stack = home.stack();
        Ports ports = stack.ports();
        Map<Part, ProcessHandle> processes = stack.processes();
        Set<Part> parts = stack.store().parts();
        printParts(parts, processes);
        boolean isWhole = processes.keySet().containsAll(parts);
        if (processes.containsKey(Part.CONNECT)) {
            isWhole &= printSinks(ports);
        }
        if (processes.containsKey(Part.KAFKA) && processes.containsKey(Part.TRINO)) {
            printLayers(ports);
        }
        if (processes.containsKey(Part.KAFKA) && processes.containsKey(Part.AZURITE)) {
            printFiles(ports);
        }
        return isWhole ? 0 : 1;
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

    private static boolean printSinks(Ports ports) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        List<Connectors.State> states = new Connectors(ports.connectUrl()).states();
        boolean running = !states.isEmpty();
        for (Connectors.State state : states) {
            rows.add(List.of(state.name(), state.state(), state.cause()));
            running &= state.isRunning();
        }
        print(List.of("sink", "state", "cause"), rows);
        return running;
    }

    private static void printLayers(Ports ports) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        try (Offsets offsets = new Offsets(ports.bootstrapServers());
                Connection connection = LakeConnection.open(ports)) {
            for (Layer layer : Layer.values()) {
                LayerState state = LayerState.of(layer, connection, new Diagnosis(offsets));
                String age = state.newest()
                        .map(newest -> words(Duration.between(newest, now)) + " ago")
                        .orElse("");
                rows.add(List.of(layer.id(), state.rows(), state.lag(), age));
            }
        }
        print(List.of("layer", "rows", "records to land", "newest record"), rows);
    }

    /** Of a lake without tables. */
    private static void printFiles(Ports ports) throws Exception {
        AzuriteLake lake = AzuriteLake.of(ports);
        List<List<Object>> rows = new ArrayList<>();
        try (Offsets offsets = new Offsets(ports.bootstrapServers())) {
            for (Layer layer : Layer.values()) {
                List<LakeFile> files = lake.files(layer);
                rows.add(List.of(
                        layer.id(),
                        files.stream().mapToLong(LakeFile::rows).sum(),
                        new Diagnosis(offsets).sinkLag(layer),
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
