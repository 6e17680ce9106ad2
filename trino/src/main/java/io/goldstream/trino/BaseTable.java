package io.goldstream.trino;

import static java.util.stream.Collectors.joining;

import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.ColumnType;
import io.goldstream.events.schema.ColumnType.Rows;
import io.goldstream.events.schema.ColumnType.Scalar;
import io.goldstream.events.schema.LandedCoordinate;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The base table of a landed table: an Iceberg table of the same rows, to which they are moved by landed coordinate. It also
 * holds the border, up to which they were moved: border rows in a partition of their own, of which the one with the largest
 * number counts. Rows and border are of one commit, so a snapshot holds exactly the rows below its border.
 *
 * @param table by the event contract
 * @param settings of the lake, with the generation that is moved
 */
public record BaseTable(Table table, Settings settings) {

    /** The schema of the landed tables once a view has their names. */
    static final String LANDING = "landing";

    /** Its tables have locations of their own. */
    static final SqlFile LANDING_SCHEMA = new SqlFile(
            LANDING + "/schema.sql",
            "CREATE SCHEMA IF NOT EXISTS " + LANDING + " WITH (location = '${raw_location}');\n");

    /** In a landed table's file, the column of the date by which files are filed, and what the table says of it. */
    private static final String PARTITION_COLUMN = "(?s),\\n  %s date [^\\n]*\\(\\n.*?\\n  \\)(?=\\n\\))";

    private static final String PARTITIONED_BY = "\\n  partition\\w+ = [^\\n]*";

    /** The partition of the border rows. A raw record can be of 1970-01-01, where its producer gave it no time. */
    private static final String BORDER_DATE = "DATE '1900-01-01'";

    /** What the views of the lake's state read of each base table: each stands in their files as <code>${name}</code>. */
    static final Map<String, String> PARTS = Map.of(
            "base_files", """
                    SELECT '%1$s', '%2$s', partition.event_date, file_path, file_size_in_bytes, record_count
                      FROM %3$s"%4$s$files"
                      WHERE partition.event_date > %5$s""",
            "base_names", "SELECT '%1$s', '%2$s'",
            "base_landed", """
                    SELECT '%1$s', '%2$s', landed_topic_id, landed_partition, landed_offset,
                        CAST("$file_modified_time" AT TIME ZONE 'UTC' AS timestamp(3))
                      FROM %6$s""",
            "base_borders", """
                    SELECT '%1$s', '%2$s', landed_topic_id, landed_partition, landed_offset, border_offset
                      FROM %3$s%4$s
                      WHERE event_date = %5$s""");

    /** One base table for each landed table. */
    public static List<BaseTable> all(Settings settings) {
        return Tables.all().stream()
                .map(table -> new BaseTable(table, settings))
                .toList();
    }

    /** Its name, such as {@code silver_listens}, or {@code silver_listens_g2} in the second generation. */
    public String name() {
        return underscored(settings.generation().topic(table));
    }

    /** Its name with catalog and schema. */
    public String qualified() {
        return settings.baseCatalog() + "." + Settings.BASE + "." + name();
    }

    /** The landed table behind the view that has its name. */
    public String landing() {
        return settings.catalog() + "." + LANDING + "." + landingName(table);
    }

    static String landingName(Table table) {
        return underscored(table.topic());
    }

    private static String underscored(String name) {
        return name.replace('.', '_');
    }

    /** Statements that make it, and its schema. */
    List<String> make() {
        String columns = table.landedColumns().stream()
                .map(column -> "  " + column.name() + " " + type(column.type()) + " COMMENT "
                        + literal(column.comment()) + ",\n")
                .collect(joining());
        String schema = "CREATE SCHEMA IF NOT EXISTS %s.%s WITH (location = '%s')"
                .formatted(settings.baseCatalog(), Settings.BASE, location());
        String create =
                """
                CREATE TABLE IF NOT EXISTS %s (
                %s  border_offset bigint COMMENT 'Of a border row: the first offset of the partition that was not moved.',
                  event_date date COMMENT %s
                )
                COMMENT %s
                WITH (format = 'PARQUET', partitioning = ARRAY['event_date'])""".formatted(qualified(), columns, literal(table.partitioning().comment()), literal(table.comment()));
        return List.of(schema, create);
    }

