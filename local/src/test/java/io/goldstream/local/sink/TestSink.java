package io.goldstream.local.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.local.laboratory.chaos.sink.Stage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A sink of one task and the topic of one partition that has its name, with what an operator does to both. */
final class TestSink {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String name;
    private final String connect;
    private final Map<String, Object> cluster;
    private final Map<String, String> config = new TreeMap<>();

    TestSink(Stage stage, String name) {
        this(stage.workers().getLast().url(), stage.workbench().bootstrapServers(), name);
    }

    /** The sink writes each value as a line, one second after it came. */
    TestSink(String connect, String bootstrapServers, String name) {
        this.name = name;
        this.connect = connect;
        this.cluster = Map.of("bootstrap.servers", bootstrapServers);
        config.putAll(Map.of(
                "connector.class", "AdlsSinkConnector",
                "topics", name,
                "consumer.override.metadata.max.age.ms", "1000",
                "key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "format", "bytes",
                "path.template", "{topic}",
                "rotate.max.age", "PT1S",
                "retry.timeout", "PT4S",
                "retry.backoff", "PT0.5S"));
    }

    TestSink with(String option, String value) {
        config.put(option, value);
        return this;
    }

    /** Creates it, or changes it. */
    void put() throws Exception {
        call("PUT", "/config", JSON.writeValueAsString(config));
    }

    /** Where Connect is re-balancing, or has not begun a connector of which the state is asked, once more. */
    String call(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(connect + "/connectors/" + name + path))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Instant deadline = Instant.now().plus(LIMIT);
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            while ((answer.statusCode() == 409
                            || answer.statusCode() >= 500
                            || answer.statusCode() == 404 && path.equals("/status"))
                    && Instant.now().isBefore(deadline)) {
                Thread.sleep(300);
                answer = client.send(request, BodyHandlers.ofString());
            }
            assertThat(answer.statusCode())
                    .as("%s %s: %s", method, path, answer.body())
                    .isLessThan(300);
            return answer.body();
        }
    }

    /** The answer's status, whatever it is; once Connect is not re-balancing. */
    int status(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(connect + "/connectors/" + name + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status = client.send(request, BodyHandlers.ofString()).statusCode();
            while (status == 409) {
                Thread.sleep(300);
                status = client.send(request, BodyHandlers.ofString()).statusCode();
            }
            return status;
        }
    }

    /** As Kafka does with a consumer group that has had no members for a week. */
    void deleteGroup() throws Exception {
        try (Admin admin = Admin.create(cluster)) {
            admin.deleteConsumerGroups(List.of("connect-" + name)).all().get();
        }
    }

    /** How many records a topic's first partition has. */
    long count(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = Admin.create(cluster)) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    /** Stops it, and returns once no task is left. */
    void stop() throws Exception {
        call("PUT", "/stop", null);
        await(
                "stopped",
                () -> status().path("tasks").isEmpty()
                        && status().path("connector").path("state").asText().equals("STOPPED"));
    }

    void restart() throws Exception {
        call("POST", "/restart?includeTasks=true&onlyFailed=true", null);
    }

    /** The trace of its task, once that has failed. */
    String awaitFailure() throws Exception {
        await("failed", () -> task().path("state").asText().equals("FAILED"));
        return task().path("trace").asText();
    }

    private JsonNode task() throws Exception {
        return status().path("tasks").path(0);
    }

    private JsonNode status() throws Exception {
        return JSON.readTree(call("GET", "/status", null));
    }

    void delete() throws Exception {
        call("DELETE", "", null);
    }

    /** Makes the topic; one that is being deleted has to be gone first. */
    void createTopic() throws Exception {
        try (Admin admin = Admin.create(cluster)) {
            await("topic created", () -> {
                try {
                    admin.createTopics(List.of(new NewTopic(name, 1, (short) 1)))
                            .all()
                            .get();
                    return true;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
                    return false;
                }
            });
        }
    }

    /** Makes another topic beside its own, of one partition. */
    void createTopic(String topic, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(cluster)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    /** What Kafka calls the topic that has the name now. */
    String topicId() throws Exception {
        try (Admin admin = Admin.create(cluster)) {
            return admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get()
                    .get(name)
                    .topicId()
                    .toString();
        }
    }

    void deleteTopic() throws Exception {
        try (Admin admin = Admin.create(cluster)) {
            admin.deleteTopics(List.of(name)).all().get();
        }
    }

    void produce(List<String> values) throws Exception {
        try (var producer = new KafkaProducer<>(cluster, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(name, value)).get();
            }
        }
    }

    /** So many records of a topic's first partition, from the beginning on. */
    List<ConsumerRecord<String, String>> consume(String topic, int count) throws Exception {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(cluster, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await(count + " records in " + topic, () -> {
                consumer.poll(Duration.ofMillis(300)).forEach(records::add);
                return records.size() >= count;
            });
        }
        return records;
    }

    void await(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        while (!condition.call()) {
            assertThat(Instant.now()).as("%s: %s", name, what).isBefore(deadline);
            Thread.sleep(300);
        }
    }

    /** Waits until so many lines are landed, and returns all there are. */
    List<String> awaitLines(int count, Callable<List<String>> lines) throws Exception {
        await(count + " lines", () -> lines.call().size() >= count);
        return lines.call();
    }
}
