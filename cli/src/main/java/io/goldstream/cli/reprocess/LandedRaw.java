package io.goldstream.cli.reprocess;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.goldstream.events.EventType;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Raw records as they landed, byte for byte, written as lines for the gateway: each partition's in order. */
public final class LandedRaw {

    /** Offsets of a partition in one question, so that no sort outgrows the server. */
    private static final long RANGE = 50_000;

    /** Offsets of all partitions in one question of what is missing: coordinates alone, which are small. */
    private static final long RANGE_OF_COORDINATES = 500_000;

    private static final JsonFactory JSON = new JsonFactory();

    private static final String ROWS = """
            SELECT
              raw.source_partition,
              raw.source_offset,
              date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', raw.source_timestamp),
              raw.key,
              raw.value,
              transform(raw.headers, header -> header.key),
              transform(raw.headers, header -> to_base64(header.value)),
              %2$s,
              raw.landed_topic_id
            FROM raw.%1$s AS raw
            %3$s
            ORDER BY raw.source_partition, raw.source_offset
            """;

    /** Coordinates of a range that raw has, and neither bronze nor quarantine. The range leaves out files by their statistics. */
    private static final String MISSING = """
            SELECT source_partition, source_offset FROM raw.%1$s WHERE (%2$s) AND %4$s
            EXCEPT
            SELECT source_partition, source_offset FROM bronze.%1$s WHERE %4$s
            EXCEPT
            SELECT source_partition, source_offset FROM quarantine.events WHERE source_topic = '%3$s' AND %4$s
            """;

    private final Connection connection;

    public LandedRaw(Connection connection) {
        this.connection = connection;
    }

    /**
     * Writes what is missing, with what stands before it in its dedupe window, then the empty line that ends it.
     *
     * @param refined the first offset of each raw partition that the refinery has not refined: what lies before must be
     *     somewhere
     * @return how many are missing
     */
    public long writeMissing(Map<TopicPartition, Long> refined, Writer lines) throws SQLException, IOException {
        long missing = 0;
        for (EventType type : EventType.values()) {
            String topic = Tables.of(Layer.RAW, type).topic();
            String due = refined.entrySet().stream()
                    .filter(next -> next.getKey().topic().equals(topic))
                    .map(next -> "source_partition = %d AND source_offset < %d"
                            .formatted(next.getKey().partition(), next.getValue()))
                    .collect(Collectors.joining(" OR "));
            if (!due.isEmpty()) {
                missing += writeMissing(type, topic, due, lines);
            }
        }
        end(lines);
        return missing;
    }

    private long writeMissing(EventType type, String topic, String due, Writer lines) throws SQLException, IOException {
        List<Object> offsets = Query.run(
                        connection, "SELECT min(source_offset), max(source_offset) FROM " + topic + " WHERE " + due)
                .rows()
                .getFirst();
        long missing = 0;
        if (offsets.getFirst() instanceof Number first && offsets.getLast() instanceof Number last) {
            for (long from = first.longValue(); from <= last.longValue(); from += RANGE_OF_COORDINATES) {
                String range = "source_offset BETWEEN %d AND %d".formatted(from, from + RANGE_OF_COORDINATES - 1);
                missing += writeMissing(type, MISSING.formatted(type.sourceTable(), due, topic, range), lines);
            }
        }
        return missing;
    }

