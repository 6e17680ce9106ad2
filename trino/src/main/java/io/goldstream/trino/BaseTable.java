package io.goldstream.trino;

import static java.util.stream.Collectors.joining;

import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.ColumnType;
import io.goldstream.events.schema.ColumnType.Rows;
import io.goldstream.events.schema.ColumnType.Scalar;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.LandedCoordinate;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The base table of a landed table: an Iceberg table of the same rows, to which they are moved by landed coordinate. It also
 * holds the border, up to which they were moved: border rows in a partition of their own, of which the one with the largest
 * number counts. Rows and border are of one commit, so a snapshot holds exactly the rows below its border.
 *
 * @param table by the event contract
 * @param settings of the lake, with the generation that is moved
 */
public record BaseTable(Table table, Settings settings) {

    /** The partition of the border rows. A raw record can be of 1970-01-01, where its producer gave it no time. */
    public static final String BORDER_DATE = "DATE '1900-01-01'";

    /** About how large a file becomes, where a date has enough rows. */
    public static final long FILE_BYTES = 64L << 20;

    /** Of a table, beside its format: each commit deletes the metadata files of more than a hundred commits before. */
    public static final String PROPERTIES =
            "delete_after_commit_enabled = true, target_max_file_size = '" + FILE_BYTES + "B'";

    /** The same, as Iceberg lists them. */
    public static final Set<String> NATIVE_PROPERTIES =
            Set.of("write.metadata.delete-after-commit.enabled=true", "write.target-file-size-bytes=" + FILE_BYTES);

    private static final Pattern GENERATION = Pattern.compile("(.+?)(?:_g(\\d+))?");

    /** A file becomes visible at most this long after its own modification time. */
    private static final String UNSEEN = "INTERVAL '5' MINUTE";

    /** What the views of the lake's state read of each base table: each stands in their files as <code>${name}</code>. */
    private static final Map<String, String> PARTS = Map.of(
            "base_files", """
                    SELECT '%1$s', '%2$s', partition.event_date, file_path, file_size_in_bytes, record_count, true
                      FROM %4$s
                      WHERE partition.event_date > %6$s""",
            "base_rows", """
                    SELECT '%1$s', '%2$s', record_count,
                        CAST(from_iso8601_timestamp(json_extract_scalar(readable_metrics, '$.source_timestamp.upper_bound') || 'Z')
                          AT TIME ZONE 'UTC' AS timestamp(3))
                      FROM %4$s
                      WHERE partition.event_date > %6$s""",
            "base_names", "SELECT '%1$s', '%2$s'",
            "base_landed", """
                    SELECT '%1$s', '%2$s', landed_topic_id, landed_partition, landed_offset, "$path",
                        CAST("$file_modified_time" AT TIME ZONE 'UTC' AS timestamp(3))
                      FROM %5$s""",
            "base_borders", """
                    SELECT '%1$s', '%2$s', landed_topic_id, landed_partition, landed_offset, border_offset
                      FROM %3$s
                      WHERE event_date = %6$s""");

    /** One base table for each landed table. */
    public static List<BaseTable> all(Settings settings) {
        return Tables.all().stream()
                .map(table -> new BaseTable(table, settings))
                .toList();
    }

    /** Those of every generation that are there. Makes their catalog where there is none. */
    public static List<BaseTable> present(Connection connection, Settings settings) throws SQLException, LakeException {
        Lake.makeBaseCatalog(connection, settings);
        String query = "SELECT table_name FROM %s.information_schema.tables WHERE table_schema = '%s' ORDER BY 1"
                .formatted(settings.baseCatalog(), Settings.BASE);
        List<BaseTable> present = new ArrayList<>();
        for (List<Object> row : Query.run(connection, query).rows()) {
            Matcher name = GENERATION.matcher((String) row.getFirst());
            if (name.matches()) {
                Settings generation =
                        settings.with(name.group(2) == null ? Generation.FIRST : Generation.of(name.group(2)));
                all(generation).stream()
                        .filter(table -> table.name().equals(name.group()))
                        .forEach(present::add);
            }
        }
        return present;
    }

    /** Its name, such as {@code silver_listens}, or {@code silver_listens_g2} in the second generation. */
    public String name() {
        return settings.generation().topic(table).replace('.', '_');
    }

