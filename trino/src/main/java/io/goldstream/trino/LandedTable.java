package io.goldstream.trino;

import static java.util.stream.Collectors.joining;

import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.ColumnType.Scalar;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Table.Partitioning;
import io.goldstream.events.schema.Tables;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A landed table, which has the rows of the sinks' files, and the view of the contract's name and columns over it. Files are
 * filed by no date, so the date is the view's. Where there is a {@linkplain BaseTable base table}, the view has its rows, and of
 * landing those beyond the border: each row once.
 *
 * @param table by the event contract
 * @param beside what ends the names of a generation that stands beside the one in use; empty for that one
 */
record LandedTable(Table table, String beside) {

    /** The schema of the landed tables. */
    static final String SCHEMA = "landing";

    static LandedTable of(Table table) {
        return new LandedTable(table, "");
    }

    /** The one that a file declares. */
    static Optional<LandedTable> of(SqlFile file) {
        return Tables.all().stream()
                .map(LandedTable::of)
                .filter(landed -> landed.object().equals(file.object()))
                .findFirst();
    }

    /** Its name, such as {@code silver_listens}. */
    String name() {
        return table.topic().replace('.', '_');
    }

    /** Its name with the schema. */
    String object() {
        return SCHEMA + "." + name() + beside;
    }

    /** The view's name, such as {@code silver.listens}. */
    String view() {
        return table.topic() + beside;
    }

    /** The date of a row, by which base tables are partitioned, as an expression over the row's columns. */
    String date() {
        return date("landed.", table.partitioning());
    }

    private static String date(String prefix, Partitioning partitioning) {
        return "CAST(%s%s AS date)"
                .formatted(
                        prefix,
                        switch (partitioning) {
                            case INGEST_DATE -> "source_timestamp";
                            case EVENT_DATE -> "event_time";
                        });
    }

    /** The view's columns beside the landed ones: by what the table is partitioned, and when its raw record came in. */
    private Set<Partitioning> dates() {
        return EnumSet.of(table.partitioning(), Partitioning.INGEST_DATE);
    }

    private String dates(Function<Partitioning, String> expression) {
        return dates().stream()
                .map(date -> expression.apply(date) + " AS " + date.column())
                .collect(joining(", "));
    }

    /** Whether each generation has it anew. */
    boolean isGenerational() {
        return table.layer() != Layer.RAW;
    }

    /** The file of the view. */
    SqlFile viewFile(boolean hasBase) {
        StringBuilder file = new StringBuilder(
                "CREATE OR REPLACE VIEW %s\nCOMMENT %s\nAS\n".formatted(view(), SqlFile.literal(table.comment())));
        file.append(hasBase ? baseAndLanding() : landing()).append(";\n");
        for (Column column : table.landedColumns()) {
            file.append(comment(column.name(), column.comment()));
        }
        dates().forEach(date -> file.append(comment(date.column(), date.comment())));
        return new SqlFile(view().replace('.', '/') + ".sql", file.toString());
    }

    private String landing() {
        return """
                SELECT %s, %s
                FROM %s AS landed""".formatted(columns(), dates(date -> date("landed.", date)), object());
    }

    private String baseAndLanding() {
        return """
                WITH
                -- One row, also where nothing was moved: then offsets is null, and so is each comparison with it. One aggregation,
                -- because each step that needs the rows in another order is one more stage of every query.
                border AS (
                  SELECT
                    transform_values(
                      multimap_agg(
                        landed_topic_id || '/' || CAST(landed_partition AS varchar),
                        ROW(landed_offset, border_offset)),
                      (lane, runs) -> array_max(runs)[2]) AS offsets,
                    CAST(coalesce(max(border_time), TIMESTAMP '1970-01-01 00:00:00 UTC') AS timestamp(3) with time zone) AS since
                  FROM %1$s
                  WHERE event_date = %2$s
                )
                SELECT %3$s, %4$s
                FROM %1$s
                WHERE event_date > %2$s
                UNION ALL
                %5$s
                CROSS JOIN border
                WHERE coalesce(
                  landed_offset >= element_at(border.offsets, landed_topic_id || '/' || CAST(landed_partition AS varchar)),
                  true)
                  -- Files whose rows all are in base are not opened: they leave landing while questions are under way.
                  AND landed."$file_modified_time" >= border.since""".formatted(
                        base(""),
                        BaseTable.BORDER_DATE,
                        table.landedColumns().stream().map(LandedTable::shown).collect(joining(", ")),
                        dates(date -> date == table.partitioning() ? "event_date" : date("", date)),
                        landing());
    }

    /**
     * The base table of the generation that the settings show.
     *
     * @param metadata what is asked about it, such as {@code $files}; empty for its rows
     */
    String base(String metadata) {
        return "${base_catalog}.%s.\"%s%s%s\""
                .formatted(Settings.BASE, name(), isGenerational() ? "${generation}" : "", metadata);
    }

    private String columns() {
        return table.landedColumns().stream().map(Column::name).collect(joining(", "));
    }

    /** Iceberg has microseconds only. */
    private static String shown(Column column) {
        return column.type() == Scalar.TIMESTAMP_MILLIS
                ? "CAST(%1$s AS timestamp(3)) AS %1$s".formatted(column.name())
                : column.name();
    }

    private String comment(String column, String comment) {
        return "COMMENT ON COLUMN %s.%s IS %s;\n".formatted(view(), column, SqlFile.literal(comment));
    }
}
