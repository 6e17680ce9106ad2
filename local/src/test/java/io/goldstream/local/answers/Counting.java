package io.goldstream.local.answers;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Group, count, order: what the oracles need of a database. */
final class Counting {

    /** A pair of quotes around something whose own quotes are escaped. */
    private static final Pattern WRAPPED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)+)\"");

    private Counting() {}

    static String text(JsonNode event, String field) {
        return event.hasNonNull(field) ? event.get(field).asText() : null;
    }

    static OffsetDateTime time(JsonNode event) {
        return Instant.ofEpochMilli(event.get("ts").asLong()).atOffset(ZoneOffset.UTC);
    }

    /** A text without the damage that producers do: UTF-8 read as ISO-8859-1, control characters, edge blanks, quotes. */
    static String repaired(String text) {
        String repaired = decoded(text).replaceAll("[\\u0000-\\u001f\\u007f-\\u009f]", "");
        repaired = repaired.replaceAll("^[\\s\\u00a0]+|[\\s\\u00a0]+$", "");
        Matcher wrapped = WRAPPED.matcher(repaired);
        return wrapped.matches() ? wrapped.group(1).replace("\\\"", "\"") : repaired;
    }

    private static String decoded(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(text));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException neither) {
            return text;
        }
    }

    /** The length of a song in seconds: the dialect whose ids are strings has milliseconds. */
    static BigDecimal seconds(JsonNode event) {
        BigDecimal duration = event.get("duration").decimalValue();
        return event.get("sessionId").isTextual() ? duration.movePointLeft(3) : duration;
    }

    /** How many events have each key; by key. Keys are joined by a tab. */
    @SafeVarargs
    static List<List<String>> countBy(Collection<JsonNode> events, Function<JsonNode, String>... keys) {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode event : events) {
            counts.merge(key(event, keys), 1, Integer::sum);
        }
        return rows(counts);
    }

    /** How many different values the events of each key have; by key. Events without a value do not count. */
    @SafeVarargs
    static List<List<String>> distinctBy(
            Collection<JsonNode> events, Function<JsonNode, String> value, Function<JsonNode, String>... keys) {
        Map<String, Set<String>> values = new TreeMap<>();
        for (JsonNode event : events) {
            if (value.apply(event) != null) {
                values.computeIfAbsent(key(event, keys), _ -> new HashSet<>()).add(value.apply(event));
            }
        }
        Map<String, Integer> counts = new TreeMap<>();
        values.forEach((key, set) -> counts.put(key, set.size()));
        return rows(counts);
    }

    /** The first n rows of {@link #countBy}, most first, then by key. */
    static List<List<String>> top(int n, List<List<String>> counts) {
        Comparator<List<String>> mostFirst =
                Comparator.comparing((List<String> row) -> -Integer.parseInt(row.getLast()));
        return counts.stream().sorted(mostFirst).limit(n).toList(); // stable: keys stay in order
    }

    static int distinct(Collection<JsonNode> events, String field) {
        Set<String> values = new HashSet<>();
        events.stream()
                .map(event -> text(event, field))
                .filter(Objects::nonNull)
                .forEach(values::add);
        return values.size();
    }

    /** One row. */
    static List<List<String>> row(Object... values) {
        List<String> row = new ArrayList<>();
        for (Object value : values) {
            row.add(String.valueOf(value));
        }
        return List.of(row);
    }

    @SafeVarargs
    private static String key(JsonNode event, Function<JsonNode, String>... keys) {
        StringBuilder key = new StringBuilder();
        for (Function<JsonNode, String> part : keys) {
            key.append(key.isEmpty() ? "" : "\t").append(part.apply(event));
        }
        return key.toString();
    }

    private static List<List<String>> rows(Map<String, Integer> counts) {
        List<List<String>> rows = new ArrayList<>();
        counts.forEach((key, count) -> {
            List<String> row = new ArrayList<>(List.of(key.split("\t")));
            row.add(count.toString());
            rows.add(row);
        });
        return rows;
    }
}
