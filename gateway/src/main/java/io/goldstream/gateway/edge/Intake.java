package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.events.EventHeaders;
import io.goldstream.events.EventType;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.Outline;
import io.goldstream.events.protocol.Verdict;
import io.goldstream.events.rules.Violation;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.auth.Client;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Judges each event of a batch, appends what is kept to the raw log, and answers when Kafka has answered for all. */
@Singleton
class Intake {

    private static final Header SPEC_VERSION = header(EventHeaders.SPEC_VERSION, EventHeaders.CLOUD_EVENTS);
    private static final Map<EventType, Header> TYPES = new EnumMap<>(EventType.class);

    static {
        for (EventType type : EventType.values()) {
            TYPES.put(type, header(EventHeaders.TYPE, type.id()));
        }
    }

    /** The types' names in metrics, by ordinal; behind them, that of events whose type could not be told. */
    private static final List<String> TYPE_IDS = Stream.concat(
                    Arrays.stream(EventType.values()).map(EventType::id), Stream.of("unknown"))
            .toList();

    private static final int UNKNOWN = TYPE_IDS.size() - 1;
    private static final Verdict[] VERDICTS = Verdict.values();
    private static final TimeoutException NOT_TRIED = new NotTriedException();
    private static final Violation TOO_LARGE =
            new Violation("event.size", "", "an event, with its key and headers, is smaller than the platform's limit");

    private static final Violation NOT_ALLOWED =
            new Violation("event.type.allowed", "", "the client may send events of this type");

    private final EventReader reader;
    private final EventIds ids;
    private final RawLog log;
    private final Admission admission;
    private final Tracing tracing;
    private final Retries retries;
    private final MeterRegistry metrics;
    private final Clock clock = Clock.systemUTC();
    private final long maxEventBytes;
    private final Map<EventType, String> topics = new EnumMap<>(EventType.class);
    private final Header source;

    Intake(
            EventReader reader,
            EventIds ids,
            RawLog log,
            Admission admission,
            Tracing tracing,
            Retries retries,
            GatewayConfig config,
            MeterRegistry metrics) {
        this.reader = reader;
        this.ids = ids;
        this.log = log;
        this.admission = admission;
        this.tracing = tracing;
        this.retries = retries;
        this.metrics = metrics;
        this.maxEventBytes = config.edge().maxEventSize().asLongValue();
        config.typesByTopic().forEach((topic, type) -> topics.put(type, topic));
        this.source = header(EventHeaders.SOURCE, config.edge().source());
    }

    /** Kafka took too long for an earlier event of the request. */
    private static final class NotTriedException extends TimeoutException {
        private static final long serialVersionUID = 1L;

        NotTriedException() {
            super("Kafka took too long for an earlier event of the request");
        }
    }

    /**
     * A ruling, and what goes to Kafka if the event is kept.
     *
     * @param type null where none could be told
     * @param record null where nothing is to be kept
     */
    private record Judged(EventType type, Ruling ruling, ProducerRecord<byte[], byte[]> record) {}

    /**
     * How a request's events are to be taken.
     *
     * @param idempotencyKey names events that have no id; null for none
     */
    record Terms(Client client, String idempotencyKey, Handling handling) {}

    /**
     * What the events of a request have in common.
     *
     * @param source who sends them, where it is not theirs to say; else null
     */
    private record Arrival(
            Client client, EventIds.Request ids, long millis, Header receivedAt, Header source, List<Header> trace) {}

