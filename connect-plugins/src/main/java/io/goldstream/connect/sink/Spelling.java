package io.goldstream.connect.sink;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of the names that there are is meant by one that there is not. Names are words with dots between them. */
final class Spelling {

    private static final int MOST_EDITS = 2;

    /** Of shorter words too many others are near. */
    private static final int SHORTEST = 4;

    private Spelling() {}

    /** The name that differs by two letters at most, whatever their case. */
    static Optional<String> near(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(other -> edits(name, other)))
                .filter(other -> areNear(name, other));
    }

    static boolean areNear(String name, String other) {
        return edits(name, other) <= MOST_EDITS;
    }

    /**
     * The names that may be meant, the likeliest first: the near one; else those that share the most words; else all.
     *
     * @param known not empty
     */
    static List<String> likely(String name, Collection<String> known) {
        Optional<String> near = near(name, known);
        if (near.isPresent()) {
            return List.of(near.get());
        }
        int most =
                known.stream().mapToInt(other -> sharedWords(name, other)).max().orElseThrow();
        return known.stream()
                .filter(other -> sharedWords(name, other) == most)
                .sorted(Comparator.<String>comparingInt(other -> isSame(words(name)[0], words(other)[0]) ? 0 : 1)
                        .thenComparingDouble(other -> strangeLetters(name, other)))
                .toList();
    }

    private static int sharedWords(String name, String other) {
        return (int) Arrays.stream(words(name))
                .filter(word -> Arrays.stream(words(other)).anyMatch(same -> isSame(word, same)))
                .count();
    }

    private static String[] words(String name) {
        return name.split("[._-]");
    }

    private static boolean isSame(String word, String other) {
        return edits(word, other) <= (other.length() < SHORTEST ? 0 : 1);
    }

    /** The share of letters that only one of them has there. */
    private static double strangeLetters(String one, String other) {
        return (double) edits(one, other, 2) / (one.length() + other.length());
    }

    /** Letters to put in, leave out or change. */
    private static int edits(String one, String other) {
        return edits(one, other, 1);
    }

    private static int edits(String one, String other, int change) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] before = new int[b.length() + 1];
        Arrays.setAll(before, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : change);
                now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[b.length()];
    }
}
