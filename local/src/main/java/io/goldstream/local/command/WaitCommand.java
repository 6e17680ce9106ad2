package io.goldstream.local.command;

import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.CommandFailure;
import io.goldstream.local.output.ResultFormat;
import io.goldstream.local.reconcile.AzuriteWaiting;
import io.goldstream.local.reconcile.Diagnosis;
import io.goldstream.local.reconcile.Offsets;
import io.goldstream.local.reconcile.Waiting;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.LakeStore;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Ports;
import io.goldstream.local.stack.Stack;
import io.goldstream.trino.command.DurationConverter;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream wait}. */
@Command(
        name = "wait",
        description = "Wait until all that is in the raw topics now is refined, landed and visible in Trino.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Compares by raw coordinates (topic, partition, offset): raw = bronze + quarantine, and bronze = silver.",
            "Of a lake in Azurite, which has no tables, it compares the manifests and the files' own counts of rows.",
            "Exits 1 and names the lagging layer if that does not hold in time."
        })
public final class WaitCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long, such as 90s or 10m. Default: 10m.")
    private Duration timeout;

    @Override
    public Integer call() throws Exception {
        await(home.stack(), timeout);
        return 0;
    }

    /** Prints the reconciliation; throws where there is none in time. */
    static void await(Stack stack, Duration timeout) throws Exception {
        Ports ports = stack.portsWith(Part.KAFKA);
        if (stack.store() == LakeStore.AZURITE) {
            awaitFiles(stack, timeout);
            return;
        }
        stack.portsWith(Part.TRINO);
        Waiting.End end;
        try (Offsets offsets = new Offsets(ports.bootstrapServers());
                Connection connection = LakeConnection.open(ports)) {
            var mark = offsets.lastRecords(
                    Tables.of(Layer.RAW).stream().map(Table::topic).toList());
            end = new Waiting(
                            stack,
                            connection,
                            new Diagnosis(offsets, stack.generation()),
                            onChange(System.err::println))
                    .await(mark, timeout);
        }
        ReconciliationTable.print(end.counts());
        if (end.problem().isPresent()) {
            throw new CommandFailure(end.problem().get());
        }
    }

    /** Of a lake without tables. */
    private static void awaitFiles(Stack stack, Duration timeout) throws Exception {
        Ports ports = stack.portsWith(Part.AZURITE);
        AzuriteWaiting.End end;
        try (Offsets offsets = new Offsets(ports.bootstrapServers())) {
            var mark = offsets.lastRecords(
                    Tables.of(Layer.RAW).stream().map(Table::topic).toList());
            end = new AzuriteWaiting(
                            stack,
                            AzuriteLake.of(ports),
                            new Diagnosis(offsets, stack.generation()),
                            onChange(System.err::println))
                    .await(mark, timeout);
        }
        ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
        table.columns(List.of("layer", "rows"));
        end.rows().forEach((layer, rows) -> table.row(List.of(layer.id(), rows)));
        table.end();
        if (end.problem().isPresent()) {
            throw new CommandFailure(end.problem().get());
        }
    }

    /** Passes on what differs from what was passed on last. */
    static Consumer<String> onChange(Consumer<String> listener) {
        return new Consumer<>() {
            private String last = "";

            @Override
            public void accept(String line) {
                if (!line.equals(last)) {
                    listener.accept(line);
                    last = line;
                }
            }
        };
    }
}
