package io.goldstream.trino.reference;

import io.goldstream.events.repair.Repairs;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One row of a CSV file, whose cells are read by the names of the header. A cell that is not what it should be is told to
 * {@code problems} with its line and column, and read as if it were empty.
 */
final class CsvRow {

    /** How a title or a name that is nothing but a pair of quotes looks in events. */
    private static final String PAIR_OF_QUOTES = "\"\"";

    private final long line;
    private final Map<String, Integer> header;
    private final List<String> cells;
    private final Consumer<String> problems;

    CsvRow(long line, Map<String, Integer> header, List<String> cells, Consumer<String> problems) {
        this.line = line;
        this.header = header;
        this.cells = cells;
        this.problems = problems;
    }

    void problem(String column, String sentence) {
        problems.accept("line " + line + ", column " + column + ": " + sentence);
    }

    /** A name or title, repaired as the same field of an event is; a problem where there is none. */
    String name(String column) {
        String cell = cell(column);
        // Producers that read this very file do not take the quotes off: the song "" is a song.
        String name = cell == null ? null : Repairs.text(cell.isEmpty() ? PAIR_OF_QUOTES : cell, repair -> {});
        if (name == null) {
            problem(column, "is empty, but every line needs one");
        }
        return name;
    }

    /** A text as the file has it; null where there is none. */
    String given(String column) {
        return cell(column);
    }

    /** A text, repaired; null where there is none. */
    String text(String column) {
        String cell = cell(column);
        return cell == null ? null : Repairs.text(cell, repair -> {});
    }

    /** The code of a state, in capitals; a problem where there is none. */
    String state(String column) {
        String cell = cell(column);
        String state = cell == null ? null : Repairs.state(cell, repair -> {});
        if (state == null) {
            problem(column, "is empty, but every line needs one");
        }
        return state;
    }

    /** A number from {@code least} to {@code most}; nothing where the cell is empty. */
    OptionalDouble number(String column, double least, double most) {
        String cell = text(column);
        if (cell == null) {
            return OptionalDouble.empty();
        }
        try {
            double number = Double.parseDouble(cell);
            if (number >= least && number <= most) {
                return OptionalDouble.of(number);
            }
        } catch (NumberFormatException notANumber) {
            // told below, like a number out of range
        }
        problem(column, "\"" + cell + "\" is not a number from " + least + " to " + most);
        return OptionalDouble.empty();
    }

    /** A whole number from {@code least} to {@code most}; nothing where the cell is empty. */
    OptionalLong integer(String column, long least, long most) {
        String cell = text(column);
        if (cell == null) {
            return OptionalLong.empty();
        }
        try {
            // By its value, as in events: Pandas writes 1999.0 where a column lacks a year.
            long number = new BigDecimal(cell).longValueExact();
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException | ArithmeticException notWhole) {
            // told below, like a number out of range
        }
        problem(column, "\"" + cell + "\" is not a whole number from " + least + " to " + most);
        return OptionalLong.empty();
    }

    /** The cell's content; null where nothing stands between the commas, "" where a pair of quotes does. */
    private String cell(String column) {
        return cells.get(header.get(column));
    }
}
