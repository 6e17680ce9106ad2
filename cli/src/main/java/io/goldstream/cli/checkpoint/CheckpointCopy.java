package io.goldstream.cli.checkpoint;

import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.connect.sink.commit.History;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
     * @param history names the manifest
     * @param topicId of the topic it is of; null where it is not known
     * @param cuts where its offset was set
     * @param next the offset to go back to; null for a partition of which nothing was landed
     */
    public record Entry(
            String sink,
            String topic,
            int partition,
            String history,
            String topicId,
            List<History.Cut> cuts,
            long epoch,
            Long next) {

        private static Entry of(Position position) {
            History history = position.history();
            return new Entry(
                    position.connector(),
                    position.partition().topic(),
                    position.partition().partition(),
                    history.id(),
                    history.topicId().orElse(null),
                    history.cuts(),
                    position.epoch(),
                    position.restart().isPresent() ? (Long) position.restart().getAsLong() : null);
        }

        private Position position() {
            OptionalLong restart = next == null ? OptionalLong.empty() : OptionalLong.of(next);
            return new Position(
                    sink,
                    new TopicPartition(topic, partition),
                    new History(history, Optional.ofNullable(topicId), cuts == null ? List.of() : cuts),
                    epoch,
                    restart,
                    restart);
        }
    }

    public static CheckpointCopy of(List<Position> positions) {
        return new CheckpointCopy(
                Instant.now().toString(), positions.stream().map(Entry::of).toList());
    }

    /**
     * What to restore.
     *
     * @throws IllegalArgumentException if an entry does not say what it is of
     */
    public List<Position> positions() {
        for (Entry entry : checkpoints) {
            if (entry.sink() == null || entry.topic() == null || entry.history() == null) {
                throw new IllegalArgumentException("an entry has no sink, topic or history: " + entry);
            }
        }
        return checkpoints.stream().map(Entry::position).toList();
    }
}
