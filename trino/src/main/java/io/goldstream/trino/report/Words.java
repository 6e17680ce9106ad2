package io.goldstream.trino.report;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and dates as an English reader expects them. */
final class Words {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final double TEN_PERCENT = 0.1;

    private Words() {}

    static String count(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    static String hours(double hours) {
        return String.format(Locale.ENGLISH, hours < 100 ? "%,.1f" : "%,.0f", hours);
    }

    /** A part of one as a percentage: three digits say what there is to say. A part of nothing is not known. */
    static String percent(double part) {
        return Double.isNaN(part)
                ? "—"
                : String.format(Locale.ENGLISH, Math.abs(part) < TEN_PERCENT ? "%.1f %%" : "%.0f %%", part * 100);
    }

    static String day(LocalDate date) {
        return DAY.format(date);
    }

    /** How much more or less than before. */
    static String change(double now, double before, Period previous) {
        if (before == 0) {
            return "none in " + since(previous);
        }
        double change = now / before - 1;
        String arrow = change > 0 ? "▲ " : change < 0 ? "▼ " : "";
        return arrow + percent(Math.abs(change)) + (change < 0 ? " less than " : " more than ") + since(previous);
    }

    static String noData(Period previous) {
        return "no data for " + since(previous);
    }

    private static String since(Period previous) {
        return previous.days() == 1 ? "the day before" : "the " + previous.days() + " days before";
    }

    /** Not a number if the whole is 0. */
    static double share(double part, double whole) {
        return whole == 0 ? Double.NaN : part / whole;
    }
}
