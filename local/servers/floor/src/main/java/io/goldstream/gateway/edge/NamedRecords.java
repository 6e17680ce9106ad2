package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.goldstream.events.EventHeaders;
import io.goldstream.events.EventType;
import io.goldstream.gateway.GatewayConfig;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Lines as records with a key, an id and as many headers as the edge gives an event: what those cost Kafka's client. */
@Singleton
class NamedRecords {

    /** Characters of a user's number. */
    private static final int KEY_LENGTH = 4;

    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
    private final GatewayConfig config;

    NamedRecords(GatewayConfig config) {
        this.config = config;
    }

    /** What makes the records of one request of its lines. */
    Function<byte[], ProducerRecord<byte[], byte[]>> of(String type) {
        String topic = config.rawTopic(EventType.byId(type).orElseThrow());
        long now = System.currentTimeMillis();
        Header specVersion = header(EventHeaders.SPEC_VERSION, "1.0");
        Header ofType = header(EventHeaders.TYPE, type);
        Header source = header(EventHeaders.SOURCE, config.edge().source());
        Header receivedAt = header(EventHeaders.RECEIVED_AT, Long.toString(now));
        return line -> {
            String id = ids.generate().toString();
            // The end of an id differs from one to the next: events spread over the partitions as by their users.
            byte[] key = id.substring(id.length() - KEY_LENGTH).getBytes(UTF_8);
            return new ProducerRecord<>(
                    topic,
                    null,
                    now,
                    key,
                    line,
                    List.of(specVersion, header(EventHeaders.ID, id), ofType, source, receivedAt));
        };
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