    /** Statements that add the columns that it lacks. */
    List<String> missing(Set<String> present) {
        return table.landedColumns().stream()
                .filter(column -> !present.contains(column.name()))
                .map(column -> "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s COMMENT %s"
                        .formatted(qualified(), column.name(), type(column.type()), literal(column.comment())))
                .toList();
    }

    private String location() {
        String location = settings.locations().get(Settings.BASE);
        if (location == null) {
            throw new IllegalStateException("No location for the base tables among " + settings.locations());
        }
        return location;
    }

    private List<String> names() {
        return table.landedColumns().stream().map(Column::name).toList();
    }

    /** A query of the border: topic's id, partition, the first offset that was not moved. */
    public String border() {
        return """
                SELECT landed_topic_id, landed_partition, max_by(border_offset, landed_offset) AS border_offset
                FROM %s
                WHERE event_date = %s
                GROUP BY landed_topic_id, landed_partition""".formatted(qualified(), BORDER_DATE);
    }

    /**
     * A query of the rows that wait between the border and the marks: topic's id, partition, date, number of rows, the
     * smallest offset.
     *
     * @param marks rows of a {@code VALUES} list: topic's id, partition, the first offset that is not to be moved
     */
    public String waiting(String marks) {
        return """
                WITH
                %s
                SELECT landed.landed_topic_id, landed.landed_partition, %s, count(*), min(landed.landed_offset)
                FROM %s AS landed
                JOIN todo
                  ON landed.landed_topic_id = todo.topic_id
                  AND landed.landed_partition = todo.part
                  AND landed.landed_offset >= todo.since
                  AND landed.landed_offset < todo.upto
                GROUP BY 1, 2, 3""".formatted(todo(marks), landedDate(table), landing());
    }

    /**
     * Moves the rows between the border and the marks, and the border with them. One commit, which fails where another run has
     * written border rows since this one's snapshot: both have files in that partition. What the condition says of the table
     * alone limits what is checked for conflicts, so the dates have that of the border rows among them. Without the dates, all
     * history would be read.
     *
     * @param dates of the rows
     */
    public String move(String marks, Collection<LocalDate> dates) {
        List<String> names = names();
        return """
                MERGE INTO %1$s AS base
                USING (
                  WITH
                %2$s
                  SELECT %3$s AS event_date, CAST(NULL AS bigint) AS border_offset, %4$s
                  FROM %5$s AS landed
                  JOIN todo
                    ON landed.landed_topic_id = todo.topic_id
                    AND landed.landed_partition = todo.part
                    AND landed.landed_offset >= todo.since
                    AND landed.landed_offset < todo.upto
                  UNION ALL
                  SELECT %6$s, upto, %7$s
                  FROM todo
                ) AS source
                ON base.event_date IN (%10$s, %6$s)
                  AND base.event_date = source.event_date
                  AND base.landed_topic_id = source.landed_topic_id
                  AND base.landed_partition = source.landed_partition
                  AND base.landed_offset = source.landed_offset
                WHEN NOT MATCHED THEN INSERT (event_date, border_offset, %8$s)
                VALUES (source.event_date, source.border_offset, %9$s)""".formatted(
                qualified(),
                todo(marks),
                landedDate(table),
                table.landedColumns().stream().map(BaseTable::stored).collect(joining(", ")),
                landing(),
                BORDER_DATE,
                names.stream().map(BaseTable::ofBorderRow).collect(joining(", ")),
                String.join(", ", names),
                names.stream().map("source."::concat).collect(joining(", ")),
                dates.stream().sorted().map(date -> "DATE '" + date + "'").collect(joining(", ")));
    }

