package io.goldstream.cli.reconcile;

import io.goldstream.cli.CommandFailure;
import io.goldstream.trino.Query;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Looks at the lake until all that was in the raw topics at the beginning is reconciled. */
public final class Waiting {

    /** Under traffic that does not end, the sinks always have something to do: then it is counted beside it. */
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(1);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final Health health;
    private final Connection connection;
    private final Diagnosis diagnosis;
    private final Consumer<String> progress;

    /** @param progress told, before each pause, what is still missing */
    public Waiting(Health health, Connection connection, Diagnosis diagnosis, Consumer<String> progress) {
        this.health = health;
        this.connection = connection;
        this.diagnosis = diagnosis;
        this.progress = progress;
    }

    /**
     * How a wait ended.
     *
     * @param counts the last ones
     * @param problem what lags or is broken; empty where all is reconciled
     */
    public record End(List<TopicCount> counts, Optional<String> problem) {}

    /** Returns at the latest after the limit, and at once where a server or sink is down or a record stands twice. */
    public End await(Map<TopicPartition, Long> mark, Duration limit) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        Instant patience = Instant.now().plus(LONGEST_PATIENCE);
        awaitSinks(patience.isBefore(deadline) ? patience : deadline);
        while (true) {
            Instant begin = Instant.now();
            Optional<String> broken = health.failure();
            List<TopicCount> counts = count(mark);
            if (counts.stream().allMatch(TopicCount::isReconciled)) {
                return new End(counts, Optional.empty());
            }
            if (broken.isPresent()) {
                return new End(counts, broken);
            }
            String lagging = diagnosis.laggingLayer(counts);
            boolean isHopeless = counts.stream().anyMatch(count -> count.doubled() > 0);
            if (isHopeless || Instant.now().isAfter(deadline)) {
                return new End(counts, Optional.of(isHopeless ? lagging + ": 'goldstream check' names them" : lagging));
            }
            progress.accept(lagging);
            // On a small machine the questions must not take what the work needs.
            Duration asked = Duration.between(begin, Instant.now());
            Thread.sleep(asked.compareTo(SHORTEST_PAUSE) > 0 ? asked : SHORTEST_PAUSE);
        }
    }

    /** Counting takes from the sinks what they need of a small machine, so it begins when they have nothing more to do. */
    private void awaitSinks(Instant until) throws IOException, InterruptedException {
        while (Instant.now().isBefore(until) && health.failure().isEmpty()) {
            Optional<String> busy = diagnosis.busySink();
            if (busy.isEmpty()) {
                return;
            }
            progress.accept(busy.get());
            Thread.sleep(SHORTEST_PAUSE);
        }
    }

    private List<TopicCount> count(Map<TopicPartition, Long> mark) {
        try {
            return Reconciliation.count(connection, mark);
        } catch (SQLException failed) {
            throw new CommandFailure("Trino could not count the rows: " + Query.reason(failed), failed);
        }
    }
}
