package io.goldstream.gateway.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.goldstream.events.EventType;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.refinery.Forecast;
import io.goldstream.gateway.refinery.ReplayMarkers;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * What is in quarantine, and the way out of it. An event is sent again once: with it, in one Kafka transaction, goes a
 * marker, and what is marked is not sent. All instances replay under one transactional id, so that a second replay ends
 * the first before it reads the markers.
 */
@Singleton
class Quarantine {

    /** What one transaction holds. */
    private static final int BATCH = 500;

    private static final Duration CLOSE = Duration.ofSeconds(2);

    /** How far the clocks of edge and broker may be apart. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private static final ObjectReader ROW = new JsonMapper().readerFor(QuarantineRow.class);

    private final QuarantineClients clients;
    private final Forecast forecast;
    private final String topic;

    Quarantine(QuarantineClients clients, Forecast forecast, GatewayConfig config) {
        this.clients = clients;
        this.forecast = forecast;
        this.topic = config.generation().topic(Tables.of(Layer.QUARANTINE).getFirst());
    }

    /**
     * How many events are in quarantine, of one sort and day.
     *
     * @param rule the first rule that they break; empty for duplicates
     * @param reason what that rule asks for
     * @param day the UTC date of their receipt
     * @param replayed how many of them were sent again
     */
    record Count(String kind, String type, String rule, String reason, LocalDate day, long events, long replayed) {}

    /** The sorts that counts are kept by: without the reason, which for duplicates differs from row to row. */
    private record Sort(String kind, String type, String rule, LocalDate day) {}

    /**
     * What a replay did, or would do.
     *
     * @param matched events that the filter means, duplicates left out: their event is elsewhere
     * @param before of these, sent again by earlier replays
     * @param unmended of these, as wrong by today's rules as they were: not sent
     * @param replayed of these, sent now; in a dry run, those that would be
     * @param left of these, beyond the limit: for the next replay
     */
    record Report(long matched, long before, long unmended, long replayed, long left) {}

    /** The counts, newest day first, the most events first within a day. */
    List<Count> count(QuarantineFilter filter) {
        Map<Sort, Count> counts = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer()) {
            ReplayMarkers replayed = ReplayMarkers.read(consumer);
            scan(consumer, filter, row -> {
                LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(row.receivedAt()), ZoneOffset.UTC);
                Sort sort = new Sort(row.kind(), row.type(), row.rule(), day);
                String reason = row.isReplayable() ? row.reason() : "the same event is in the lake already";
                long again = replayed.contains(row.coordinate()) ? 1 : 0;
                counts.merge(
                        sort,
                        new Count(sort.kind(), sort.type(), sort.rule(), reason, day, 1, again),
                        (a, b) -> new Count(
                                a.kind(),
                                a.type(),
                                a.rule(),
                                a.reason(),
                                a.day(),
                                a.events() + 1,
                                a.replayed() + again));
            });
        }
        if (counts.isEmpty()) {
            filter.checkRule(forecast::hasRule);
        }
        return counts.values().stream()
                .sorted(Comparator.comparing(Count::day, Comparator.reverseOrder())
                        .thenComparing(Count::events, Comparator.reverseOrder())
                        .thenComparing(Count::type)
                        .thenComparing(Count::rule))
                .toList();
    }

    /** What {@link #replay} would do. */
    Report forecast(QuarantineFilter filter, long limit) {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer()) {
            return pick(consumer, filter, limit, row -> {});
        }
    }

    /**
     * Sends again what the rules of today accept, and nothing twice.
     *
     * @param limit the most events to send
     * @throws org.apache.kafka.common.errors.ProducerFencedException where another replay has begun since; what this one has
     *     committed stays, and is not sent by the other
     */
    synchronized Report replay(QuarantineFilter filter, long limit) {
        KafkaProducer<byte[], byte[]> producer = clients.replayer();
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer()) {
            producer.initTransactions(); // from here on, no other replay commits: the markers that we read are all
            List<QuarantineRow> batch = new ArrayList<>(BATCH);
            Report report = pick(consumer, filter, limit, row -> {
                batch.add(row);
                if (batch.size() == BATCH) {
                    send(producer, batch);
                }
            });
            send(producer, batch);
            return report;
        } finally {
            // What was told to commit is committed. One that was overtaken would try for half a minute to send what it
            // has.
            producer.close(CLOSE);
        }
    }

    private Report pick(
            KafkaConsumer<byte[], byte[]> consumer,
            QuarantineFilter filter,
            long limit,
            Consumer<QuarantineRow> picked) {
        ReplayMarkers replayed = ReplayMarkers.read(consumer);
        long[] counts = new long[Fate.values().length];
        scan(consumer, filter, row -> {
            if (!row.isReplayable()) {
                return;
            }
            Fate fate = fate(row, replayed, counts[Fate.REPLAYED.ordinal()] < limit);
            counts[fate.ordinal()]++;
            if (fate == Fate.REPLAYED) {
                picked.accept(row);
            }
        });
        long before = counts[Fate.BEFORE.ordinal()];
        long unmended = counts[Fate.UNMENDED.ordinal()];
        long now = counts[Fate.REPLAYED.ordinal()];
        long left = counts[Fate.LEFT.ordinal()];
        long matched = before + unmended + now + left;
        if (matched == 0) {
            filter.checkRule(forecast::hasRule);
        }
        return new Report(matched, before, unmended, now, left);
    }

    private enum Fate {
        BEFORE,
        UNMENDED,
        REPLAYED,
        LEFT
    }

    private Fate fate(QuarantineRow row, ReplayMarkers replayed, boolean isWithinLimit) {
        if (replayed.contains(row.coordinate())) {
            return Fate.BEFORE;
        }
        EventType type = EventType.byId(row.type()).orElseThrow();
        Headers headers = row.again().headers();
        boolean isMended = row.isUnread()
                ? forecast.isRefinableInTime(type, row.key(), row.value(), headers)
                : forecast.isRefinable(type, row.key(), row.value(), headers);
        if (!isMended) {
            return Fate.UNMENDED;
        }
        return isWithinLimit ? Fate.REPLAYED : Fate.LEFT;
    }

    /** The events and their markers, in one transaction. */
    private static void send(KafkaProducer<byte[], byte[]> producer, List<QuarantineRow> batch) {
        if (batch.isEmpty()) {
            return;
        }
        producer.beginTransaction();
        for (QuarantineRow row : batch) {
            producer.send(row.again());
            producer.send(new ProducerRecord<>(
                    Tables.REPLAYED,
                    row.coordinate().getBytes(UTF_8),
                    Integer.toString(row.attempt() + 1).getBytes(UTF_8)));
        }
        producer.commitTransaction();
        batch.clear();
    }

    /** A row's timestamp is its raw record's, which the broker gave: not before the event's receipt, but for clocks that differ. */
    private void scan(KafkaConsumer<byte[], byte[]> consumer, QuarantineFilter filter, Consumer<QuarantineRow> meant) {
        long sinceMillis = Math.max(0, filter.since().minus(CLOCKS).toEpochMilli());
        ReplayMarkers.readAll(consumer, topic, sinceMillis, record -> {
            QuarantineRow row = row(record);
            if (filter.matches(row)) {
                meant.accept(row);
            }
        });
    }

    private static QuarantineRow row(ConsumerRecord<byte[], byte[]> record) {
        try {
            return ROW.readValue(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    record.topic() + " has a record that the refinery did not write, at partition " + record.partition()
                            + ", offset " + record.offset() + ". Until Kafka deletes it, replay cannot read the"
                            + " quarantine. Find its producer and take away its right to write",
                    e);
        }
    }
}
