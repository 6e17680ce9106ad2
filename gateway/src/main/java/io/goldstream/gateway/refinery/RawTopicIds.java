package io.goldstream.gateway.refinery;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;

/**
 * What Kafka calls the raw topics that a session reads. Kafka gives no id twice: a topic that has the same one before and
 * after its records were read had it when they were. Not thread-safe.
 */
final class RawTopicIds implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final Admin admin;
    private final Map<String, Uuid> ids = new HashMap<>();

    /** @param admin is closed with it */
    RawTopicIds(Admin admin) {
        this.admin = admin;
    }

    /** Asks for the ids of topics whose records are going to be read. */
    void learn(Collection<String> topics) {
        Collection<String> unknown =
                topics.stream().filter(topic -> !ids.containsKey(topic)).toList();
        if (!unknown.isEmpty()) {
            ids.putAll(ask(unknown));
        }
    }

    /** The id as text; null where the cluster gives none. */
    String of(String topic) {
        Uuid id = ids.get(topic);
        return id == null || id.equals(Uuid.ZERO_UUID) ? null : id.toString();
    }

    /**
     * Asks once more, after records were read and before what is made of them is committed.
     *
     * @throws KafkaException if a topic was made anew meanwhile: its records would be taken for those of the old one
     */
    void confirm() {
        ask(ids.keySet()).forEach((topic, id) -> {
            if (!id.equals(ids.get(topic))) {
                throw new KafkaException(
                        "the topic " + topic + " was deleted and created again while it was read: its id is " + id
                                + " now, but was " + ids.get(topic) + "; the transaction with its records is aborted");
            }
        });
    }

    private Map<String, Uuid> ask(Collection<String> topics) {
        Map<String, Uuid> answers = new HashMap<>();
        try {
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .forEach((topic, description) -> answers.put(topic, description.topicId()));
            return answers;
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "Kafka did not tell the ids of " + topics + "; the Kafka user needs the right to describe them",
                    e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka has not told the ids of " + topics + " for " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO); // what Kafka has not answered is waited for by nobody
    }
}
