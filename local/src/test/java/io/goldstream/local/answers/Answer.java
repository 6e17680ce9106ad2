package io.goldstream.local.answers;

import java.util.List;
import java.util.function.Function;

/**
 * A question about a music service, asked twice: of gold in SQL, and of the emitted events in plain Java.
 *
 * @param name what is asked
 * @param sql the question to Trino; its rows come in the order that the oracle's do
 * @param oracle the same from the events, each value as text
 */
record Answer(String name, String sql, Function<EmittedEvents, List<List<String>>> oracle) {

    @Override
    public String toString() {
        return name;
    }
}
