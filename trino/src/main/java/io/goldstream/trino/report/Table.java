package io.goldstream.trino.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers behind a chart.
 *
 * @param columns their headings
 * @param rows as text, each as long as the headings
 */
record Table(List<Cell> columns, List<List<Cell>> rows) {

    /** @param isNumber whether to align it to the right */
    record Cell(String text, boolean isNumber) {}

    Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** @param numbersFrom the first column of numbers: those before hold names */
    static Table of(int numbersFrom, List<String> columns, List<List<String>> rows) {
        return new Table(
                cells(numbersFrom, columns),
                rows.stream().map(row -> cells(numbersFrom, row)).toList());
    }

    private static List<Cell> cells(int numbersFrom, List<String> texts) {
        List<Cell> cells = new ArrayList<>();
        for (String text : texts) {
            cells.add(new Cell(text, cells.size() >= numbersFrom));
        }
        return cells;
    }
}
