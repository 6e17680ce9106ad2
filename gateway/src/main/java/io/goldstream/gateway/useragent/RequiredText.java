package io.goldstream.gateway.useragent;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells of a regular expression some texts of which every match has one, letters' case aside. It knows what uap's expressions
 * use; where it is not sure, it says that nothing is required. Not thread-safe.
 */
final class RequiredText {

    /** Shorter ones are everywhere. */
    static final int MIN_LENGTH = 3;

    /** What stands in most user agents tells little. */
    private static final List<String> COMMON = List.of(
            "build",
            "applewebkit",
            "mozilla",
            "android",
            "mobile",
            "linux",
            "safari",
            "version",
            "cfnetwork",
            "darwin");

    private static final Comparator<Set<String>> BY_USE = Comparator.<Set<String>, Boolean>comparing(
                    texts -> !texts.isEmpty() && texts.stream().noneMatch(RequiredText::isCommon))
            .thenComparingInt(RequiredText::shortest)
            .thenComparing(Comparator.<Set<String>>comparingInt(Set::size).reversed());

    private final String regex;
    private int at;

    private RequiredText(String regex) {
        this.regex = regex;
    }

    /** The texts, in lower case; none where a match may be without any. */
    static Set<String> of(String regex) {
        return new RequiredText(regex.toLowerCase(Locale.ROOT)).alternatives();
    }

    private static boolean isCommon(String text) {
        return COMMON.stream().anyMatch(text::contains);
    }

    private static int shortest(Set<String> texts) {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    /** Up to the group's end: a match is one of the alternatives, so it has one of all their texts. */
    private Set<String> alternatives() {
        Set<String> all = new HashSet<>();
        boolean isSure = true;
        while (true) {
            Set<String> one = sequence();
            isSure &= !one.isEmpty();
            all.addAll(one);
            if (at == regex.length() || regex.charAt(at) == ')') {
                return isSure ? all : Set.of();
            }
            at++; // the bar
        }
    }

    /** A match has all parts of a sequence, so the best of their texts will do. */
    private Set<String> sequence() {
        Set<String> best = Set.of();
        StringBuilder run = new StringBuilder();
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            char c = regex.charAt(at++);
            Set<String> inner = Set.of();
            String literal = null;
            switch (c) {
                case '(' -> {
                    if (regex.startsWith("?:", at)) {
                        at += 2;
                    }
                    inner = alternatives();
                    at++; // the bracket
                }
                case '[' -> skipClass();
                case '.', '^', '$' -> {}
                case '\\' -> literal = escaped(regex.charAt(at++));
                default -> literal = String.valueOf(c);
            }
            boolean isOptional = isOptional();
            boolean isRepeated = skipQuantifier();
            if (literal != null && !isOptional) {
                run.append(literal);
            }
            if (literal == null || isOptional || isRepeated) {
                best = better(best, run);
            }
            if (!isOptional) {
                best = better(best, inner);
            }
        }
        return better(best, run);
    }

    private static Set<String> better(Set<String> best, StringBuilder run) {
        Set<String> result = run.length() >= MIN_LENGTH ? better(best, Set.of(run.toString())) : best;
        run.setLength(0);
        return result;
    }

    private static Set<String> better(Set<String> one, Set<String> other) {
        return Stream.of(one, other).max(BY_USE).orElseThrow();
    }

    /** Null for what stands for a class or a place. */
    private static String escaped(char c) {
        return Character.isLetterOrDigit(c) ? null : String.valueOf(c);
    }

    private void skipClass() {
        if (regex.charAt(at) == '^') {
            at++;
        }
        do {
            at += regex.charAt(at) == '\\' ? 2 : 1;
        } while (regex.charAt(at) != ']');
        at++;
    }

    private boolean isOptional() {
        return at < regex.length()
                && (regex.charAt(at) == '?' || regex.charAt(at) == '*' || regex.startsWith("{0", at));
    }

    private boolean skipQuantifier() {
        int before = at;
        if (at < regex.length() && "?*+{".indexOf(regex.charAt(at)) >= 0) {
            at = regex.charAt(at) == '{' ? regex.indexOf('}', at) + 1 : at + 1;
            if (at < regex.length() && "?+".indexOf(regex.charAt(at)) >= 0) {
                at++; // lazy or possessive
            }
        }
        return at > before;
    }
}
