package io.goldstream.gateway.edge;

import io.goldstream.events.protocol.Verdict;
import io.goldstream.events.rules.Violation;
import java.util.List;

/** One event's verdict, with its id and the rules that it breaks. */
record Ruling(String id, Verdict verdict, List<Violation> violations) {

    /** The same event, with another verdict: what Kafka, or another event of the batch, made of it. */
    Ruling as(Verdict other) {
        return new Ruling(id, other, violations);
    }
}
