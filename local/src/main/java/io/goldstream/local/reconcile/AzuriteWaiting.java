package io.goldstream.local.reconcile;

import io.goldstream.connect.sink.commit.Checkpoints;
import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.connect.sink.store.AzureBlobStore;
import io.goldstream.events.schema.Layer;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.AzuriteLake.LakeFile;
import io.goldstream.local.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks at a lake in Azurite until all that was in the raw topics at the beginning is landed. There are no tables to ask, so
 * the manifests say how far raw is, and the files' own counts whether raw = bronze + quarantine and bronze = silver: of the
 * whole lake, so events must not go on coming in meanwhile.
 */
public final class AzuriteWaiting {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Stack stack;
    private final AzuriteLake lake;
    private final Diagnosis diagnosis;
    private final Consumer<String> progress;

    /** @param progress told, before each pause, what is still missing */
    public AzuriteWaiting(Stack stack, AzuriteLake lake, Diagnosis diagnosis, Consumer<String> progress) {
        this.stack = stack;
        this.lake = lake;
        this.diagnosis = diagnosis;
        this.progress = progress;
    }

    /**
     * How a wait ended.
     *
     * @param rows by layer, the last ones
     * @param problem what lags or is broken; empty where all is landed
     */
    public record End(Map<Layer, Long> rows, Optional<String> problem) {}

    /** @param mark the last record of each raw partition */
    public End await(Map<TopicPartition, Long> mark, Duration limit) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        while (true) {
            Optional<String> broken = stack.firstFailure();
            Optional<String> lag = diagnosis.busySink();
            if (lag.isEmpty()) {
                Map<Layer, Long> rows = rows();
                lag = lag(mark, rows);
                if (lag.isEmpty()) {
                    return new End(rows, Optional.empty());
                }
            }
            if (broken.isPresent() || Instant.now().isAfter(deadline)) {
                return new End(rows(), broken.isPresent() ? broken : lag);
            }
            progress.accept(lag.get());
            Thread.sleep(PAUSE);
        }
    }

    private Optional<String> lag(Map<TopicPartition, Long> mark, Map<Layer, Long> rows) throws IOException {
        long behind = partitionsBehind(mark);
        if (behind > 0) {
            return Optional.of("landing raw: " + behind + " partitions to go");
        }
        long refined = rows.get(Layer.BRONZE) + rows.get(Layer.QUARANTINE);
        if (rows.get(Layer.RAW) != refined) {
            return Optional.of("raw has %,d rows, bronze and quarantine %,d".formatted(rows.get(Layer.RAW), refined));
        }
        if (!rows.get(Layer.BRONZE).equals(rows.get(Layer.SILVER))) {
            return Optional.of(
                    "bronze has %,d rows, silver %,d".formatted(rows.get(Layer.BRONZE), rows.get(Layer.SILVER)));
        }
        return Optional.empty();
    }

    /** A commit may still be unpublished: whether its files are there is told by the rows. */
    private long partitionsBehind(Map<TopicPartition, Long> mark) throws IOException {
        try (AzureBlobStore raw = lake.store(Layer.RAW)) {
            List<Position> positions = new Checkpoints(raw, raw).list();
            return mark.entrySet().stream()
                    .filter(last -> positions.stream()
                            .noneMatch(position -> position.partition().equals(last.getKey())
                                    && position.next().orElse(0) > last.getValue()))
                    .count();
        }
    }

    private Map<Layer, Long> rows() {
        Map<Layer, Long> rows = new EnumMap<>(Layer.class);
        for (Layer layer : Layer.values()) {
            rows.put(layer, lake.files(layer).stream().mapToLong(LakeFile::rows).sum());
        }
        return rows;
    }
}
