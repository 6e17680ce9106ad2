package io.goldstream.cli.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of the events of a load. Safe for use by several threads. */
public final class LoadReport {

    private static final int EXAMPLES = 5;

    /** What becomes of an event. */
    public enum Outcome {
        /** On Kafka, and valid by the edge's rules. */
        ACCEPTED,
        /** On Kafka, and bound for quarantine. */
        QUARANTINED,
        /** Not kept, and no use in sending it again. */
        REJECTED,
        /** Not known to be kept: the load has failed. */
        UNDELIVERED;

        /** The name in messages. */
        public String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final Map<Outcome, List<String>> examples = new EnumMap<>(Outcome.class);

    /** Counts events that need no explanation. */
    public synchronized void add(Outcome outcome, long events) {
        counts.merge(outcome, events, Long::sum);
    }

    /** Counts an event, and keeps the reason if it is among the first few. */
    public synchronized void add(Outcome outcome, String source, long line, String reason) {
        add(outcome, 1);
        List<String> kept = examples.computeIfAbsent(outcome, _ -> new ArrayList<>());
        if (kept.size() < EXAMPLES) {
            kept.add(source + ", line " + line + ": " + reason);
        }
    }

    public synchronized long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** Whether every event has arrived, or was refused for good. */
    public boolean isDelivered() {
        return count(Outcome.UNDELIVERED) == 0;
    }

    /** The first few reasons for an outcome. */
    public synchronized List<String> examples(Outcome outcome) {
        return List.copyOf(examples.getOrDefault(outcome, List.of()));
    }

    /** The counts, and the first few reasons for what was not accepted, in lines. */
    public synchronized String summary() {
        StringBuilder text = new StringBuilder("accepted %,d, quarantined %,d, rejected %,d"
                .formatted(count(Outcome.ACCEPTED), count(Outcome.QUARANTINED), count(Outcome.REJECTED)));
        if (!isDelivered()) {
            text.append(", undelivered %,d".formatted(count(Outcome.UNDELIVERED)));
        }
        text.append('\n');
        examples.forEach((outcome, reasons) -> {
            reasons.forEach(reason -> text.append("  ")
                    .append(outcome.words())
                    .append(": ")
                    .append(reason)
                    .append('\n'));
            long more = count(outcome) - reasons.size();
            if (more > 0) {
                text.append("  … and %,d more %s\n".formatted(more, outcome.words()));
            }
        });
        return text.toString();
    }
}
