package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.connect.Connectors;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.cli.files.FileLake;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.FileWaiting;
import io.goldstream.cli.reconcile.Health;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.cli.reconcile.Waiting;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream wait}. */
@Command(
        name = "wait",
        description = "Wait until all records that are in the raw topics now are refined, landed and visible in Trino.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It compares raw coordinates (topic, partition, offset): raw = bronze +",
            "quarantine, and bronze = silver. If only the lake is named, and no Trino, it",
            "compares manifests and the row counts in files. If they are not equal in time,",
            "it names the lagging layer and exits 1. It exits 1 at once if a server or a sink",
            "has failed, or if a record is in the tables twice."
        })
public final class WaitCommand implements Callable<Integer> {

    @Mixin
    private ProfileOption profile;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TrinoOption trino;

    @Mixin
    private ConnectOption connect;

    @Mixin
    private LakeOption lake;

    @Mixin
    private GenerationOption generation;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long to wait, such as 90s or 10m. Default: 10m.")
    private Duration timeout;

    @Override
    public Integer call() throws Exception {
        Place place = profile.place();
        Generation used = GenerationOption.inUse(place);
        Health health = () -> failure(place);
        try (Offsets offsets = new Offsets(KafkaOption.client(place))) {
            Diagnosis diagnosis = new Diagnosis(offsets, used);
            if (!place.names(Setting.TRINO) && place.names(Setting.LAKE)) {
                awaitFiles(place, health, used, offsets, diagnosis);
            } else {
                try (Connection connection = trino.open(place)) {
                    await(health, connection, offsets, diagnosis, timeout);
                }
            }
        }
        return 0;
    }

    private static Optional<String> failure(Place place) throws IOException {
        Optional<String> server = place.failure();
        return server.isPresent() || !place.names(Setting.CONNECT)
                ? server
                : new Connectors(place.url(Setting.CONNECT)).failure();
    }

    /** Prints the reconciliation; throws where there is none in time. */
    public static void await(
            Health health, Connection connection, Offsets offsets, Diagnosis diagnosis, Duration timeout)
            throws IOException, InterruptedException {
        Waiting.End end = new Waiting(health, connection, diagnosis, onChange(System.err::println))
                .await(offsets.lastRecords(rawTopics()), timeout);
        ReconciliationTable.print(end.counts());
        if (end.problem().isPresent()) {
            throw new CommandFailure(end.problem().get());
        }
    }

    /** Of a lake without tables. */
    private void awaitFiles(Place place, Health health, Generation used, Offsets offsets, Diagnosis diagnosis)
            throws IOException, InterruptedException {
        FileWaiting.End end;
        try (FileLake files = FileLake.open(place)) {
            files.refuseIfArchived();
            end = new FileWaiting(health, files, used, diagnosis, onChange(System.err::println))
                    .await(offsets.lastRecords(rawTopics()), timeout);
        }
        ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
        table.columns(List.of("layer", "rows"));
        end.rows().forEach((layer, rows) -> table.row(List.of(layer.id(), rows)));
        table.end();
        if (end.problem().isPresent()) {
            throw new CommandFailure(end.problem().get());
        }
    }

    private static List<String> rawTopics() {
        return Tables.of(Layer.RAW).stream().map(Table::topic).toList();
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
