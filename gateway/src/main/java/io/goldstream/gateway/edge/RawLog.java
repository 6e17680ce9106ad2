package io.goldstream.gateway.edge;

import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.gateway.GatewayConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * The raw topics, to be appended to. A producer that only fails is made anew: after some failures, such as a first login that
 * Kafka refuses (KAFKA-20237), a producer never works again.
 */
@Singleton
class RawLog {

    /** How many delivery timeouts a producer may fail on end. */
    private static final int PATIENCE = 2;

    private static final long WORKS = Long.MIN_VALUE;

    private static final Logger LOG = Logger.getLogger(RawLog.class);

    private final Map<String, Object> settings;
    private final MeterRegistry registry;
    private final long patienceNanos;
    /** When its first failure came, of those since it last worked. */
    private final AtomicLong failingSinceNanos = new AtomicLong(WORKS);

    private volatile KafkaProducer<byte[], byte[]> producer;
    private KafkaClientMetrics metrics;
    private boolean isClosed;

    /** Made at the start, so that a name that nobody can resolve is told then, and not to the first client. */
    @Singleton
    static class Opening {
        void open(@Observes StartupEvent event, GatewayConfig config, Instance<RawLog> log) {
            if (config.takesEvents()) {
                log.get();
            }
        }
    }

    RawLog(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            GatewayConfig config,
            MeterRegistry registry) {
        this.settings = settings(kafka, config);
        this.registry = registry;
        this.patienceNanos =
                config.edge().deliveryTimeout().multipliedBy(PATIENCE).toNanos();
        try {
            open();
        } catch (KafkaException e) {
            throw new ConfigurationException(
                    "kafka.bootstrap.servers=" + kafka.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)
                            + " cannot be used: " + rootMessage(e),
                    e);
        }
    }

    private void open() {
        producer = new KafkaProducer<>(settings);
        metrics = new KafkaClientMetrics(producer);
        metrics.bindTo(registry);
    }

    private static String rootMessage(Throwable failure) {
        return failure.getCause() == null ? failure.getMessage() : rootMessage(failure.getCause());
    }

    private static Map<String, Object> settings(Map<String, Object> kafka, GatewayConfig config) {
        int deliveryMillis = Math.toIntExact(config.edge().deliveryTimeout().toMillis());
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putAll(ClientSettings.producer());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.instance() + "-edge");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, config.edge().linger().toMillis());
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        // What an event may weigh is judged before it comes here, and by the same estimate.
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RecordSizes.RAW);
        // Full buffers or an unknown topic must not hold a request longer than its events may wait.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, deliveryMillis / 2);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, deliveryMillis / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryMillis);
        return settings;
    }

    /** What Kafka's client takes a record for: key, value and headers, not compressed, and what it adds. */
    static int bytes(ProducerRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.LZ4,
                record.key(),
                record.value(),
                record.headers().toArray());
    }

    /**
     * Hands a record to Kafka. Blocks while the producer's buffers are full, or the topic is not known yet.
     *
     * @param settled told once: null when every in-sync replica has the record, else why it is not known to be kept; by
     *     the producer's own thread, unless the producer does not even take the record
     */
    void append(ProducerRecord<byte[], byte[]> record, Consumer<Exception> settled) {
        try {
            producer.send(record, (_, failure) -> settle(failure, settled));
        } catch (RuntimeException e) {
            settle(e, settled);
        }
    }

    private void settle(Exception failure, Consumer<Exception> settled) {
        if (failure != null) {
            failed(failure);
        } else if (failingSinceNanos.get() != WORKS) {
            failingSinceNanos.set(WORKS);
        }
        settled.accept(failure);
    }

    private void failed(Exception failure) {
        long now = System.nanoTime();
        long since = failingSinceNanos.get();
        if (since == WORKS) {
            failingSinceNanos.compareAndSet(WORKS, now);
        } else if (now - since > patienceNanos && failingSinceNanos.compareAndSet(since, now)) {
            LOG.warnf(
                    "Kafka has acknowledged nothing for %d s, so the gateway makes a new producer: %s",
                    Duration.ofNanos(now - since).toSeconds(), failure);
            // Not by the producer's own thread, which may be the one that tells of the failure.
            Thread.ofVirtual().name("producer-anew").start(this::reopen);
        }
    }

    private synchronized void reopen() {
        if (isClosed) {
            return;
        }
        close(Duration.ZERO);
        try {
            open();
        } catch (KafkaException e) {
            // The closed one stays, and fails, so that this is tried again.
            LOG.warnf("No producer can be made: %s", rootMessage(e));
        }
    }

    private void close(Duration patience) {
        metrics.close();
        producer.close(patience);
    }

    @PreDestroy
    synchronized void close() {
        isClosed = true;
        close(Duration.ofSeconds(10));
    }
}
