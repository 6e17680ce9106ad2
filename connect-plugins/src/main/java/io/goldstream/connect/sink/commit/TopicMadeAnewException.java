package io.goldstream.connect.sink.commit;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** The topic is not the one that the manifest is of: its offsets mean other records now, and an operator has to decide. */
public final class TopicMadeAnewException extends ConnectException {

    private static final long serialVersionUID = 1L;

    private static final String WAY_OUT = "). To land the topic as it is now: stop the connector"
            + " (PUT /connectors/<name>/stop), set the topic's partitions to offset 0 (PATCH"
            + " /connectors/<name>/offsets), and resume it";

    private TopicMadeAnewException(String message) {
        super(message + WAY_OUT);
    }

    /** An offset came that was landed before. */
    public static TopicMadeAnewException byOffset(TopicPartition partition, long offset, long landed, String manifest) {
        return new TopicMadeAnewException("topic " + partition.topic()
                + " was truncated, or deleted and created again, or an offset beyond its end was set: partition "
                + partition.partition() + " delivers offset " + offset + " after " + landed + " was landed (manifest "
                + manifest);
    }

    /** Kafka has another id for it than when the partition was opened. */
    public static TopicMadeAnewException meanwhile(TopicPartition partition, String was, String is, String manifest) {
        return new TopicMadeAnewException("the topic was deleted and created again while this task read it: the id of "
                + partition.topic() + " is " + is + " now, but was " + was + " when this task opened partition "
                + partition.partition()
                + ". Nothing was landed since the last commit (manifest " + manifest);
    }

    /** Kafka has another id for it. */
    static TopicMadeAnewException byId(String was, String is, OptionalLong next, String manifest) {
        return new TopicMadeAnewException("the topic was deleted and created again: its id is " + is + " now, but was "
                + was + " when the records before offset " + next.orElse(0) + " were landed (manifest " + manifest);
    }
}
