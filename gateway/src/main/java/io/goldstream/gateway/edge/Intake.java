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
import io.micrometer.core.instrument.Counter;
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
    private static final Violation NOT_ALLOWED = new Violation(
            "event.type.allowed", "", "the write key does not allow events of this type; use one whose types have it");

    private final EventReader reader;
    private final EventIds ids;
    private final RawLog log;
    private final Backpressure backpressure;
    private final Tracing tracing;
    private final RetryReasons reasons;
    private final MeterRegistry metrics;
    /** By type and verdict; null until the first such event. */
    private final Counter[][] counters = new Counter[TYPE_IDS.size()][VERDICTS.length];

    private final Clock clock = Clock.systemUTC();
    private final long maxEventBytes;
    private final Violation tooLarge;
    private final Map<EventType, String> topics = new EnumMap<>(EventType.class);
    private final Header source;

    Intake(
            EventReader reader,
            EventIds ids,
            RawLog log,
            Backpressure backpressure,
            Tracing tracing,
            RetryReasons reasons,
            GatewayConfig config,
            MeterRegistry metrics) {
        this.reader = reader;
        this.ids = ids;
        this.log = log;
        this.backpressure = backpressure;
        this.tracing = tracing;
        this.reasons = reasons;
        this.metrics = metrics;
        this.maxEventBytes = config.edge().maxEventSize().asLongValue();
        this.tooLarge = new Violation(
                "event.size",
                "",
                "with its key and headers, the event is larger than " + maxEventBytes + " bytes; send a smaller one");
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
     * What the events of a request have in common.
     *
     * @param source who sends them, where it is not theirs to say; else null
     */
    private record RequestContext(
            Client client, EventIds.Request ids, long millis, Header receivedAt, Header source, List<Header> trace) {}

    /**
     * Keeps what is to be kept, and returns once that is settled: after the delivery timeout at the latest.
     *
     * @param idempotencyKey names events that have no id; null for none
     */
    Receipt take(List<Submission> submissions, Client client, String idempotencyKey, Handling handling) {
        RequestContext context = context(client, idempotencyKey);
        List<JudgedEvent> judged = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            judged.add(judge(submission, context));
        }
        List<JudgedEvent> settled;
        if (handling.isStrict() && !areAllAccepted(judged)) {
            settled = judged.stream().map(one -> one.as(Verdict.REJECTED)).toList();
        } else {
            settled = handling.isDryRun() ? judged : keep(judged);
        }
        if (!handling.isDryRun()) {
            count(settled);
        }
        return Receipt.of(settled, handling.isDryRun());
    }

    private RequestContext context(Client client, String idempotencyKey) {
        long now = clock.millis();
        Header known =
                client.source().map(text -> header(EventHeaders.SOURCE, text)).orElse(null);
        Header receivedAt = header(EventHeaders.RECEIVED_AT, Long.toString(now));
        EventIds.Request names = ids.of(client, idempotencyKey);
        return new RequestContext(client, names, now, receivedAt, known, tracing.headers());
    }

    private JudgedEvent judge(Submission submission, RequestContext context) {
        return switch (submission) {
            case Submission.Refused(String id, Violation violation) -> JudgedEvent.rejected(null, id, violation);
            case Submission.Event event
            when !context.client().maySend(event.type()) -> JudgedEvent.rejected(event.type(), event.id(), NOT_ALLOWED);
            case Submission.Event event
            when event.length() > maxEventBytes -> tooLarge(event, idOf(event, idOfLarge(event), context));
            case Submission.Event event -> judge(event, context);
        };
    }

    /** Such an event is not read whole: it may be as large as a body. */
    private String idOfLarge(Submission.Event submitted) {
        return reader.idAmongFirst(submitted.type(), submitted.bytes(), submitted.offset(), (int) maxEventBytes)
                .orElse(null);
    }

    private JudgedEvent judge(Submission.Event submitted, RequestContext context) {
        EventType type = submitted.type();
        Outline outline =
                reader.outline(type, submitted.bytes(), submitted.offset(), submitted.length(), context.millis());
        String id = idOf(submitted, outline.id(), context);
        ProducerRecord<byte[], byte[]> record = record(submitted, id, outline.key(), context);
        if (RawLog.bytes(record) > maxEventBytes) {
            return tooLarge(submitted, id);
        }
        Verdict verdict = outline.isValid() ? Verdict.ACCEPTED : Verdict.QUARANTINED;
        return new JudgedEvent(type, id, verdict, outline.violations(), record);
    }

    private JudgedEvent tooLarge(Submission.Event submitted, String id) {
        return JudgedEvent.rejected(submitted.type(), id, tooLarge);
    }

    private static String idOf(Submission.Event submitted, String own, RequestContext context) {
        return context.ids().idOf(submitted, submitted.id() != null ? submitted.id() : own);
    }

    private ProducerRecord<byte[], byte[]> record(
            Submission.Event submitted, String id, byte[] key, RequestContext context) {
        EventType type = submitted.type();
        int offset = submitted.offset();
        byte[] value = Arrays.copyOfRange(submitted.bytes(), offset, offset + submitted.length());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topics.get(type), null, context.millis(), key, value);
        Headers headers = record.headers();
        headers.add(SPEC_VERSION);
        headers.add(header(EventHeaders.ID, id));
        headers.add(TYPES.get(type));
        Header claimed = submitted.source() == null ? null : header(EventHeaders.SOURCE, submitted.source());
        if (context.source() != null) {
            headers.add(context.source());
            if (claimed != null) {
                headers.add(EventHeaders.CLIENT_SOURCE, claimed.value());
            }
        } else {
            headers.add(claimed == null ? source : claimed);
        }
        if (submitted.time() != null) {
            headers.add(header(EventHeaders.TIME, submitted.time()));
        }
        headers.add(context.receivedAt());
        context.trace().forEach(headers::add);
        return record;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private static boolean areAllAccepted(List<JudgedEvent> judged) {
        return judged.stream().allMatch(one -> one.verdict() == Verdict.ACCEPTED);
    }

    private List<JudgedEvent> keep(List<JudgedEvent> judged) {
        Acknowledgements acknowledgements;
        boolean areAllThere;
        try (Backpressure.KafkaWait _ = backpressure.await()) {
            acknowledgements = send(judged);
            areAllThere = acknowledgements.await();
        }
        List<JudgedEvent> settled = new ArrayList<>(judged.size());
        for (int i = 0; i < judged.size(); i++) {
            JudgedEvent event = judged.get(i);
            if (!areAllThere && event.record() != null) {
                reasons.add(RetryReasons.INTERRUPTED, "the gateway is ending");
                settled.add(event.as(Verdict.RETRY));
            } else {
                settled.add(settle(event, acknowledgements.failure(i)));
            }
        }
        return settled;
    }

    /**
     * Sends until Kafka does not take an event in time: then the others are not tried, each of which would wait as long.
     */
    private Acknowledgements send(List<JudgedEvent> judged) {
        Acknowledgements acknowledgements = new Acknowledgements(judged.size());
        boolean isAway = false;
        for (int i = 0; i < judged.size(); i++) {
            int index = i;
            ProducerRecord<byte[], byte[]> record = judged.get(i).record();
            if (record == null) {
                acknowledgements.settle(index, null);
            } else if (isAway) {
                acknowledgements.settle(index, NOT_TRIED);
            } else {
                log.append(record, failure -> acknowledgements.settle(index, failure));
                isAway = acknowledgements.failure(index) instanceof TimeoutException;
            }
        }
        return acknowledgements;
    }

    private JudgedEvent settle(JudgedEvent event, Exception failure) {
        if (failure == null) {
            return event;
        }
        if (failure instanceof RecordTooLargeException) {
            return JudgedEvent.rejected(event.type(), event.id(), tooLarge);
        }
        reasons.add(failure);
        return event.as(Verdict.RETRY);
    }

    private void count(List<JudgedEvent> settled) {
        int[][] counts = new int[TYPE_IDS.size()][VERDICTS.length];
        for (JudgedEvent event : settled) {
            counts[event.type() == null ? UNKNOWN : event.type().ordinal()][
                    event.verdict().ordinal()]++;
        }
        for (int type = 0; type < counts.length; type++) {
            for (Verdict verdict : VERDICTS) {
                int count = counts[type][verdict.ordinal()];
                if (count > 0) {
                    counter(type, verdict).increment(count);
                }
            }
        }
    }

    /** Looked up in the registry once only, which costs more than to count. Whoever else looks it up gets the same one. */
    private Counter counter(int type, Verdict verdict) {
        Counter[] ofType = counters[type];
        Counter counter = ofType[verdict.ordinal()];
        if (counter == null) {
            counter = metrics.counter("goldstream.edge.events", "type", TYPE_IDS.get(type), "verdict", verdict.id());
            ofType[verdict.ordinal()] = counter;
        }
        return counter;
    }
}
