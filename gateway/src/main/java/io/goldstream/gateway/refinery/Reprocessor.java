package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.events.EventType;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.GatewayConfig.Reprocessing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** The batch path: refines again by the code that refines the stream, once. */
final class Reprocessor {

    private static final Logger LOG = Logger.getLogger(Reprocessor.class);

    private final GatewayConfig config;
    private final Map<String, EventType> types;
    private final RefineryClients clients;
    private final Supplier<TransactionalWriter> writers;
    private final Supplier<DedupeWindows> windows;
    private final RefineryLag lag;
    private final RefineryMetrics metrics;

    Reprocessor(
            GatewayConfig config,
            Map<String, EventType> types,
            RefineryClients clients,
            Supplier<TransactionalWriter> writers,
            Supplier<DedupeWindows> windows,
            RefineryLag lag,
            RefineryMetrics metrics) {
        this.config = config;
        this.types = types;
        this.clients = clients;
        this.writers = writers;
        this.windows = windows;
        this.lag = lag;
        this.metrics = metrics;
    }

    /** Returns when all is refined; what is committed before a failure stays, and is not refined again by the next run. */
    void run(Reprocessing what) throws IOException {
        // The ends before the markers of replays, which each writer reads: what was sent again below an end is marked
        // by then.
        Map<TopicPartition, Long> ends = ends();
        switch (what) {
            case TOPICS -> refineTopics(ends);
            case LINES -> {
                refineLines(ends);
                refineTopics(ends);
            }
            case MISSING -> {
                try (TransactionalWriter writer = writers.get()) {
                    lines(writer).refineMissing(standardInput(writer));
                }
            }
        }
        LOG.infof("refined %s again", config.generation());
    }

    private Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer()) {
            return consumer.endOffsets(partitions(consumer));
        }
    }

    private void refineTopics(Map<TopicPartition, Long> ends) {
        TransactionalWriter writer = writers.get();
        try (ConsumerLoop session = new ConsumerLoop(
                types,
                clients.consumer(),
                windows.get(),
                new RawTopicIds(clients.admin("topics")),
                writer,
                config.refinery().maxRecords(),
                false,
                lag,
                metrics)) {
            session.runTo(ends);
            session.stop();
        }
    }

    private void refineLines(Map<TopicPartition, Long> ends) throws IOException {
        try (TransactionalWriter writer = writers.get();
                KafkaConsumer<byte[], byte[]> consumer = clients.consumer()) {
            BufferedReader lines = standardInput(writer);
            Map<TopicPartition, OffsetAndMetadata> refined = consumer.committed(partitions(consumer));
            lines(writer).refineAll(lines, config.group(), refined, ends);
        }
    }

    private Set<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        Set<TopicPartition> partitions = new HashSet<>();
        types.keySet().forEach(topic -> consumer.partitionsFor(topic)
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
        return partitions;
    }

    private LineLoop lines(TransactionalWriter writer) {
        return new LineLoop(
                types, writer, windows.get(), metrics, config.refinery().maxRecords());
    }

    private static BufferedReader standardInput(TransactionalWriter writer) {
        writer.open();
        System.out.println(RefineryProtocol.READY_FOR_LINES);
        return new BufferedReader(new InputStreamReader(System.in, UTF_8));
    }
}
