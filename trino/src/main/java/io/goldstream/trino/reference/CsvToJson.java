package io.goldstream.trino.reference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.goldstream.events.intake.ByteOrderMark;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One CSV file on its way to JSON lines: row by row, whatever its size, noting all that is wrong. Used once. */
final class CsvToJson {

    /** Enough to see what is wrong with a file; not a line for each of its lines. */
    private static final int MOST_PROBLEMS = 20;

    /** How a file gets there, whatever wrote it. */
    private static final String QUOTING =
            "the file is in UTF-8, with a quote within quotes as \"\" and a backslash before a quote as \\\\";

    private static final SerializedString LINE_END = new SerializedString("\n");
    private static final CsvSchema DIALECT = CsvSchema.emptySchema().withEscapeChar('\\');
    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
            .build();

    private final Path file;
    private final RowWriter writer;
    private final List<String> problems = new ArrayList<>();
    /** The line that is being read, from 1. */
    private long line = 1;

    CsvToJson(Path file, RowWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /** Writes the file's rows to {@code target}, and says how many they are. */
    long write(Path target) throws ReferenceFileException, IOException {
        long rows = 0;
        try (InputStream csv = new LiteralBackslashes(new BufferedInputStream(Files.newInputStream(file)));
                MappingIterator<String[]> lines =
                        MAPPER.readerFor(String[].class).with(DIALECT).readValues(csv);
                OutputStream out = Files.newOutputStream(target);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setRootValueSeparator(LINE_END);
            rows = writeRows(lines, json);
        } catch (JsonProcessingException notCsv) {
            problems.add("line " + line + ": " + notCsv.getOriginalMessage() + ": " + QUOTING);
        } catch (CharConversionException notUtf8) {
            problems.add(
                    "line " + line + " or after: is not UTF-8: save the file as UTF-8 (" + notUtf8.getMessage() + ")");
        }
        if (rows == 0 && problems.isEmpty()) {
            problems.add("has a header and no lines: add a line for each row");
        }
        if (!problems.isEmpty()) {
            throw new ReferenceFileException(file, problems);
        }
        return rows;
    }

    private long writeRows(MappingIterator<String[]> lines, JsonGenerator json) throws IOException {
        Map<String, Integer> header = header(lines.hasNextValue() ? lines.nextValue() : new String[0]);
        if (!problems.isEmpty()) {
            return 0; // without the right columns no row can be read
        }
        long rows = 0;
        while (problems.size() < MOST_PROBLEMS && hasNext(lines)) {
            List<String> cells = Arrays.asList(lines.nextValue());
            if (cells.size() == header.size()) {
                json.writeStartObject();
                writer.write(new CsvRow(line, header, cells, problems::add), json);
                json.writeEndObject();
                rows++;
            } else {
                problems.add("line " + line + ": has " + cells.size() + " columns where the header has " + header.size()
                        + ": put a cell that holds a comma in quotes");
            }
        }
        return rows;
    }

    private boolean hasNext(MappingIterator<String[]> lines) throws IOException {
        line = lines.getCurrentLocation().getLineNr();
        if (!lines.hasNextValue()) {
            return false;
        }
        // Now at the row's first cell: empty lines before it are behind us.
        line = Math.max(line, lines.getParser().currentTokenLocation().getLineNr());
        return true;
    }

    private Map<String, Integer> header(String[] names) {
        Map<String, Integer> header = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            String name = names[i] == null ? "" : withoutMark(names[i]).strip();
            if (header.put(name, i) != null) {
                problems.add("line 1: names the column \"" + name + "\" twice: give each column one name");
            }
        }
        List<String> missing = new ArrayList<>(writer.columns());
        missing.removeAll(header.keySet());
        if (!missing.isEmpty()) {
            problems.add("line 1: the header must name the columns " + String.join(", ", writer.columns())
                    + "; it lacks " + String.join(", ", missing));
        }
        return header;
    }

    private static String withoutMark(String name) {
        return !name.isEmpty() && name.charAt(0) == ByteOrderMark.CHARACTER ? name.substring(1) : name;
    }
}
