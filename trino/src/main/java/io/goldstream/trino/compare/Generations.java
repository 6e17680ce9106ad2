package io.goldstream.trino.compare;

import static java.util.stream.Collectors.joining;

import io.goldstream.events.EventHeaders;
import io.goldstream.events.EventType;
import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.Lake;
import io.goldstream.trino.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Compares the generation in use with one that {@linkplain Lake#declareBeside stands beside it}: every column of every row,
 * row by row, matched by raw coordinate. It asks for a range of offsets at a time, so that no join outgrows the server.
 */
public final class Generations {

    /** Of each partition, in one question. */
    private static final long RANGE = 100_000;

    /** By which rules a row was judged differs by design, and the rest of the row says whether that matters. */
    private static final String RULES_VERSION = "rules_version";

    private static final String DIFFERENT = "IF(used.%1$s IS DISTINCT FROM beside.%1$s, '%1$s')";

    /** Of a column that rows of before there was one do not have, nor those that were refined from files of before. */
    private static final String DIFFERENT_IF_KNOWN = "IF(used.%1$s <> beside.%1$s, '%1$s')";

    private static final String RANGES = "SELECT min(source_offset), max(source_offset) FROM %s WHERE %s";

    /** What a refinery failed at, in one generation or the other: whether it fails is no property of the rules. */
    private static final String UNREAD = QuarantineKind.UNREAD.id();

    /** Rows of two generations side by side; {@code what} is empty for equal ones, null for those that a replay settled. */
    private static final String DIFFERENCES = """
            WITH used AS (
              SELECT %1$s FROM %2$s WHERE %4$s
            ), beside AS (
              SELECT %1$s FROM %3$s WHERE %4$s
            ), unread AS (
              SELECT source_partition, source_offset FROM %11$s WHERE kind = 'unread' AND %4$s
              UNION
              SELECT source_partition, source_offset FROM %12$s WHERE kind = 'unread' AND %4$s
            ), compared AS (
              SELECT
                CASE
                  WHEN unread.source_offset IS NOT NULL THEN 'unread'
                  %5$s
                  WHEN beside.source_offset IS NULL THEN 'only in generation %6$d'%7$s
                  WHEN used.source_offset IS NULL THEN 'only in generation %8$d'%9$s
                  ELSE array_join(ARRAY[%10$s], ', ')
                END AS what,
                coalesce(used.source_topic, beside.source_topic) AS source_topic,
                coalesce(used.source_partition, beside.source_partition) AS source_partition,
                coalesce(used.source_offset, beside.source_offset) AS source_offset
              FROM used
              FULL JOIN beside
                ON beside.source_partition = used.source_partition AND beside.source_offset = used.source_offset
              LEFT JOIN unread
                ON unread.source_partition = coalesce(used.source_partition, beside.source_partition)
                AND unread.source_offset = coalesce(used.source_offset, beside.source_offset)
            )
            SELECT
              what,
              count(*),
              min_by(
                source_topic || '-' || CAST(source_partition AS varchar) || '-' || CAST(source_offset AS varchar),
                (source_partition, source_offset))
            FROM compared
            GROUP BY what
            """;

    /** Of quarantine: what one generation had refused before its event was replayed, the other leaves to the replay. */
    private static final String SETTLED = """
            WHEN %1$s.kind = 'duplicate' AND %2$s.kind <> 'duplicate' AND %1$s.reason =
                'the same event was replayed from quarantine as attempt ' || CAST(%2$s.attempt + 1 AS varchar)
              THEN CAST(NULL AS varchar)
            """;

    /** Replayed records, and the rows that their first attempts have only beside. */
    private static final String COUNTED_TWICE = """
            WITH again AS (
              SELECT source_partition, source_offset
              FROM raw.%1$s
              WHERE any_match(headers, header -> header.key = '%2$s' AND from_utf8(header.value) <> '0') AND (%3$s)
            ), later AS (
              SELECT beside.event_id, beside.source_partition, beside.source_offset
              FROM bronze.%1$s%4$s AS beside
              JOIN again
                ON again.source_partition = beside.source_partition AND again.source_offset = beside.source_offset
            )
            SELECT count(DISTINCT (earlier.source_partition, earlier.source_offset))
            FROM later
            JOIN bronze.%1$s%4$s AS earlier
              ON earlier.event_id = later.event_id
              AND earlier.source_partition = later.source_partition
              AND earlier.source_offset < later.source_offset
            LEFT JOIN bronze.%1$s AS used
              ON used.source_partition = earlier.source_partition AND used.source_offset = earlier.source_offset
            WHERE used.source_offset IS NULL
            """;

    private final Connection connection;
    private final Generation used;
    private final Generation beside;
    private final Consumer<String> progress;

    private final SortedMap<String, Difference> differences = new TreeMap<>();
    private long rows;
    private long settled;
    private long unread;

    private Generations(Connection connection, Generation used, Generation beside, Consumer<String> progress) {
        this.connection = connection;
        this.used = used;
        this.beside = beside;
        this.progress = progress;
    }

    /**
     * Compares them.
     *
     * @param used the generation that the tables show
     * @param beside the one that stands beside them
     * @param marks the last offset to look at, by raw topic and partition
     * @param progress told which table is looked at
     */
    public static Comparison compare(
            Connection connection,
            Generation used,
            Generation beside,
            Map<EventType, Map<Integer, Long>> marks,
            Consumer<String> progress)
            throws SQLException {
        Generations generations = new Generations(connection, used, beside, progress);
        long countedTwice = 0;
        for (Map.Entry<EventType, Map<Integer, Long>> mark : new LinkedHashMap<>(marks).entrySet()) {
            if (!mark.getValue().isEmpty()) {
                generations.compare(mark.getKey(), due(mark.getValue()));
                countedTwice += generations.countedTwice(mark.getKey(), due(mark.getValue()));
            }
        }
        return new Comparison(
                generations.rows,
                generations.settled,
                generations.unread,
                countedTwice,
                List.copyOf(generations.differences.values()));
    }

    private static String due(Map<Integer, Long> lasts) {
        return lasts.entrySet().stream()
                .map(last -> "source_partition = %d AND source_offset <= %d".formatted(last.getKey(), last.getValue()))
                .collect(joining(" OR "));
    }

    private void compare(EventType type, String due) throws SQLException {
        Table raw = Tables.of(Layer.RAW, type);
        List<Object> range =
                Query.run(connection, RANGES.formatted(raw.topic(), due)).rows().getFirst();
        if (range.getFirst() == null) {
            return;
        }
        long first = ((Number) range.getFirst()).longValue();
        long last = ((Number) range.get(1)).longValue();
        for (long from = first; from <= last; from += RANGE) {
            String rowsDue = "source_topic = '%s' AND source_offset >= %d AND source_offset < %d AND (%s)"
                    .formatted(raw.topic(), from, from + RANGE, due);
            for (Layer layer : List.of(Layer.BRONZE, Layer.SILVER, Layer.QUARANTINE)) {
                Table table = Tables.of(layer, type);
                progress.accept("comparing %s, offsets %,d to %,d of %s"
                        .formatted(table.topic(), from, Math.min(last, from + RANGE - 1), raw.topic()));
                compare(table, rowsDue);
            }
        }
    }

    private void compare(Table table, String due) throws SQLException {
        for (List<Object> row : Query.run(connection, sql(table, due)).rows()) {
            String what = (String) row.getFirst();
            long count = ((Number) row.get(1)).longValue();
            rows += count;
            if (what == null) {
                settled += count;
            } else if (what.equals(UNREAD)) {
                unread += count;
            } else if (!what.isEmpty()) {
                differences.merge(
                        table.topic() + " " + what,
                        new Difference(table.topic(), what, count, (String) row.get(2)),
                        Difference::plus);
            }
        }
    }

    private String sql(Table table, String due) {
        boolean isQuarantine = table.layer() == Layer.QUARANTINE;
        String quarantine = Tables.of(Layer.QUARANTINE).getFirst().topic();
        List<String> columns = table.columns().stream()
                .map(Column::name)
                .filter(column -> !column.equals(RULES_VERSION))
                .toList();
        return DIFFERENCES.formatted(
                String.join(", ", columns),
                table.topic(),
                table.topic() + Lake.beside(beside),
                due,
                isQuarantine ? SETTLED.formatted("beside", "used") + SETTLED.formatted("used", "beside") : "",
                used.number(),
                isQuarantine ? reason("used") : "",
                beside.number(),
                isQuarantine ? reason("beside") : "",
                columns.stream()
                        .map(column -> (column.equals(Tables.SOURCE_TOPIC_ID) ? DIFFERENT_IF_KNOWN : DIFFERENT)
                                .formatted(column))
                        .collect(joining(", ")),
                quarantine,
                quarantine + Lake.beside(beside));
    }

    private static String reason(String side) {
        return " || ': ' || coalesce(element_at(%1$s.violations, 1).rule, %1$s.kind)".formatted(side);
    }

    private long countedTwice(EventType type, String due) throws SQLException {
        String sql = COUNTED_TWICE.formatted(type.sourceTable(), EventHeaders.ATTEMPT, due, Lake.beside(beside));
        return ((Number) Query.run(connection, sql).value()).longValue();
    }
}
