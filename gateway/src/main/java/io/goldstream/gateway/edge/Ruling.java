package io.goldstream.gateway.edge;

import io.goldstream.events.rules.Violation;
import java.util.List;

/** One event's verdict, with its id and the rules that it breaks. */
record Ruling(String id, Verdict verdict, List<Violation> violations) {

    /** The same event, but Kafka did not acknowledge it in time. */
    Ruling retry() {
        return new Ruling(id, Verdict.RETRY, violations);
    }
}
