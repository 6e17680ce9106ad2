package io.goldstream.cli.reconcile;

import io.goldstream.events.EventType;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Compares the layers by raw coordinates, in Trino: what an analyst can see, and nothing that is only on its way. */
public final class Reconciliation {

    /** Each coordinate's rows by layer, then the partitions' sums. */
    private static final String QUERY = """
            WITH landed AS (
              SELECT 'raw' AS layer, source_partition, source_offset FROM raw.%1$s WHERE %3$s
              UNION ALL
              SELECT 'bronze', source_partition, source_offset FROM bronze.%1$s%5$s WHERE %3$s
              UNION ALL
              SELECT 'quarantine', source_partition, source_offset FROM quarantine.events%5$s
              WHERE source_topic = '%4$s' AND (%3$s)
              UNION ALL
              SELECT 'silver', source_partition, source_offset FROM silver.%2$s%5$s WHERE %3$s
            ), coordinates AS (
              SELECT
                source_partition,
                source_offset,
                count_if(layer = 'raw') AS raw,
                count_if(layer = 'bronze') AS bronze,
                count_if(layer = 'quarantine') AS quarantine,
                count_if(layer = 'silver') AS silver
              FROM landed
              GROUP BY source_partition, source_offset
            )
            SELECT
              source_partition,
              max(source_offset) FILTER (WHERE raw > 0),
              sum(raw),
              sum(bronze),
              sum(quarantine),
              sum(silver),
              count_if(raw = 0),
              count_if(raw > 0 AND bronze + quarantine = 0),
              count_if(least(bronze, 1) <> least(silver, 1)),
              count_if(raw > 1 OR bronze + quarantine > 1 OR silver > 1)
            FROM coordinates
            GROUP BY source_partition
            """;

    private Reconciliation() {}

    /**
     * Counts each raw topic up to the mark.
     *
     * @param mark the last offset to look at, by raw partition
     */
    public static List<TopicCount> count(Connection connection, Map<TopicPartition, Long> mark) throws SQLException {
        return count(connection, mark, "");
    }

    /**
     * The same of a generation that stands beside the one in use.
     *
     * @param suffix what ends its tables' names
     */
    public static List<TopicCount> count(Connection connection, Map<TopicPartition, Long> mark, String suffix)
            throws SQLException {
        List<TopicCount> counts = new ArrayList<>();
        for (EventType type : EventType.values()) {
            counts.add(count(connection, type, mark, suffix));
        }
        return counts;
    }

    private static TopicCount count(
            Connection connection, EventType type, Map<TopicPartition, Long> mark, String suffix) throws SQLException {
        String topic = Tables.of(Layer.RAW, type).topic();
        Map<Integer, Long> last = new HashMap<>();
        mark.forEach((partition, offset) -> {
            if (partition.topic().equals(topic)) {
                last.put(partition.partition(), offset);
            }
        });
        TopicCount total = TopicCount.none(topic);
        if (last.isEmpty()) {
            return total;
        }
        Map<Integer, Long> missing = new HashMap<>(last);
        for (List<Object> row :
                Query.run(connection, sql(type, topic, last, suffix)).rows()) {
            int partition = ((Number) row.getFirst()).intValue();
            boolean isWhole = row.get(1) != null && number(row, 1) == last.get(partition);
            if (isWhole) {
                missing.remove(partition);
            }
            total = total.plus(new TopicCount(
                    topic,
                    number(row, 2),
                    number(row, 3),
                    number(row, 4),
                    number(row, 5),
                    number(row, 6),
                    number(row, 7),
                    number(row, 8),
                    number(row, 9)));
        }
        return total.plus(new TopicCount(topic, 0, 0, 0, 0, missing.size(), 0, 0, 0));
    }

    private static String sql(EventType type, String topic, Map<Integer, Long> last, String suffix) {
        String due = last.entrySet().stream()
                .map(entry ->
                        "source_partition = %d AND source_offset <= %d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" OR "));
        return QUERY.formatted(type.sourceTable(), type.silverTable(), due, topic, suffix);
    }

    private static long number(List<Object> row, int column) {
        return ((Number) row.get(column)).longValue();
    }
}
