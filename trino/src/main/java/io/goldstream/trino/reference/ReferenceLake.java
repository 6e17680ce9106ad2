package io.goldstream.trino.reference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts reference files into a lake on this machine. A file replaces its predecessor as a whole, and only if every line of
 * it is right; to load it again changes nothing.
 *
 * <p>The CSV is UTF-8, with or without a byte-order mark, its first line names the columns, and quotes within quotes are
 * doubled or stand behind a backslash.
 */
public final class ReferenceLake {

    /** Enough to see what is wrong with a file; not a line for each of its lines. */
    private static final int MOST_PROBLEMS = 20;

    private static final String DATA_FILE = "reference.json";
    /** Trino passes over names that begin with a dot. */
    private static final String UNFINISHED_FILE = ".unfinished";

    private static final SerializedString LINE_END = new SerializedString("\n");
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final CsvSchema DIALECT = CsvSchema.emptySchema().withEscapeChar('\\');
    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
            .build();

    private final Path lake;

    /** @param lake the lake's root folder */
    public ReferenceLake(Path lake) {
        this.lake = lake;
    }

    /**
     * Loads a file in place of what the table had. Views show it at once.
     *
     * @return how many rows the table has now
     * @throws ReferenceFileException where the file is not what it should be; the table keeps what it had
     * @throws IOException where the file cannot be read or the lake cannot be written
     */
    public long load(ReferenceTable table, Path file) throws ReferenceFileException, IOException {
        Path folder = Files.createDirectories(lake.resolve(table.folder()));
        Path unfinished = folder.resolve(UNFINISHED_FILE);
        try {
            long rows = convert(table.newWriter(), file, unfinished);
            flushToDisk(unfinished);
            Files.move(unfinished, folder.resolve(DATA_FILE), StandardCopyOption.ATOMIC_MOVE);
            return rows;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static long convert(RowWriter writer, Path file, Path target) throws ReferenceFileException, IOException {
        List<String> problems = new ArrayList<>();
        long rows = 0;
        try (InputStream csv = Files.newInputStream(file);
                MappingIterator<String[]> lines =
                        MAPPER.readerFor(String[].class).with(DIALECT).readValues(csv);
                OutputStream out = Files.newOutputStream(target);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setRootValueSeparator(LINE_END);
            Map<String, Integer> header = header(lines, writer, file);
            while (problems.size() < MOST_PROBLEMS && lines.hasNextValue()) {
                long line = lines.getCurrentLocation().getLineNr();
                List<String> cells = Arrays.asList(lines.nextValue());
                if (cells.size() != header.size()) {
                    problems.add("line " + line + ": has " + cells.size() + " columns where the header has "
                            + header.size());
                    continue;
                }
                json.writeStartObject();
                writer.write(new CsvRow(line, header, cells, problems::add), json);
                json.writeEndObject();
                rows++;
            }
        } catch (JsonProcessingException notCsv) {
            problems.add("line " + notCsv.getLocation().getLineNr() + ": " + notCsv.getOriginalMessage());
        } catch (CharConversionException notUtf8) {
            problems.add("is not UTF-8: " + notUtf8.getMessage());
        }
        if (rows == 0 && problems.isEmpty()) {
            problems.add("has a header and no lines");
        }
        if (!problems.isEmpty()) {
            throw new ReferenceFileException(file, problems);
        }
        return rows;
    }

    private static Map<String, Integer> header(MappingIterator<String[]> lines, RowWriter writer, Path file)
            throws IOException, ReferenceFileException {
        String[] names = lines.hasNextValue() ? lines.nextValue() : new String[0];
        Map<String, Integer> header = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            String name = names[i] == null ? "" : withoutMark(names[i]).strip();
            if (header.put(name, i) != null) {
                throw new ReferenceFileException(file, List.of("line 1: names the column \"" + name + "\" twice"));
            }
        }
        List<String> missing = new ArrayList<>(writer.columns());
        missing.removeAll(header.keySet());
        if (!missing.isEmpty()) {
            throw new ReferenceFileException(
                    file,
                    List.of("line 1: the header must name the columns " + String.join(", ", writer.columns())
                            + "; it lacks " + String.join(", ", missing)));
        }
        return header;
    }

    private static String withoutMark(String name) {
        return !name.isEmpty() && name.charAt(0) == BYTE_ORDER_MARK ? name.substring(1) : name;
    }

    private static void flushToDisk(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
