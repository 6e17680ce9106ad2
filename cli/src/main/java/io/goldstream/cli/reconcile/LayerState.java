package io.goldstream.cli.reconcile;

import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far a layer is.
 *
 * @param layer which
 * @param rows in all its tables
 * @param newest the time of the newest raw record behind its rows, in UTC; empty where it has none
 * @param toLand what of its topics its sink has still to land; empty where no Kafka was asked
 */
public record LayerState(Layer layer, long rows, Optional<LocalDateTime> newest, Optional<Behind> toLand) {

    /** Asks Trino for rows and, where there is one, Kafka for lag. */
    public static LayerState of(Layer layer, Connection connection, Optional<Diagnosis> diagnosis)
            throws SQLException, InterruptedException {
        String counts = Tables.of(layer).stream()
                .map(LayerState::count)
                .collect(Collectors.joining(" UNION ALL ", "SELECT sum(n), max(newest) FROM (", ")"));
        List<Object> row = Query.run(connection, counts).rows().getFirst();
        return new LayerState(
                layer,
                ((Number) row.getFirst()).longValue(),
                Optional.ofNullable((LocalDateTime) row.get(1)),
                diagnosis.isPresent() ? Optional.of(diagnosis.get().toLand(layer)) : Optional.empty());
    }

    private static String count(Table table) {
        return "SELECT count(*) AS n, max(source_timestamp) AS newest FROM " + table.topic();
    }
}
