package io.goldstream.cli.output;

import io.goldstream.trino.Query;
import java.io.PrintStream;
import java.util.function.Function;

/** How the answer to a query is printed. */
public enum ResultFormat {
    /** Framed columns, for people. Keeps the answer in memory. */
    TABLE(TablePrinter::new),
    /** RFC 4180 with a header line and line feeds; NULL is nothing, the empty string is {@code ""}. */
    CSV(CsvPrinter::new),
    /** One array of objects, a row a line. */
    JSON(JsonPrinter::new);

    /** Prints one answer, row by row. */
    public interface Printer extends Query.Listener {

        /** Called once, after the last row. */
        void end();
    }

    private final Function<PrintStream, Printer> maker;

    ResultFormat(Function<PrintStream, Printer> maker) {
        this.maker = maker;
    }

    /** A printer for one answer. */
    public Printer printer(PrintStream out) {
        return maker.apply(out);
    }
}
