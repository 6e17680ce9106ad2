package io.goldstream.gateway.edge;

import io.goldstream.gateway.GatewayConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The raw topics, to be appended to. What {@link #append} completes for is on every in-sync replica. */
@Singleton
class RawLog {

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaClientMetrics metrics;

    RawLog(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            GatewayConfig config,
            MeterRegistry registry) {
        this.producer = new KafkaProducer<>(settings(kafka, config));
        this.metrics = new KafkaClientMetrics(producer);
        metrics.bindTo(registry);
    }

    private static Map<String, Object> settings(Map<String, Object> kafka, GatewayConfig config) {
        int deliveryMillis = Math.toIntExact(config.edge().deliveryTimeout().toMillis());
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.instance() + "-edge");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        // Full buffers or an unknown topic must not hold a request longer than its events may wait.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, deliveryMillis / 2);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, deliveryMillis / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryMillis);
        return settings;
    }

    /** Completes once Kafka has the record, or fails; blocks only while the producer's buffers are full. */
    CompletableFuture<Void> append(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> appended = new CompletableFuture<>();
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    appended.complete(null);
                } else {
                    appended.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            appended.completeExceptionally(e);
        }
        return appended;
    }

    @PreDestroy
    void close() {
        metrics.close();
        producer.close(Duration.ofSeconds(10));
    }
}
