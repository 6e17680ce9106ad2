package io.goldstream.cli.load;

import io.goldstream.cli.load.Chunk.Line;
import io.goldstream.cli.load.LoadReport.Outcome;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes lines to the raw topics as eventsim does: no key, and a newline at the end of each value. Nobody judges them on the
 * way, so all that Kafka takes counts as accepted; and they have no ids, so what is loaded twice is there twice.
 */
public final class KafkaDelivery implements Delivery {

    private final Producer<byte[], byte[]> producer;

    /** @param client what a client is configured with, the bootstrap servers and what it logs in by */
    public KafkaDelivery(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putAll(ClientSettings.producer());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "20");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(HttpDelivery.PATIENCE.toMillis()));
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void send(Chunk chunk, LoadReport report) {
        String topic = Tables.of(Layer.RAW, chunk.type()).topic();
        for (Line line : chunk.lines()) {
            if (!report.isDelivered()) {
                // Each further try would wait for Kafka as long as the first.
                report.add(Outcome.UNDELIVERED, 1);
                continue;
            }
            producer.send(new ProducerRecord<>(topic, withNewline(line.bytes())), (_, failure) -> {
                if (failure == null) {
                    report.add(Outcome.ACCEPTED, 1);
                } else {
                    boolean never = failure instanceof RecordTooLargeException;
                    report.add(
                            never ? Outcome.REJECTED : Outcome.UNDELIVERED,
                            chunk.source(),
                            line.number(),
                            failure.getMessage());
                }
            });
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private static byte[] withNewline(byte[] line) {
        byte[] value = Arrays.copyOf(line, line.length + 1);
        value[line.length] = '\n';
        return value;
    }
}
