package io.goldstream.gateway.refinery;

import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.KafkaChannels;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the refinery's Kafka clients: what exactly-once asks for is set here, and nowhere else. */
@Singleton
class RefineryClients {

    /**
     * A record is many small objects until it is refined. So few of them stay in the processor's caches; thousands at once
     * were in memory again when their turn came, which was a fifth of the refinery's time.
     */
    private static final int POLL_RECORDS = 250;

    /** Kafka's own default, and what it advises for a short session; a member hears of a new assignment by a heartbeat. */
    private static final int MAX_HEARTBEAT_MILLIS = 3_000;

    private static final int HEARTBEATS_PER_SESSION = 3;

    private final Map<String, Object> kafka;
    private final GatewayConfig config;
    private final Map<String, Object> consumer;
    private final Map<String, Object> producer;

    @Inject
    RefineryClients(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            GatewayConfig config,
            KafkaChannels channels) {
        this(kafka, config, channels.consumer(KafkaChannels.RAW_IN), channels.producer(KafkaChannels.REFINED));
    }

    /** @param kafka what all clients have */
    RefineryClients(
            Map<String, Object> kafka,
            GatewayConfig config,
            Map<String, Object> consumer,
            Map<String, Object> producer) {
        this.kafka = kafka;
        this.config = config;
        this.consumer = consumer;
        this.producer = producer;
    }

    /** What the channels are set by, unless {@code mp.messaging.*} says else. */
    @Singleton
    static class Settings {

        @Produces
        @Singleton
        @Identifier(KafkaChannels.RAW_IN)
        Map<String, Object> consumer(GatewayConfig config) {
            Map<String, Object> settings = new HashMap<>(ClientSettings.consumer());
            settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.instance() + "-refinery");
            settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
            // By name, so that one that starts again has its partitions at once, before its death was noticed.
            settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.instance());
            // What stays need not read its dedupe windows again.
            settings.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
            // Offsets that Kafka has no more are an error, never a leap: what is assigned anew says what was lost.
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
            settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(POLL_RECORDS));
            // Waits a little for more: a transaction costs the same for one record as for thousands.
            settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, Integer.toString(256 * 1024));
            settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "200");
            settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(RecordSizes.REQUEST));
            settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(RecordSizes.FETCH));
            long sessionMillis = config.refinery().sessionTimeout().toMillis();
            settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Long.toString(sessionMillis));
            settings.put(
                    ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                    Long.toString(Math.min(MAX_HEARTBEAT_MILLIS, sessionMillis / HEARTBEATS_PER_SESSION)));
            settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "30000");
            settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
            return settings;
        }

        @Produces
        @Singleton
        @Identifier(KafkaChannels.REFINED)
        Map<String, Object> producer(GatewayConfig config) {
            Map<String, Object> settings = new HashMap<>(ClientSettings.producer());
            settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.instance() + "-refinery");
            settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.group() + "-" + config.instance());
            settings.put(
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    Long.toString(config.refinery().transactionTimeout().toMillis()));
            // A batch goes when it is full or the transaction ends: a commit waits for no linger.
            settings.put(ProducerConfig.LINGER_MS_CONFIG, "1000");
            settings.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 * 1024));
            settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(RecordSizes.REQUEST));
            settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
            return settings;
        }
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** @param what it is for, which its name says */
    Admin admin(String what) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, config.instance() + "-refinery-" + what);
        return Admin.create(settings);
    }

    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
