package io.goldstream.connect.sink.land;

import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;

/** Topic partitions, what the consumer group committed of them, and the dead-letter queue. */
final class KafkaLog {

    static final Schema ROW = SchemaBuilder.struct()
            .field("source_offset", Schema.INT64_SCHEMA)
            .field("event_time", Timestamp.SCHEMA)
            .build();

    private final Map<TopicPartition, List<SinkRecord>> records = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Set<Long>> deadLetters = new HashMap<>();
    private final Map<TopicPartition, Set<Long>> refused = new HashMap<>();
    private int reported;
    private boolean tellsId;
    private boolean isAway;
    private int madeAnew;

    void append(TopicPartition partition, long offset, long eventTime) {
        append(
                partition,
                offset,
                eventTime,
                ROW,
                new Struct(ROW).put("source_offset", offset).put("event_time", new Date(eventTime)));
    }

    void append(TopicPartition partition, long offset, long timestamp, Schema schema, Object row) {
        records.computeIfAbsent(partition, p -> new ArrayList<>())
                .add(new SinkRecord(
                        partition.topic(),
                        partition.partition(),
                        null,
                        null,
                        schema,
                        row,
                        offset,
                        timestamp,
                        TimestampType.CREATE_TIME));
    }

    List<SinkRecord> read(TopicPartition partition, long from, int most) {
        return records.getOrDefault(partition, List.of()).stream()
                .filter(record -> record.kafkaOffset() >= from)
                .limit(most)
                .toList();
    }

    List<Long> offsets(TopicPartition partition) {
        return records.get(partition).stream().map(SinkRecord::kafkaOffset).toList();
    }

    /** What no converter can read: it goes to the dead-letter queue, each time that it is read, and never reaches a task. */
    void appendUnreadable(TopicPartition partition, long offset) {
        append(partition, offset, 0, null, "unreadable");
        refused.computeIfAbsent(partition, p -> new HashSet<>()).add(offset);
    }

    boolean isRefused(TopicPartition partition, long offset) {
        return refused.getOrDefault(partition, Set.of()).contains(offset);
    }

    void makeAnew(TopicPartition partition) {
        records.remove(partition);
        madeAnew++;
    }

    /** Has it tell the topic's id, to all workers that open a partition from now on. */
    void tellId() {
        tellsId = true;
    }

    /** Whether it answers requests for the topic's id. */
    void isAway(boolean away) {
        isAway = away;
    }

    Optional<String> id(String topic) throws TopicIds.Unanswered {
        if (isAway) {
            throw new TopicIds.Unanswered("Kafka is away", null);
        }
        return tellsId ? Optional.of(topic + "#" + madeAnew) : Optional.empty();
    }

    long committed(TopicPartition partition) {
        return committed.getOrDefault(partition, 0L);
    }

    void commit(TopicPartition partition, long offset) {
        committed.put(partition, offset);
    }

    void deadLetter(TopicPartition partition, long offset) {
        deadLetters.computeIfAbsent(partition, p -> new HashSet<>()).add(offset);
        reported++;
    }

    /** How often a record was written to the dead-letter queue, the same one more than once, too. */
    int reported() {
        return reported;
    }

    Set<Long> deadLetters(TopicPartition partition) {
        return deadLetters.getOrDefault(partition, Set.of());
    }
}
