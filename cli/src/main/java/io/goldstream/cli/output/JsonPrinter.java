package io.goldstream.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON array of objects. */
final class JsonPrinter implements ResultFormat.Printer {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final PrintStream out;
    private List<String> names = List.of();
    private boolean first = true;

    JsonPrinter(PrintStream out) {
        this.out = out;
        out.print('[');
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a value could not be written as JSON", impossible);
        }
    }

    @Override
    public void columns(List<String> columns) {
        names = Values.distinct(columns);
    }

    @Override
    public void row(List<Object> values) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            row.put(names.get(i), Values.plain(values.get(i)));
        }
        out.print((first ? "\n" : ",\n") + json(row));
        first = false;
    }

    @Override
    public void end() {
        out.print(first ? "]\n" : "\n]\n");
        out.flush();
    }
}
