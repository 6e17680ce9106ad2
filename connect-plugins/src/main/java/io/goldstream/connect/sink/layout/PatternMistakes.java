package io.goldstream.connect.sink.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Letters of a time's pattern that are valid, and nearly never what was meant: the folders would have wrong dates. */
final class PatternMistakes {

    private static final Pattern QUOTED = Pattern.compile("'[^']*'");
    private static final Pattern RUN = Pattern.compile("([A-Za-z])\\1*");

    private static final String YEARS = "yuY";
    private static final String DATE_PARTS = "MLdDwWecE";
    private static final String HOUR_OF_NO_DAY = " is the hour, and the day is missing: write dd, too";

    private PatternMistakes() {}

    /**
     * Checks all that a template says of times.
     *
     * @param patterns by variable, in the template's order
     * @throws IllegalArgumentException that says which letters to write
     */
    static void check(Map<String, List<String>> patterns) {
        patterns.forEach((variable, parts) -> {
            String whole = String.join("/", parts);
            refuse(whole, problem(runs(whole)));
            parts.forEach(part -> refuse(part, repetition(runs(part))));
        });
        checkOneDate(patterns);
    }

    private static void refuse(String pattern, String problem) {
        if (problem != null) {
            throw new IllegalArgumentException("the times by \"" + pattern + "\" would be wrong: " + problem);
        }
    }

    private static List<String> runs(String pattern) {
        List<String> runs = new ArrayList<>();
        Matcher run = RUN.matcher(QUOTED.matcher(pattern).replaceAll(" "));
        while (run.find()) {
            runs.add(run.group());
        }
        return runs;
    }

    private static String repetition(List<String> runs) {
        for (int i = 0; i < runs.size(); i++) {
            if (has(runs.subList(0, i), runs.get(i).charAt(0))) {
                return runs.get(i)
                        + " repeats what the pattern already has before it: write it once, or in a separate variable";
            }
        }
        return null;
    }

    /** The year of one time and the month of another are the date of neither. */
    private static void checkOneDate(Map<String, List<String>> patterns) {
        List<String> dated = patterns.keySet().stream()
                .filter(variable -> hasAny(runs(String.join("/", patterns.get(variable))), YEARS + DATE_PARTS))
                .toList();
        for (String variable : dated) {
            if (dated.size() > 1 && !hasAny(runs(String.join("/", patterns.get(variable))), YEARS)) {
                throw new IllegalArgumentException("the dates by " + dated + " would be wrong, because {" + variable
                        + "} has no year: write the whole date from one variable");
            }
        }
    }

    private static String problem(List<String> runs) {
        String previous = " ";
        for (String run : runs) {
            switch (run.charAt(0)) {
                case 'Y' -> {
                    if (has(runs, 'w') && hasAny(runs, "MLd")) {
                        return run
                                + " is the year of a week, and does not fit a month or a day of the month: write yyyy-MM-dd,"
                                + " or YYYY-'W'ww";
                    }
                    if (!has(runs, 'w')) {
                        return run
                                + " is the year of a week, which differs from the date's around New Year: write yyyy";
                    }
                }
                case 'w' -> {
                    if (hasAny(runs, "yuML")) {
                        return run
                                + " is the week of a week-based year: write the year with YYYY and leave out the month, as in YYYY-'W'ww";
                    }
                }
                case 'D' -> {
                    if (!run.equals("DDD") || has(runs, 'M') || has(runs, 'L')) {
                        return run + " is the day of the year: write dd, or DDD without a month";
                    }
                }
                case 'd' -> {
                    if ((has(runs, 'y') || has(runs, 'u')) && !has(runs, 'M') && !has(runs, 'L')) {
                        return run + " is the day of a month, and the month is missing: write MM, too";
                    }
                }
                case 'W' -> {
                    if (!hasAny(runs, "ML")) {
                        return run + " is the week of a month, and the month is missing: write MM, too";
                    }
                }
                case 'e', 'c', 'E' -> {
                    boolean isNameAlone = run.charAt(0) == 'E' && !hasAny(runs, YEARS);
                    if (!isNameAlone && !hasAny(runs, "MLwWD")) {
                        return run + " is the day of a week, and the week is missing: write dd with MM";
                    }
                }
                case 'm' -> {
                    if ("HhKk".indexOf(previous.charAt(0)) < 0) {
                        return run + " is the minute, but there is no hour before it: write MM for the month";
                    }
                }
                case 'M', 'L' -> {
                    if ("HhKkML".indexOf(previous.charAt(0)) >= 0) {
                        return run + " is the month, but it is in the place of the minute: write mm";
                    }
                }
                case 'h', 'K' -> {
                    if (!has(runs, 'a')) {
                        return run + " is the hour from 1 to 12 or 0 to 11, so two hours share a folder: write HH";
                    }
                    if (lacksDay(runs)) {
                        return run + HOUR_OF_NO_DAY;
                    }
                }
                case 'H' -> {
                    if (lacksDay(runs)) {
                        return run + HOUR_OF_NO_DAY;
                    }
                }
                case 'k' -> {
                    return run + " counts the hours from 1 to 24, so the hour after midnight is 24: write HH";
                }
                default -> {
                    // Means what it says.
                }
            }
            previous = run;
        }
        return null;
    }

    private static boolean lacksDay(List<String> runs) {
        return hasAny(runs, YEARS) && !hasAny(runs, "dDecE");
    }

    private static boolean hasAny(List<String> runs, String letters) {
        return letters.chars().anyMatch(letter -> has(runs, (char) letter));
    }

    private static boolean has(List<String> runs, char letter) {
        return runs.stream().anyMatch(run -> run.charAt(0) == letter);
    }
}
