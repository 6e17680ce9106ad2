package io.goldstream.gateway.quarantine;

import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.gateway.GatewayConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the Kafka clients that counts and replays use, each for one request. */
@Singleton
class QuarantineClients {

    private final Map<String, Object> kafka;
    private final GatewayConfig config;

    QuarantineClients(@Identifier("default-kafka-broker") Map<String, Object> kafka, GatewayConfig config) {
        this.kafka = kafka;
        this.config = config;
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putAll(ClientSettings.consumer());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.instance() + "-quarantine");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** One transactional id for all instances, by which a new replay ends an older one. */
    KafkaProducer<byte[], byte[]> replayer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putAll(ClientSettings.producer());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.instance() + "-" + GatewayConfig.REPLAY);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.refinery().group() + "-" + GatewayConfig.REPLAY);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        // What was taken once, and got headers since, must pass again.
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RecordSizes.REQUEST);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
