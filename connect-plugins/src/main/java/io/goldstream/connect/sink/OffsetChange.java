package io.goldstream.connect.sink;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.store.Lake;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** New offsets for a connector's manifests: all of a request, or none. */
final class OffsetChange {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetChange.class);

    private static final String UNKNOWN_TOPIC =
            "this connector does not land that topic: see its option topics or topics.regex";
    private static final String UNKNOWN_PARTITION =
            "no task has had that partition yet, only other partitions of the topic: if it is new, start the connector once";

    private static final String BELOW_ZERO = " is below 0";

    private final Lake lake;
    private final TopicSizes kafka;
    private final String connector;
    private final Map<String, Object> options;

    /** How many partitions a topic has in Kafka. */
    @FunctionalInterface
    interface TopicSizes extends AutoCloseable {

        /** For a sink that is given no access to ask. */
        TopicSizes UNKNOWN = topic -> OptionalInt.empty();

        /** Empty where it cannot be known. */
        OptionalInt partitions(String topic) throws IOException;

        @Override
        default void close() {
            // Most hold nothing.
        }
    }

    OffsetChange(Lake lake, TopicSizes kafka, SinkOptions options) {
        this.lake = lake;
        this.kafka = kafka;
        this.connector = options.getString(SinkOptions.NAME);
        this.options = options.originals();
    }

    /**
     * Sets the manifests.
     *
     * @param offsets by partition; null forgets where it stood. Connect gives none at all where all are to be forgotten and
     *     its consumer group is gone, as it is after a week without tasks
     * @throws ConnectException if one of them cannot be; then none is set
     */
    void make(Map<TopicPartition, Long> offsets) throws IOException {
        Map<String, OptionalLong> changes = new LinkedHashMap<>();
        if (offsets.isEmpty()) {
            for (String path : lake.documents(Checkpoint.folder(connector))) {
                changes.put(path, OptionalLong.empty());
            }
        }
        Map<String, String> problems = new TreeMap<>();
        for (Map.Entry<TopicPartition, Long> offset : offsets.entrySet()) {
            TopicPartition partition = offset.getKey();
            String path = Checkpoint.path(connector, partition);
            Optional<String> problem = problem(partition, offset.getValue());
            problem.ifPresent(found -> problems.put(partition.toString(), found));
            // Of what the lake has no manifest, there is nothing to forget.
            if (problem.isEmpty()
                    && (offset.getValue() != null || lake.read(path).isPresent())) {
                changes.put(
                        path, offset.getValue() == null ? OptionalLong.empty() : OptionalLong.of(offset.getValue()));
            }
        }
        if (!problems.isEmpty()) {
            refuse(problems);
        }
        Checkpoint.reset(lake, changes);
        LOG.info("Set the manifests of {}: {}", connector, changes);
    }

    private static void refuse(Map<String, String> problems) {
        String message = "no offset was altered: " + problems;
        throw problems.values().stream().allMatch(problem -> problem.endsWith(BELOW_ZERO))
                ? new ConnectException(message)
                : new NotFoundException(message);
    }

    private Optional<String> problem(TopicPartition partition, Long offset) throws IOException {
        if (partition.partition() < 0) {
            return Optional.of(UNKNOWN_PARTITION);
        }
        if (offset == null) {
            return Optional.empty();
        }
        if (offset < 0) {
            return Optional.of("offset " + offset + BELOW_ZERO);
        }
        if (!lands(partition.topic())) {
            return Optional.of(UNKNOWN_TOPIC);
        }
        OptionalInt size = kafka.partitions(partition.topic());
        if (size.isPresent()) {
            return partition.partition() < size.getAsInt()
                    ? Optional.empty()
                    : Optional.of(
                            size.getAsInt() == 0
                                    ? "Kafka has no such topic"
                                    : "Kafka has the partitions 0 to " + (size.getAsInt() - 1) + " of it");
        }
        boolean isMissing = lake.read(Checkpoint.path(connector, partition)).isEmpty();
        TopicPartition first = new TopicPartition(partition.topic(), 0);
        return isMissing && lake.read(Checkpoint.path(connector, first)).isPresent()
                ? Optional.of(UNKNOWN_PARTITION)
                : Optional.empty();
    }

    private boolean lands(String topic) {
        if (options.get(SinkTask.TOPICS_CONFIG) instanceof String topics && !topics.isBlank()) {
            List<String> names = Arrays.asList(topics.trim().split("\\s*,\\s*"));
            return names.contains(topic);
        }
        try {
            return options.get(SinkTask.TOPICS_REGEX_CONFIG) instanceof String regex && Pattern.matches(regex, topic);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