    /** Of each mark that is beyond the border: from where to where, and the number of this run. */
    private String todo(String marks) {
        return """
                mark (topic_id, part, upto) AS (
                  VALUES %s
                ),
                border AS (
                  SELECT
                    landed_topic_id AS topic_id,
                    landed_partition AS part,
                    max_by(border_offset, landed_offset) AS since,
                    max(landed_offset) AS run
                  FROM %s
                  WHERE event_date = %s
                  GROUP BY landed_topic_id, landed_partition
                ),
                todo AS (
                  SELECT mark.topic_id, mark.part, coalesce(border.since, 0) AS since, mark.upto, coalesce(border.run, 0) + 1 AS run
                  FROM mark
                  LEFT JOIN border ON border.topic_id = mark.topic_id AND border.part = mark.part
                  WHERE mark.upto > coalesce(border.since, 0)
                )""".formatted(marks, qualified(), BORDER_DATE);
    }

    /**
     * A query of the landed files of which every row was in the base table at a point in time.
     *
     * @param at such as {@code TIMESTAMP '2025-01-30 08:00:00 UTC'}
     */
    public String wholeFiles(String at) {
        return """
                WITH
                landed AS (
                  SELECT landed."$path" AS path, %1$s AS event_date, landed_topic_id, landed_partition, landed_offset
                  FROM %2$s AS landed
                ),
                files AS (
                  SELECT path, count(*) AS row_count
                  FROM landed
                  GROUP BY path
                ),
                found AS (
                  SELECT landed.path, count(*) AS row_count
                  FROM landed
                  JOIN %3$s FOR TIMESTAMP AS OF %4$s AS base
                    ON base.event_date = landed.event_date
                    AND base.landed_topic_id = landed.landed_topic_id
                    AND base.landed_partition = landed.landed_partition
                    AND base.landed_offset = landed.landed_offset
                  GROUP BY landed.path
                )
                SELECT files.path, files.row_count
                FROM files
                JOIN found ON found.path = files.path AND found.row_count = files.row_count
                ORDER BY files.path""".formatted(landedDate(table), landing(), qualified(), at);
    }

    /**
     * The landed table's file, for the schema of those behind a view. It has all files below its folder, and no column by which
     * they are filed: so a sink may file rows by date or not.
     */
    static SqlFile landing(SqlFile file) {
        Table table = Tables.byTopic(file.object()).orElseThrow();
        String create = "CREATE TABLE IF NOT EXISTS ";
        String text = file.text()
                .replace(create + file.object() + " (", create + LANDING + "." + landingName(table) + " (")
                .replaceFirst(PARTITION_COLUMN.formatted(table.partitioning().column()), "")
                .replaceAll(PARTITIONED_BY, "");
        return new SqlFile(LANDING + "/" + landingName(table) + ".sql", text);
    }

    /** A file of the view that has the landed table's name: base and what landed beyond the border, each row once. */
    static SqlFile view(Table table, Settings settings) {
        BaseTable base = new BaseTable(table, settings);
        String text = """
                CREATE OR REPLACE VIEW %1$s
                COMMENT %2$s
                AS
                WITH
                -- One row, also where nothing was moved: then offsets is null, and so is each comparison with it. One aggregation,
                -- because each step that needs the rows in another order is one more stage of every query.
                border AS (
                  SELECT
                    transform_values(
                      multimap_agg(
                        landed_topic_id || '/' || CAST(landed_partition AS varchar),
                        ROW(landed_offset, border_offset)),
                      (lane, runs) -> array_max(runs)[2]) AS offsets
                  FROM %3$s
                  WHERE event_date = %4$s
                )
                SELECT %5$s, event_date AS %6$s
                FROM %3$s
                WHERE event_date > %4$s
                UNION ALL
                SELECT %7$s, %10$s
                FROM %8$s.%9$s AS landed
                CROSS JOIN border
                WHERE coalesce(
                  landed_offset >= element_at(border.offsets, landed_topic_id || '/' || CAST(landed_partition AS varchar)),
                  true);
                """.formatted(
                        table.topic(),
                        literal(table.comment()),
                        settings.baseCatalog() + "." + Settings.BASE + "." + nameOfAnyGeneration(table),
                        BORDER_DATE,
                        table.landedColumns().stream().map(BaseTable::shown).collect(joining(", ")),
                        table.partitioning().column(),
                        String.join(", ", base.names()),
                        LANDING,
                        landingName(table),
                        landedDate(table));
        StringBuilder file = new StringBuilder(text);
        for (Column column : table.landedColumns()) {
            file.append(comment(table, column.name(), column.comment()));
        }
        file.append(comment(
                table, table.partitioning().column(), table.partitioning().comment()));
        return new SqlFile(table.topic().replace('.', '/') + ".sql", file.toString());
    }

