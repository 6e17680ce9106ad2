package io.goldstream.local.checkpoint;

import io.goldstream.connect.sink.commit.Checkpoints.Position;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The file that a backup of checkpoints is.
 *
 * @param takenAt when, in UTC
 * @param checkpoints one for each partition of each sink
 */
public record CheckpointCopy(String takenAt, List<Entry> checkpoints) {

    public CheckpointCopy {
        checkpoints = checkpoints == null ? List.of() : List.copyOf(checkpoints);
    }

    /**
     * @param next the offset to go back to; null for a partition of which nothing was landed
     */
    public record Entry(String sink, String topic, int partition, long epoch, Long next) {}

    public static CheckpointCopy of(List<Position> positions) {
        return new CheckpointCopy(
                Instant.now().toString(),
                positions.stream()
                        .map(position -> new Entry(
                                position.connector(),
                                position.partition().topic(),
                                position.partition().partition(),
                                position.epoch(),
                                position.restart().isPresent()
                                        ? (Long) position.restart().getAsLong()
                                        : null))
                        .toList());
    }

    /** What to restore. */
    public List<Position> positions() {
        return checkpoints.stream()
                .map(entry -> {
                    OptionalLong next = entry.next() == null ? OptionalLong.empty() : OptionalLong.of(entry.next());
                    TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
                    return new Position(entry.sink(), partition, entry.epoch(), next, next);
                })
                .toList();
    }
}