    /** Its name with catalog and schema. */
    public String qualified() {
        return settings.baseCatalog() + "." + Settings.BASE + "." + name();
    }

    /** What Iceberg says about it, such as {@code $files}. */
    public String metadata(String kind) {
        return "%s.%s.\"%s%s\"".formatted(settings.baseCatalog(), Settings.BASE, name(), kind);
    }

    /** The landed table behind the view that has its name. */
    public String landing() {
        return settings.catalog() + "." + LandedTable.of(table).object();
    }

    /** Statements that make it, and its schema. */
    List<String> make() {
        String columns = declared().values().stream()
                .map(column -> "  " + column + ",\n")
                .collect(joining());
        String create = """
                CREATE TABLE IF NOT EXISTS %s (
                %s  event_date date COMMENT %s
                )
                COMMENT %s
                WITH (format = 'PARQUET', partitioning = ARRAY['event_date'], %s)""".formatted(
                        qualified(),
                        columns,
                        SqlFile.literal(table.partitioning().comment()),
                        SqlFile.literal(table.comment()),
                        PROPERTIES);
        return List.of(makeSchema(settings), create);
    }

    /** The statement that makes the schema of all base tables. */
    static String makeSchema(Settings settings) {
        return "CREATE SCHEMA IF NOT EXISTS %s.%s WITH (location = '%s')"
                .formatted(
                        settings.baseCatalog(),
                        Settings.BASE,
                        settings.locations().get(Settings.BASE));
    }

    /** Statements that add the columns that it lacks. */
    List<String> missing(Set<String> present) {
        return declared().entrySet().stream()
                .filter(column -> !present.contains(column.getKey()))
                .map(column -> "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s".formatted(qualified(), column.getValue()))
                .toList();
    }

    /** Its columns but the date, by their names. */
    private Map<String, String> declared() {
        Map<String, String> declared = new LinkedHashMap<>();
        table.landedColumns()
                .forEach(column ->
                        declared.put(column.name(), declared(column.name(), type(column.type()), column.comment())));
        declared.put(
                "border_offset",
                declared(
                        "border_offset",
                        "bigint",
                        "Of a border row: the first offset of the partition that was not moved."));
        declared.put(
                "border_time",
                declared(
                        "border_time",
                        "timestamp(6) with time zone",
                        "Of a border row: landed files that are older hold moved rows only."));
        return declared;
    }

    private static String declared(String name, String type, String comment) {
        return name + " " + type + " COMMENT " + SqlFile.literal(comment);
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
                GROUP BY 1, 2, 3""".formatted(todo(marks), landedDate(), landing());
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
                %2$s,
                %11$s
                  SELECT
                    %3$s AS event_date,
                    CAST(NULL AS bigint) AS border_offset,
                    CAST(NULL AS timestamp(6) with time zone) AS border_time,
                    %4$s
                  FROM %5$s AS landed
                  JOIN todo
                    ON landed.landed_topic_id = todo.topic_id
                    AND landed.landed_partition = todo.part
                    AND landed.landed_offset >= todo.since
                    AND landed.landed_offset < todo.upto
                  UNION ALL
                  SELECT %6$s, upto, unmoved.since, %7$s
                  FROM todo
                  CROSS JOIN unmoved
                ) AS source
                ON base.event_date IN (%10$s, %6$s)
                  AND base.event_date = source.event_date
                  AND base.landed_topic_id = source.landed_topic_id
                  AND base.landed_partition = source.landed_partition
                  AND base.landed_offset = source.landed_offset
                WHEN NOT MATCHED THEN INSERT (event_date, border_offset, border_time, %8$s)
                VALUES (source.event_date, source.border_offset, source.border_time, %9$s)""".formatted(
                qualified(),
                todo(marks),
                landedDate(),
                table.landedColumns().stream().map(BaseTable::stored).collect(joining(", ")),
                landing(),
                BORDER_DATE,
                names.stream().map(BaseTable::ofBorderRow).collect(joining(", ")),
                String.join(", ", names),
                names.stream().map("source."::concat).collect(joining(", ")),
                dates.stream().sorted().map(date -> "DATE '" + date + "'").collect(joining(", ")),
                unmoved());
    }

