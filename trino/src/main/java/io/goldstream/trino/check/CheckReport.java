package io.goldstream.trino.check;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The outcomes for people: a table of all, then the first rows of what broke each that failed. */
public final class CheckReport {

    private static final int ROWS = 3;

    private CheckReport() {}

    public static void print(List<Outcome> outcomes, PrintStream out) {
        out.println(AsciiTable.getTable(
                AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                outcomes,
                List.of(
                        new Column()
                                .header("check")
                                .dataAlign(HorizontalAlign.LEFT)
                                .with(outcome -> outcome.check().name()),
                        new Column().header("seconds").with(CheckReport::seconds),
                        new Column()
                                .header("passed")
                                .dataAlign(HorizontalAlign.LEFT)
                                .with(outcome -> outcome.isPassed() ? "yes" : "no"))));
        for (Outcome outcome : outcomes) {
            if (!outcome.isPassed()) {
                printFailure(outcome, out);
            }
        }
    }

    private static void printFailure(Outcome outcome, PrintStream out) {
        int count = outcome.broken().rows().size();
        out.printf("%n%s: %s%n", outcome.check().name(), outcome.check().says());
        outcome.broken().rows().stream().limit(ROWS).forEach(row -> out.println("  " + row(outcome, row)));
        if (count > ROWS) {
            out.printf("  and %s more%n", count < Checks.SHOWN ? count - ROWS : "at least " + (count - ROWS));
        }
    }

    private static String row(Outcome outcome, List<Object> row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> outcome.broken().columns().get(i) + "=" + row.get(i))
                .collect(Collectors.joining(", "));
    }

    private static String seconds(Outcome outcome) {
        return String.format(Locale.ROOT, "%.1f", outcome.time().toMillis() / 1e3);
    }
}
