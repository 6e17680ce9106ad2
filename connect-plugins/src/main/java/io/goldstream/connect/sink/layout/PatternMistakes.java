package io.goldstream.connect.sink.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Letters of a time's pattern that are valid, and nearly never what was meant: the folders would have wrong dates. */
final class PatternMistakes {

    private static final Pattern QUOTED = Pattern.compile("'[^']*'");
    private static final Pattern RUN = Pattern.compile("([A-Za-z])\\1*");

    private PatternMistakes() {}

    /**
     * @param pattern all that a template says of one time, in its order
     * @throws IllegalArgumentException that says which letters to write
     */
    static void check(String pattern) {
        String letters = QUOTED.matcher(pattern).replaceAll("");
        List<String> runs = new ArrayList<>();
        Matcher run = RUN.matcher(letters);
        while (run.find()) {
            runs.add(run.group());
        }
        String problem = problem(runs);
        if (problem != null) {
            throw new IllegalArgumentException("the times by \"" + pattern + "\" would be wrong: " + problem);
        }
    }

    private static String problem(List<String> runs) {
        String previous = " ";
        for (String run : runs) {
            switch (run.charAt(0)) {
                case 'Y' -> {
                    if (!has(runs, 'w')) {
                        return run
                                + " is the year of a week, which differs from the date's around New Year: write yyyy";
                    }
                }
                case 'w' -> {
                    if (has(runs, 'y') || has(runs, 'u')) {
                        return run + " is the week of a week's year: write YYYY with it";
                    }
                }
                case 'D' -> {
                    if (!run.equals("DDD") || has(runs, 'M') || has(runs, 'L')) {
                        return run + " is the day of the year: write dd, or DDD without a month";
                    }
                }
                case 'd' -> {
                    if ((has(runs, 'y') || has(runs, 'u')) && !has(runs, 'M') && !has(runs, 'L')) {
                        return run + " is the day of a month, and the month is missing: write MM with it";
                    }
                }
                case 'm' -> {
                    if ("HhKk".indexOf(previous.charAt(0)) < 0) {
                        return run + " is the minute, and stands after no hour: write MM for the month";
                    }
                }
                case 'M', 'L' -> {
                    if ("HhKkML".indexOf(previous.charAt(0)) >= 0) {
                        return run + " is the month, and stands where the minute should: write mm";
                    }
                }
                case 'h', 'K' -> {
                    if (!has(runs, 'a')) {
                        return run + " is the hour of half a day, so that two hours share a folder: write HH";
                    }
                }
                case 'k' -> {
                    return run + " is 24 for the hour after midnight: write HH";
                }
                default -> {
                    // Means what it says.
                }
            }
            previous = run;
        }
        return null;
    }

    private static boolean has(List<String> runs, char letter) {
        return runs.stream().anyMatch(run -> run.charAt(0) == letter);
    }
}
