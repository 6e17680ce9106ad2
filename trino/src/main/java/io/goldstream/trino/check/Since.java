package io.goldstream.trino.check;

import io.goldstream.trino.View;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which part of the lake is checked: what came in, and what happened, on a UTC date or later. Dimensions are always whole, for
 * an event may refer to what is old.
 *
 * @param date the first date; empty for all history
 */
public record Since(Optional<LocalDate> date) {

    public static final Since EVER = new Since(Optional.empty());

    /** The columns by which a view's rows have a date. */
    private static final List<String> DATES = List.of("date_part", "cohort_date", "ingest_date", "day");

    public static Since of(LocalDate date) {
        return new Since(Optional.of(date));
    }

    /**
     * The conditions by what a query's rows are dated by: {@code ingested_since} for the date of receipt,
     * {@code happened_since} and {@code on_date_since} for the date of the event in silver and in gold, {@code cohort_since};
     * {@code after_first_date} leaves the first date out, of which a part can belong to the one before.
     */
    Map<String, String> conditions() {
        return Map.of(
                "ingested_since", from("ingest_date"),
                "happened_since", from("event_date"),
                "on_date_since", from("date_part"),
                "cohort_since", from("cohort_date"),
                "after_first_date",
                        date.map(day -> "date_part > DATE '" + day + "'").orElse("true"));
    }

    /** The condition on a view's own rows. */
    String conditionOf(View view) {
        return DATES.stream()
                .filter(column ->
                        !view.name().contains(".dim_") && view.columns().containsKey(column))
                .findFirst()
                .map(this::from)
                .orElse("true");
    }

    private String from(String column) {
        return date.map(day -> column + " >= DATE '" + day + "'").orElse("true");
    }
}
