package io.goldstream.cli.reconcile;

import io.goldstream.cli.files.FileLake;
import io.goldstream.connect.sink.commit.Checkpoints;
import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.connect.sink.store.Lake;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
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
 * Looks at a lake's files until all that was in the raw topics at the beginning is landed. Where there are no tables to ask,
 * the manifests say how far raw is, and the files' own counts whether raw = bronze + quarantine and bronze = silver: of the
 * whole lake, so events must not go on coming in meanwhile.
 */
public final class FileWaiting {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Health health;
    private final FileLake lake;
    private final Generation generation;
    private final Diagnosis diagnosis;
    private final Consumer<String> progress;

    /** @param progress told, before each pause, what is still missing */
    public FileWaiting(
            Health health, FileLake lake, Generation generation, Diagnosis diagnosis, Consumer<String> progress) {
        this.health = health;
        this.lake = lake;
        this.generation = generation;
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
            Optional<String> broken = health.failure();
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
            return Optional.of("the sink of raw lags in " + behind + " partitions");
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
        Lake raw = lake.store(Layer.RAW);
        List<Position> positions = new Checkpoints(raw, raw).list();
        return mark.entrySet().stream()
                .filter(last -> positions.stream()
                        .noneMatch(position -> position.partition().equals(last.getKey())
                                && position.next().orElse(0) > last.getValue()))
                .count();
    }

    private Map<Layer, Long> rows() throws IOException {
        Map<Layer, Long> rows = new EnumMap<>(Layer.class);
        for (Layer layer : Layer.values()) {
            rows.put(layer, lake.rows(layer, generation));
        }
        return rows;
    }
}
