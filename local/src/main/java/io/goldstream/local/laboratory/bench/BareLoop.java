package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.local.stack.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * What a sink is measured against: one thread that polls a topic and writes its rows to the very files that the sink lands,
 * one for each partition and city. It finds the city by its bytes, reads the rest as a stream, makes no object of a row,
 * forces nothing to disk, and keeps no account of what it did.
 *
 * @param consumer settings of its consumer, as the sink's has them
 */
record BareLoop(String bootstrapServers, Map<String, String> consumer, BronzeBlock block) {

    private static final byte[] CITY = "\"city\":\"".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Reads all of the topic into files in that folder, which it makes anew. */
    long run(Path folder) throws IOException {
        Folders.delete(folder);
        Files.createDirectories(folder);
        List<Map<String, ParquetWriter<byte[]>>> files = new ArrayList<>();
        for (int i = 0; i < block.partitions(); i++) {
            files.add(new HashMap<>());
        }
        long done = 0;
        try (KafkaConsumer<byte[], byte[]> polled = open()) {
            while (done < block.rows()) {
                ConsumerRecords<byte[], byte[]> records = polled.poll(PATIENCE);
                if (records.isEmpty()) {
                    throw new CommandFailure("within " + PATIENCE.toSeconds()
                            + " s, Kafka delivered none of the topic's rows after the first " + done + " of "
                            + block.rows() + ": the machine is too busy to measure");
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    file(files.get(record.partition()), folder, record).write(record.value());
                    done++;
                }
            }
        }
        for (Map<String, ParquetWriter<byte[]>> partition : files) {
            for (ParquetWriter<byte[]> file : partition.values()) {
                file.close();
            }
        }
        return done;
    }

    private ParquetWriter<byte[]> file(
            Map<String, ParquetWriter<byte[]>> open, Path folder, ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        String city = block.cities() == 1 ? "" : city(record.value());
        ParquetWriter<byte[]> file = open.get(city);
        if (file == null) {
            Path path = folder.resolve(city + "-" + record.partition() + ".parquet");
            file = BareParquet.open(path, BronzeBlock.TABLE);
            open.put(city, file);
        }
        return file;
    }

    private static String city(byte[] row) {
        int from = 0;
        while (!startsWith(row, from, CITY)) {
            from++;
        }
        from += CITY.length;
        int to = from;
        while (row[to] != '"') {
            to++;
        }
        return new String(row, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] row, int from, byte[] what) {
        for (int i = 0; i < what.length; i++) {
            if (row[from + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> settings = new HashMap<>(consumer);
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.putAll(ClientSettings.consumer());
        KafkaConsumer<byte[], byte[]> opened =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = opened.partitionsFor(block.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        return opened;
    }
}
