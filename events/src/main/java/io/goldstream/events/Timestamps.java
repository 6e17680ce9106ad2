package io.goldstream.events;

import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/** The times that the lake keeps: what SQL engines can show as a timestamp, to the millisecond. */
public final class Timestamps {

    /** The range, for messages. */
    public static final String RANGE = "the years 1 to 9999";

    /** 0001-01-01T00:00:00Z, in milliseconds since the epoch. */
    public static final long FIRST_MILLIS = midnight(1);

    /** 9999-12-31T23:59:59.999Z, in milliseconds since the epoch. */
    public static final long LAST_MILLIS = midnight(10_000) - 1;

    private Timestamps() {}

    /** Whether an instant, in milliseconds since the epoch, is in the range. */
    public static boolean contain(long millis) {
        return millis >= FIRST_MILLIS && millis <= LAST_MILLIS;
    }

    private static long midnight(int year) {
        return TimeUnit.DAYS.toMillis(LocalDate.of(year, 1, 1).toEpochDay());
    }
}
