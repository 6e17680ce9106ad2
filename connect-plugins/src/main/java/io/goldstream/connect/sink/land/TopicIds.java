package io.goldstream.connect.sink.land;

import java.io.IOException;
import java.util.Optional;

/** What Kafka calls topics beside their names: one that was made anew has another id. */
@FunctionalInterface
public interface TopicIds extends AutoCloseable {

    /** For a sink that is given no access to ask. */
    TopicIds UNKNOWN = topic -> Optional.empty();

    /**
     * The topic's id; empty where it cannot be known.
     *
     * @throws Unanswered if Kafka may answer another time
     * @throws org.apache.kafka.connect.errors.ConnectException if Kafka refuses
     */
    Optional<String> of(String topic) throws Unanswered;

    /** Kafka did not answer, which says nothing of the storage. */
    final class Unanswered extends IOException {
        private static final long serialVersionUID = 1L;

        public Unanswered(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    default void close() {
        // Most hold nothing.
    }
}