    /** The file of a view of the lake's state: the landed tables are behind views, which have no files. */
    static SqlFile state(SqlFile file, Settings settings) {
        String text = file.text();
        for (Table table : moved(settings)) {
            text = text.replace(
                    "%s, \"$path\", \"$file_size\" FROM %s\n"
                            .formatted(table.partitioning().column(), table.topic()),
                    "%s, \"$path\", \"$file_size\" FROM %s.%s AS landed\n"
                            .formatted(landedDate(table), LANDING, landingName(table)));
        }
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            text = text.replace("${" + part.getKey() + "}", ofEach(settings, part.getValue()));
        }
        return new SqlFile(file.path(), text);
    }

    private static String ofEach(Settings settings, String part) {
        return moved(settings).stream()
                .map(table -> "UNION ALL\n  "
                        + part.formatted(
                                table.layer().id(),
                                table.name(),
                                settings.baseCatalog() + "." + Settings.BASE + ".",
                                nameOfAnyGeneration(table),
                                BORDER_DATE,
                                LANDING + "." + landingName(table)))
                .collect(joining("\n  "));
    }

    private static List<Table> moved(Settings settings) {
        return Tables.all().stream()
                .filter(table -> settings.moved().contains(table.topic()))
                .toList();
    }

    /** As files have it: of the generation that the settings show. */
    private static String nameOfAnyGeneration(Table table) {
        return landingName(table) + (table.layer() == Layer.RAW ? "" : "${generation}");
    }

    private static String comment(Table table, String column, String comment) {
        return "COMMENT ON COLUMN " + table.topic() + "." + column + " IS " + literal(comment) + ";\n";
    }

    /** The date of a landed row. A raw record can be without a time. */
    private static String landedDate(Table table) {
        return switch (table.partitioning()) {
            case EVENT_DATE -> "CAST(landed.event_time AS date)";
            case INGEST_DATE -> "coalesce(CAST(landed.source_timestamp AS date), DATE '1970-01-01')";
        };
    }

    /** Iceberg knows microseconds only. */
    private static String stored(Column column) {
        return column.type() == Scalar.TIMESTAMP_MILLIS
                ? "CAST(landed.%1$s AS timestamp(6)) AS %1$s".formatted(column.name())
                : "landed." + column.name();
    }

    private static String shown(Column column) {
        return column.type() == Scalar.TIMESTAMP_MILLIS
                ? "CAST(%1$s AS timestamp(3)) AS %1$s".formatted(column.name())
                : column.name();
    }

    private static String ofBorderRow(String column) {
        return switch (column) {
            case LandedCoordinate.TOPIC_ID -> "topic_id";
            case LandedCoordinate.PARTITION -> "part";
            case LandedCoordinate.OFFSET -> "run";
            default -> "NULL";
        };
    }

    private static String type(ColumnType type) {
        return switch (type) {
            case Scalar scalar ->
                switch (scalar) {
                    case STRING -> "varchar";
                    case BYTES -> "varbinary";
                    case TIMESTAMP_MILLIS -> "timestamp(6)";
                    case LONG -> "bigint";
                    case INTEGER, DOUBLE, BOOLEAN -> scalar.name().toLowerCase(Locale.ROOT);
                };
            case Rows rows ->
                rows.columns().stream()
                        .map(column -> column.name() + " " + type(column.type()))
                        .collect(joining(", ", "array(row(", "))"));
        };
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
