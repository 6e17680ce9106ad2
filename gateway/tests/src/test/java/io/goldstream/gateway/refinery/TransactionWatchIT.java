package io.goldstream.gateway.refinery;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.gateway.GatewayProcess;
import io.goldstream.gateway.KafkaBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** On a broker that was upgraded from an older Kafka, where the newer protocol of transactions is not switched on. */
class TransactionWatchIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void anOldProtocolIsToldUntilItIsFinalizedAndAHungTransactionIsSeen() throws Exception {
        KafkaBroker broker = new KafkaBroker();
        String bootstrap = broker.start(List.of("transaction.version=0"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
                GatewayProcess refinery = GatewayProcess.refinery("watched", bootstrap, Map.of())) {
            await(
                    "the level is known",
                    () -> refinery.metric("goldstream_kafka_transaction_version") == 0
                            && refinery.log().contains("feature transaction.version is at level 0"));

            admin.updateFeatures(
                            Map.of("transaction.version", new FeatureUpdate((short) 2, UpgradeType.UPGRADE)),
                            new UpdateFeaturesOptions())
                    .all()
                    .get();
            await("the level is raised", () -> refinery.metric("goldstream_kafka_transaction_version") == 2);

            try (KafkaProducer<byte[], byte[]> hung = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrap, "transactional.id", "hung"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                hung.initTransactions();
                hung.beginTransaction();
                hung.send(new ProducerRecord<>("raw.listen_events", new byte[1]))
                        .get();
                await("it is seen", () -> refinery.metric("goldstream_kafka_transaction_age_seconds") > 0);
                hung.abortTransaction();
            }
            await("it is over", () -> refinery.metric("goldstream_kafka_transaction_age_seconds") == 0);
        } finally {
            broker.stop();
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (java.io.IOException notUpYet) {
                // It starts.
            }
            assertThat(Instant.now()).as(what).isBefore(deadline);
            Thread.sleep(200);
        }
    }
}
