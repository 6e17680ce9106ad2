package io.goldstream.trino.reference;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Turns the rows of one CSV file into the JSON objects of its table. */
interface RowWriter {

    /** The columns that the file's header must name, in any order; others are passed over. */
    List<String> columns();

    /** Writes the fields of one object; what is wrong with the row goes to {@link CsvRow#problem}. */
    void write(CsvRow row, JsonGenerator json) throws IOException;
}
