package io.goldstream.gateway.refinery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.gateway.KafkaBroker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether a raw topic is still the one that a session began to read. */
class RawTopicIdsIT {

    private static final String TOPIC = "raw.auth_events";
    private static final KafkaBroker BROKER = new KafkaBroker();

    private static Admin admin;

    @BeforeAll
    static void start() {
        admin = Admin.create(Map.of("bootstrap.servers", BROKER.start()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        BROKER.stop();
    }

    @Test
    void aTopicThatIsMadeAnewEndsTheSession() throws Exception {
        try (RawTopicIds ids = new RawTopicIds(Admin.create(Map.of("bootstrap.servers", BROKER.bootstrap())))) {
            ids.learn(Set.of(TOPIC, "raw.listen_events"));
            String old = ids.of(TOPIC);
            assertThat(old).isEqualTo(id());
            assertThatCode(ids::confirm).doesNotThrowAnyException();

            admin.deleteTopics(List.of(TOPIC)).all().get();
            String made = admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1)))
                    .topicId(TOPIC)
                    .get()
                    .toString();
            awaitId(made);

            assertThatThrownBy(ids::confirm)
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining(
                            "the topic raw.auth_events was deleted and created again while it was read: its id is "
                                    + made + " now, but was " + old + "; the transaction with its records is aborted");
        }
    }

    @Test
    void aTopicThatIsNotThereIsNamed() {
        try (RawTopicIds ids = new RawTopicIds(Admin.create(Map.of("bootstrap.servers", BROKER.bootstrap())))) {
            assertThatThrownBy(() -> ids.learn(Set.of("raw.nothing")))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("raw.nothing");
        }
    }

    /** A broker learns of topics a moment after the controller has answered. */
    private static void awaitId(String wanted) throws Exception {
        Instant deadline = Instant.now().plusSeconds(30);
        while (Instant.now().isBefore(deadline)) {
            try {
                if (id().equals(wanted)) {
                    return;
                }
            } catch (ExecutionException notYet) {
                // It knows of neither.
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the broker never told the id " + wanted);
    }

    private static String id() throws Exception {
        return admin.describeTopics(List.of(TOPIC))
                .allTopicNames()
                .get()
                .get(TOPIC)
                .topicId()
                .toString();
    }
}
