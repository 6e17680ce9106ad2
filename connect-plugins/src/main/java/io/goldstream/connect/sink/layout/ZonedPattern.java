package io.goldstream.connect.sink.layout;

import io.goldstream.connect.value.Moment;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Formats times in a zone, dates in none, to the minute at finest, remembering the last minute's text: neighbours in a log
 * share it. Weeks are those of ISO-8601.
 */
final class ZonedPattern {

    private static final Pattern LETTERS = Pattern.compile("[A-Za-z0-9'_=./ -]+");
    private static final Pattern LETTERS_IN_PATH = Pattern.compile("[A-Za-z0-9_=/.,+@ -]*");
    private static final Pattern TOO_FINE = Pattern.compile("[sSAnN]");
    private static final long MINUTE = 60_000;

    /** No language's names, and a region whose weeks are those of ISO-8601. */
    private static final Locale NEUTRAL = Locale.forLanguageTag("und-u-rg-gbzzzz");

    private final DateTimeFormatter formatter;
    private final ZoneId zone;
    private boolean lastWasDate;
    private long lastMinute = Long.MIN_VALUE;
    private String lastText = "";

    /** @throws IllegalArgumentException if it is no pattern of years to minutes */
    ZonedPattern(String pattern, ZoneId zone) {
        String unquoted = pattern.replaceAll("'[^']*'", "");
        if (!LETTERS.matcher(pattern).matches() || TOO_FINE.matcher(unquoted).find()) {
            throw new IllegalArgumentException(
                    "\"" + pattern
                            + "\" is not a valid pattern: use only letters for years to minutes, as in yyyy-MM-dd or yyyy-MM-dd'T'HH");
        }
        try {
            formatter = DateTimeFormatter.ofPattern(pattern, NEUTRAL);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + pattern + "\" is not a valid pattern: " + e.getMessage()
                            + ". Put single quotes around letters that stand for themselves, as in yyyy-MM-dd'T'HH",
                    e);
        }
        this.zone = zone;
        String sample = format(new Moment(0, false));
        if (!LETTERS_IN_PATH.matcher(sample).matches()) {
            throw new IllegalArgumentException(
                    "\"" + pattern + "\" gives " + sample + ", which cannot stand in a path: leave out the zone");
        }
    }

    String format(Moment moment) {
        long minute = Math.floorDiv(moment.millis(), MINUTE);
        if (minute != lastMinute || moment.isDate() != lastWasDate) {
            Instant instant = Instant.ofEpochMilli(moment.millis());
            lastText = formatter.format(instant.atZone(moment.isDate() ? ZoneOffset.UTC : zone));
            lastMinute = minute;
            lastWasDate = moment.isDate();
        }
        return lastText;
    }
}
