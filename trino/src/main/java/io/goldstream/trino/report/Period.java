package io.goldstream.trino.report;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The UTC dates that a report is about.
 *
 * @param from the first, inclusive
 * @param to the last, inclusive
 */
public record Period(LocalDate from, LocalDate to) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_OF_YEAR = DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

    public Period {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a period from " + from + " does not end on " + to);
        }
    }

    /** The given number of dates, the last of which is given; fewer where the data begin later. */
    static Period ending(LocalDate to, int days, LocalDate firstDate) {
        LocalDate from = to.minusDays(days - 1L);
        return new Period(from.isBefore(firstDate) ? firstDate : from, to);
    }

    public int days() {
        return Math.toIntExact(ChronoUnit.DAYS.between(from, to)) + 1;
    }

    /** As many dates, just before. */
    Period before() {
        return new Period(from.minusDays(days()), from.minusDays(1));
    }

    List<LocalDate> dates() {
        return from.datesUntil(to.plusDays(1)).toList();
    }

    boolean contains(LocalDate date) {
        return !date.isBefore(from) && !date.isAfter(to);
    }

    /** Such as {@code 1 January – 4 January 2025}. */
    @Override
    public String toString() {
        if (days() == 1) {
            return DAY.format(to);
        }
        return (from.getYear() == to.getYear() ? DAY_OF_YEAR : DAY).format(from) + " – " + DAY.format(to);
    }
}
