package io.goldstream.connect.sink;

import io.goldstream.connect.sink.land.TopicIds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;

/** What the cluster tells of its topics to who may describe them: their ids, and how many partitions they have. */
final class AdminTopicIds implements TopicIds, OffsetChange.TopicSizes {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final Admin admin;

    AdminTopicIds(Map<String, Object> settings) {
        this.admin = Admin.create(settings);
    }

    @Override
    public Optional<String> of(String topic) throws Unanswered {
        return Optional.of(describe(topic).topicId())
                .filter(id -> !id.equals(Uuid.ZERO_UUID))
                .map(Uuid::toString);
    }

    @Override
    public OptionalInt partitions(String topic) throws Unanswered {
        try {
            return OptionalInt.of(describe(topic).partitions().size());
        } catch (Unanswered e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return OptionalInt.of(0);
            }
            throw e;
        }
    }

    private TopicDescription describe(String topic) throws Unanswered {
        try {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .get(topic);
        } catch (ExecutionException e) {
            String problem = "Kafka did not describe the topic " + topic + " (option " + AdminOptions.BOOTSTRAP_SERVERS
                    + "): give the user of the admin. options the right to describe the topic, or empty "
                    + AdminOptions.BOOTSTRAP_SERVERS + " and set " + FileOptions.LANDED_COLUMNS
                    + "=false. Kafka's answer: " + e.getCause();
            if (e.getCause() instanceof RetriableException) {
                throw new Unanswered(problem, e.getCause());
            }
            throw new ConnectException(problem, e.getCause());
        } catch (TimeoutException e) {
            throw new Unanswered(
                    "Kafka has not described the topic " + topic + " for " + ANSWER
                            + ": see whether the worker reaches " + AdminOptions.BOOTSTRAP_SERVERS,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while asking for the topic " + topic, e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
