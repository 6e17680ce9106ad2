package io.goldstream.gateway.useragent;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Ordered expressions, of which only those are tried whose {@linkplain RequiredText required text} stands in the text: a few of
 * several hundred. The answer is the one that trying all of them in order gives. Thread-safe.
 *
 * @param <A> what an expression answers; null where it does not match
 */
final class Patterns<A> {

    private final List<Function<String, A>> patterns = new ArrayList<>();
    private final BitSet always = new BitSet();
    private final LongAdder count = new LongAdder();

    /** By their first three letters. */
    private final Map<Integer, List<Literal>> literals = new HashMap<>();

    private record Literal(String text, int pattern) {}

    void add(String regex, Function<String, A> pattern) {
        int number = patterns.size();
        patterns.add(pattern);
        var required = RequiredText.of(regex);
        if (required.isEmpty()) {
            always.set(number);
        }
        for (String text : required) {
            literals.computeIfAbsent(begin(text, 0), _ -> new ArrayList<>()).add(new Literal(text, number));
        }
    }

    private static int begin(String text, int at) {
        return (text.charAt(at) * 31 + text.charAt(at + 1)) * 31 + text.charAt(at + 2);
    }

    /** @param lowerCase the text, in lower case */
    A first(String text, String lowerCase) {
        BitSet tried = candidates(lowerCase);
        for (int number = tried.nextSetBit(0); number >= 0; number = tried.nextSetBit(number + 1)) {
            count.increment();
            A answer = patterns.get(number).apply(text);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    /** Which expressions are worth to be tried. */
    private BitSet candidates(String lowerCase) {
        BitSet candidates = (BitSet) always.clone();
        for (int at = 0; at + RequiredText.MIN_LENGTH <= lowerCase.length(); at++) {
            for (Literal literal : literals.getOrDefault(begin(lowerCase, at), List.of())) {
                if (lowerCase.startsWith(literal.text(), at)) {
                    candidates.set(literal.pattern());
                }
            }
        }
        return candidates;
    }

    /** How many expressions were tried up to now. */
    long tried() {
        return count.sum();
    }

    int size() {
        return patterns.size();
    }
}
