package io.goldstream.local.laboratory.chaos.sink;

import io.goldstream.events.kafka.ClientSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the numbers from 0 on, each once, for as long as it is let; they go on where a topic is made anew. */
final class Production implements AutoCloseable {

    private static final int RATE = 400;
    private static final long PAUSE_MILLIS = 100;

    /** Text that compresses no better than rows do. */
    private static final String TEXT = new Random(1)
            .ints(1 << 20, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    private static final int STEP = 7919;

    private final String topic;
    private final int batch;
    private final int padding;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile boolean stopped;
    private Thread thread;

    Production(String bootstrapServers, String topic, int partitions) {
        this(bootstrapServers, topic, partitions, RATE, 0);
    }

    /**
     * @param rate numbers a second, about
     * @param bytes of text behind each number
     */
    Production(String bootstrapServers, String topic, int partitions, int rate, int bytes) {
        this.topic = topic;
        this.batch = Math.max(1, Math.toIntExact(rate * PAUSE_MILLIS / 1000));
        this.padding = bytes;
        this.partitions = partitions;
        this.producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.METADATA_MAX_AGE_CONFIG,
                        "1000")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Rows that Kafka has; when nothing is being written, all from 0 on. */
    long acknowledged() {
        return acknowledged.get();
    }

    void begin() {
        stopped = false;
        thread = Thread.ofVirtual().start(() -> {
            try {
                while (!stopped) {
                    long began = System.nanoTime();
                    write(batch);
                    Thread.sleep(Math.max(0, PAUSE_MILLIS - (System.nanoTime() - began) / 1_000_000));
                }
            } catch (InterruptedException | ExecutionException e) {
                // The ledger tells: what was not acknowledged was not produced.
                stopped = true;
            }
        });
    }

    void end() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    void write(int count) throws InterruptedException, ExecutionException {
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long number = acknowledged.get() + i;
            byte[] value = value(number).getBytes(StandardCharsets.US_ASCII);
            sent.add(producer.send(new ProducerRecord<>(topic, (int) (number % partitions), null, value)));
        }
        producer.flush();
        for (Future<?> acknowledgement : sent) {
            acknowledgement.get();
        }
        acknowledged.addAndGet(count);
    }

    private String value(long number) {
        int from = (int) (number * STEP % (TEXT.length() - padding));
        return padding == 0 ? Long.toString(number) : number + " " + TEXT.substring(from, from + padding);
    }

    @Override
    public void close() {
        stopped = true;
        producer.close();
    }
}
