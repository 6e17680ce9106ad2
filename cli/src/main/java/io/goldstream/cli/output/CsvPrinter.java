package io.goldstream.cli.output;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values. */
final class CsvPrinter implements ResultFormat.Printer {

    private final PrintStream out;

    CsvPrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void columns(List<String> names) {
        row(List.copyOf(names));
    }

    @Override
    public void row(List<Object> values) {
        out.print(values.stream().map(CsvPrinter::cell).collect(Collectors.joining(",", "", "\n")));
    }

    @Override
    public void end() {
        out.flush();
    }

    private static String cell(Object value) {
        String text = Values.text(value);
        boolean needsQuotes = value != null
                && (text.isEmpty()
                        || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                        || !text.strip().equals(text));
        return needsQuotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