    /** Keeps what is to be kept, and returns once that is settled: after the delivery timeout at the latest. */
    Receipt take(List<Submission> submissions, Terms terms) {
        Arrival arrival = arrival(terms);
        List<Judged> judged = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            judged.add(judge(submission, arrival));
        }
        Handling handling = terms.handling();
        List<Ruling> rulings;
        if (handling.isStrict() && !areAllAccepted(judged)) {
            rulings = reject(judged);
        } else {
            rulings = handling.isDryRun() ? rulings(judged) : keep(judged);
        }
        if (!handling.isDryRun()) {
            count(judged, rulings);
        }
        return Receipt.of(rulings, handling.isDryRun());
    }

    private Arrival arrival(Terms terms) {
        long now = clock.millis();
        Header known = terms.client()
                .source()
                .map(text -> header(EventHeaders.SOURCE, text))
                .orElse(null);
        Header receivedAt = header(EventHeaders.RECEIVED_AT, Long.toString(now));
        EventIds.Request names = ids.of(terms.client(), terms.idempotencyKey());
        return new Arrival(terms.client(), names, now, receivedAt, known, tracing.headers());
    }

    private Judged judge(Submission submission, Arrival arrival) {
        return switch (submission) {
            case Submission.Refused(String id, Violation violation) ->
                new Judged(null, new Ruling(id, Verdict.REJECTED, List.of(violation)), null);
            case Submission.Event event
            when !arrival.client().maySend(event.type()) ->
                new Judged(event.type(), new Ruling(event.id(), Verdict.REJECTED, List.of(NOT_ALLOWED)), null);
            case Submission.Event event
            when event.length() > maxEventBytes -> tooLarge(event, idOf(event, null, arrival)); // not even read
            case Submission.Event event -> judge(event, arrival);
        };
    }

    private Judged judge(Submission.Event submitted, Arrival arrival) {
        EventType type = submitted.type();
        Outline outline =
                reader.outline(type, submitted.bytes(), submitted.offset(), submitted.length(), arrival.millis());
        String id = idOf(submitted, outline.id(), arrival);
        ProducerRecord<byte[], byte[]> record = record(submitted, id, outline.key(), arrival);
        if (RawLog.bytes(record) > maxEventBytes) {
            return tooLarge(submitted, id);
        }
        Verdict verdict = outline.isValid() ? Verdict.ACCEPTED : Verdict.QUARANTINED;
        return new Judged(type, new Ruling(id, verdict, outline.violations()), record);
    }

    private static Judged tooLarge(Submission.Event submitted, String id) {
        return new Judged(submitted.type(), new Ruling(id, Verdict.REJECTED, List.of(TOO_LARGE)), null);
    }

    private static String idOf(Submission.Event submitted, String own, Arrival arrival) {
        return arrival.ids().idOf(submitted, submitted.id() != null ? submitted.id() : own);
    }

    private ProducerRecord<byte[], byte[]> record(Submission.Event submitted, String id, byte[] key, Arrival arrival) {
        EventType type = submitted.type();
        int offset = submitted.offset();
        byte[] value = Arrays.copyOfRange(submitted.bytes(), offset, offset + submitted.length());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topics.get(type), null, arrival.millis(), key, value);
        Headers headers = record.headers();
        headers.add(SPEC_VERSION);
        headers.add(header(EventHeaders.ID, id));
        headers.add(TYPES.get(type));
        Header claimed = submitted.source() == null ? null : header(EventHeaders.SOURCE, submitted.source());
        if (arrival.source() != null) {
            headers.add(arrival.source());
            if (claimed != null) {
                headers.add(EventHeaders.CLIENT_SOURCE, claimed.value());
            }
        } else {
            headers.add(claimed == null ? source : claimed);
        }
        if (submitted.time() != null) {
            headers.add(header(EventHeaders.TIME, submitted.time()));
        }
        headers.add(arrival.receivedAt());
        arrival.trace().forEach(headers::add);
        return record;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private static boolean areAllAccepted(List<Judged> judged) {
        return judged.stream().allMatch(one -> one.ruling().verdict() == Verdict.ACCEPTED);
    }

    private static List<Ruling> rulings(List<Judged> judged) {
        return judged.stream().map(Judged::ruling).toList();
    }

    private static List<Ruling> reject(List<Judged> judged) {
        return judged.stream().map(one -> one.ruling().as(Verdict.REJECTED)).toList();
    }

    private List<Ruling> keep(List<Judged> judged) {
        Settlement settlement;
        boolean settled;
        try (Admission.Waiting _ = admission.await()) {
            settlement = send(judged);
            settled = settlement.await();
        }
        List<Ruling> rulings = new ArrayList<>(judged.size());
        for (int i = 0; i < judged.size(); i++) {
            Judged one = judged.get(i);
            if (!settled && one.record() != null) {
                retries.add(Retries.INTERRUPTED, "the gateway is ending");
                rulings.add(one.ruling().as(Verdict.RETRY));
            } else {
                rulings.add(settle(one.ruling(), settlement.failure(i)));
            }
        }
        return rulings;
    }

    /**
     * Sends until Kafka does not take an event in time: then the others are not tried, each of which would wait as long.
     */
    private Settlement send(List<Judged> judged) {
        Settlement settlement = new Settlement(judged.size());
        boolean isAway = false;
        for (int i = 0; i < judged.size(); i++) {
            int index = i;
            ProducerRecord<byte[], byte[]> record = judged.get(i).record();
            if (record == null) {
                settlement.settle(index, null);
            } else if (isAway) {
                settlement.settle(index, NOT_TRIED);
            } else {
                log.append(record, failure -> settlement.settle(index, failure));
                isAway = settlement.failure(index) instanceof TimeoutException;
            }
        }
        return settlement;
    }

    private Ruling settle(Ruling ruling, Exception failure) {
        if (failure == null) {
            return ruling;
        }
        if (failure instanceof RecordTooLargeException) {
            return new Ruling(ruling.id(), Verdict.REJECTED, List.of(TOO_LARGE));
        }
        retries.add(failure);
        return ruling.as(Verdict.RETRY);
    }

    private void count(List<Judged> judged, List<Ruling> rulings) {
        int[][] counts = new int[TYPE_IDS.size()][VERDICTS.length];
        for (int i = 0; i < rulings.size(); i++) {
            EventType type = judged.get(i).type();
            counts[type == null ? UNKNOWN : type.ordinal()][
                    rulings.get(i).verdict().ordinal()]++;
        }
        for (int type = 0; type < counts.length; type++) {
            for (Verdict verdict : VERDICTS) {
                int count = counts[type][verdict.ordinal()];
                if (count > 0) {
                    metrics.counter("goldstream.edge.events", "type", TYPE_IDS.get(type), "verdict", verdict.id())
                            .increment(count);
                }
            }
        }
    }
}