    private long writeMissing(EventType type, String query, Writer lines) throws SQLException, IOException {
        List<List<Object>> ranges = Query.run(connection, """
                        SELECT source_partition, min(source_offset), max(source_offset), count(*)
                        FROM (%s)
                        GROUP BY source_partition""".formatted(query)).rows();
        if (ranges.isEmpty()) {
            return 0;
        }
        String near = ranges.stream()
                .map(range -> "raw.source_partition = %s AND raw.source_offset BETWEEN %d AND %s"
                        .formatted(
                                range.getFirst(),
                                ((Number) range.get(1)).longValue() - RefineryProtocol.DEDUPE_RECORDS,
                                range.get(2)))
                .collect(Collectors.joining(" OR "));
        write(
                type,
                ROWS.formatted(type.sourceTable(), "missing.source_offset IS NOT NULL", """
                        LEFT JOIN (%s) AS missing
                          ON missing.source_partition = raw.source_partition
                          AND missing.source_offset = raw.source_offset
                        WHERE %s""".formatted(query, near)),
                lines);
        return ranges.stream()
                .mapToLong(range -> ((Number) range.get(3)).longValue())
                .sum();
    }

    /**
     * Writes all that is not refined yet, with what stands before it in its dedupe window, then the empty line that ends it.
     *
     * @param refined the first offset of each raw partition that is not refined; all of a partition that it does not name
     * @param progress told what is sent
     */
    public void writeFrom(Map<TopicPartition, Long> refined, Writer lines, Consumer<String> progress)
            throws SQLException, IOException {
        for (EventType type : EventType.values()) {
            String topic = Tables.of(Layer.RAW, type).topic();
            String ranges = "SELECT source_partition, min(source_offset), max(source_offset) FROM " + topic
                    + " GROUP BY source_partition ORDER BY source_partition";
            for (List<Object> range : Query.run(connection, ranges).rows()) {
                int partition = ((Number) range.getFirst()).intValue();
                long first = ((Number) range.get(1)).longValue();
                long last = ((Number) range.get(2)).longValue();
                long next = refined.getOrDefault(new TopicPartition(topic, partition), 0L);
                for (long from = Math.max(first, next - RefineryProtocol.DEDUPE_RECORDS);
                        next <= last && from <= last;
                        from += RANGE) {
                    progress.accept("refining %s-%d, offset %,d of %,d".formatted(topic, partition, from, last));
                    write(
                            type,
                            ROWS.formatted(
                                    type.sourceTable(), "false", """
                            WHERE raw.source_partition = %d AND raw.source_offset BETWEEN %d AND %d""".formatted(partition, from, from + RANGE - 1)),
                            lines);
                }
            }
        }
        end(lines);
    }

    private static void end(Writer lines) throws IOException {
        lines.write('\n');
        lines.flush();
    }

    private void write(EventType type, String query, Writer lines) throws SQLException {
        String topic = Tables.of(Layer.RAW, type).topic();
        Query.run(connection, query, new Query.Listener() {
            @Override
            public void columns(List<String> names) {}

            @Override
            public void row(List<Object> row) {
                try {
                    write(topic, row, lines);
                } catch (IOException e) {
                    throw new UncheckedIOException("the gateway has stopped reading", e);
                }
            }
        });
    }

    private static void write(String topic, List<Object> row, Writer lines) throws IOException {
        JsonGenerator json = JSON.createGenerator(lines).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeStringField("topic", topic);
        json.writeStringField("topicId", (String) row.get(8));
        json.writeNumberField("partition", ((Number) row.get(0)).intValue());
        json.writeNumberField("offset", ((Number) row.get(1)).longValue());
        json.writeNumberField("timestamp", ((Number) row.get(2)).longValue());
        bytes(json, "key", row.get(3));
        bytes(json, "value", row.get(4));
        json.writeArrayFieldStart("headers");
        List<?> keys = (List<?>) row.get(5);
        List<?> values = (List<?>) row.get(6);
        for (int i = 0; i < keys.size(); i++) {
            json.writeStartObject();
            json.writeStringField("key", (String) keys.get(i));
            json.writeStringField("value", (String) values.get(i));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("missing", (Boolean) row.get(7));
        json.writeEndObject();
        json.close();
        lines.write('\n');
    }

    private static void bytes(JsonGenerator json, String name, Object bytes) throws IOException {
        if (bytes != null) {
            json.writeBinaryField(name, (byte[]) bytes);
        }
    }
}