    /**
     * The time of the oldest file with a row that is not below the border then, and no row of a file that is not seen yet is:
     * files come with the time at which they come, but for what {@link #UNSEEN} allows. Behind it, a question opens no file.
     */
    private String unmoved() {
        return """
                reached AS (
                  SELECT map_agg(lane, upto) AS offsets
                  FROM (
                    SELECT topic_id || '/' || CAST(part AS varchar) AS lane, max(upto) AS upto
                    FROM (SELECT topic_id, part, upto FROM mark UNION ALL SELECT topic_id, part, since FROM border)
                    GROUP BY 1
                  )
                ),
                unmoved AS (
                  SELECT
                    CAST(
                      coalesce(
                        min("$file_modified_time") FILTER (WHERE coalesce(
                          landed_offset >= element_at(
                            reached.offsets,
                            landed_topic_id || '/' || CAST(landed_partition AS varchar)),
                          true)),
                        max("$file_modified_time")) - %s AS timestamp(6) with time zone) AS since
                  FROM %s
                  CROSS JOIN reached
                )""".formatted(UNSEEN, landing());
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
     * A query of the landed files of which every row was in the base table at a point in time. The server keeps the second table of
     * the join in memory, and leaves out files of the first by it: rows of landing are few beside those of their dates in base.
     *
     * @param at such as {@code TIMESTAMP '2025-01-30 08:00:00 UTC'}
     */
    public String wholeFiles(String at) {
        return """
                WITH
                landed AS (
                  SELECT "$path" AS path, "$file_modified_time" AS modified, %1$s AS event_date, landed_topic_id, landed_partition, landed_offset
                  FROM %2$s AS landed
                ),
                files AS (
                  SELECT path, modified, count(*) AS row_count
                  FROM landed
                  GROUP BY path, modified
                ),
                found AS (
                  SELECT landed.path, count(*) AS row_count
                  FROM %3$s FOR TIMESTAMP AS OF %4$s AS base
                  JOIN landed
                    ON base.event_date = landed.event_date
                    AND base.landed_topic_id = landed.landed_topic_id
                    AND base.landed_partition = landed.landed_partition
                    AND base.landed_offset = landed.landed_offset
                  GROUP BY landed.path
                )
                SELECT files.path, files.row_count, files.modified
                FROM files
                JOIN found ON found.path = files.path AND found.row_count = files.row_count""".formatted(landedDate(), landing(), qualified(), at);
    }

    /**
     * A query of the landed files that no question opens that was asked since a point in time. A row that never moves, such as one of
     * a topic that was made anew, holds {@code border_time} back: then all files count of which every row was in the base table.
     */
    public String unopenedFiles(String at) {
        return """
                WITH
                whole AS (
                %1$s
                ),
                border AS (
                  SELECT max(border_time) AS since
                  FROM %2$s FOR TIMESTAMP AS OF %3$s
                  WHERE event_date = %4$s
                )
                SELECT whole.path, whole.row_count
                FROM whole
                CROSS JOIN border
                WHERE whole.modified < border.since OR border.since < %3$s - INTERVAL '1' DAY
                ORDER BY whole.path""".formatted(wholeFiles(at), qualified(), at, BORDER_DATE);
    }

    /** Puts into a view of the lake's state what it reads of each base table: nothing where there are none. */
    static String state(String text, Set<String> moved) {
        String filled = text;
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            filled = filled.replace(
                    "${" + part.getKey() + "}",
                    Tables.all().stream()
                            .filter(table -> moved.contains(table.topic()))
                            .map(LandedTable::of)
                            .map(landed -> "UNION ALL\n  "
                                    + part.getValue()
                                            .formatted(
                                                    landed.table().layer().id(),
                                                    landed.table().name(),
                                                    landed.base(""),
                                                    landed.base("$files"),
                                                    landed.object(),
                                                    BORDER_DATE))
                            .collect(joining("\n  ")));
        }
        return filled;
    }

    private String landedDate() {
        return LandedTable.of(table).date();
    }

    /** Iceberg knows microseconds only. */
    private static String stored(Column column) {
        return column.type() == Scalar.TIMESTAMP_MILLIS
                ? "CAST(landed.%1$s AS timestamp(6)) AS %1$s".formatted(column.name())
                : "landed." + column.name();
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
}
