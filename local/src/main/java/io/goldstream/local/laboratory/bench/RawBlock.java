package io.goldstream.local.laboratory.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.events.EventHeaders;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.laboratory.simulate.SimulatedEvent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills the raw topics as the edge does, headers and all, but in one transaction: whoever reads what is committed sees
 * nothing of it until {@link #release}, and then all of it at once.
 */
final class RawBlock implements AutoCloseable {

    private static final byte[] SOURCE = RefineryProtocol.EDGE_SOURCE.getBytes(UTF_8);

    private final Producer<byte[], byte[]> producer;

    /** @param bootstrapServers of a broker that nobody else fills meanwhile */
    RawBlock(String bootstrapServers) {
        producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "bench-raw",
                        ProducerConfig.LINGER_MS_CONFIG,
                        2,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 * 1024)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /**
     * Writes the events, each under a new id, and returns once Kafka has them.
     *
     * @return the offset behind the last one of each partition
     */
    Map<TopicPartition, Long> fill(List<SimulatedEvent> events) {
        Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
        producer.beginTransaction();
        for (SimulatedEvent event : events) {
            producer.send(record(event), (written, failure) -> {
                if (failure == null) {
                    ends.merge(
                            new TopicPartition(written.topic(), written.partition()), written.offset() + 1, Math::max);
                }
            });
        }
        producer.flush();
        return ends;
    }

    /** Lets readers see what was filled in; fails where any of it is not there. */
    void release() {
        producer.commitTransaction();
    }

    private static ProducerRecord<byte[], byte[]> record(SimulatedEvent event) {
        String topic = Tables.of(Layer.RAW, event.type()).topic();
        byte[] key = Long.toString(event.sessionId()).getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, event.json());
        Headers headers = record.headers();
        headers.add(EventHeaders.SPEC_VERSION, "1.0".getBytes(UTF_8));
        headers.add(EventHeaders.ID, UUID.randomUUID().toString().getBytes(UTF_8));
        headers.add(EventHeaders.TYPE, event.type().id().getBytes(UTF_8));
        headers.add(EventHeaders.SOURCE, SOURCE);
        headers.add(
                EventHeaders.RECEIVED_AT,
                Long.toString(System.currentTimeMillis()).getBytes(UTF_8));
        return record;
    }

    @Override
    public void close() {
        producer.close();
    }
}
