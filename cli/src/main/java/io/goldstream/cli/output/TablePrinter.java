package io.goldstream.cli.output;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns in a frame, numbers to the right. */
final class TablePrinter implements ResultFormat.Printer {

    private static final int MAX_WIDTH = 80;

    private final PrintStream out;
    private final List<String> names = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    TablePrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void columns(List<String> columns) {
        names.addAll(columns);
    }

    @Override
    public void row(List<Object> values) {
        rows.add(values);
    }

    @Override
    public void end() {
        if (names.isEmpty()) {
            return;
        }
        Column[] columns = new Column[names.size()];
        for (int i = 0; i < columns.length; i++) {
            int index = i;
            boolean isNumber = rows.stream().anyMatch(row -> row.get(index) instanceof Number);
            columns[i] = new Column()
                    .header(names.get(i))
                    .headerAlign(HorizontalAlign.LEFT)
                    .dataAlign(isNumber ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT)
                    .maxWidth(MAX_WIDTH, OverflowBehaviour.ELLIPSIS_RIGHT);
        }
        Object[][] cells = rows.stream()
                .map(row -> row.stream().map(TablePrinter::cell).toArray())
                .toArray(Object[][]::new);
        out.println(AsciiTable.builder()
                .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS)
                .data(columns, cells)
                .asString());
        out.flush();
    }

    private static String cell(Object value) {
        return value == null ? "NULL" : Values.text(value).replaceAll("\\p{Cntrl}", " ");
    }
}
