package io.goldstream.trino;

import static java.util.stream.Collectors.joining;

import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.base.Lane;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kept tables of users, which hold what the views {@code defined.user_spans} and {@code defined.users} say, as of the rows that
 * their border tells: one row for each user and date, and one row for each user. They are made of base tables alone.
 *
 * <p>Each statement computes touched users anew by the text of the views, so a statement that runs twice, or at the same time as
 * another one, changes nothing that is not so. The tables' names have a part that changes with the definition. So a lake that an
 * earlier version has kept shows the definition until its users are kept anew.
 *
 * @param settings of the lake, with the generation that is kept
 */
public record KeptUsers(Settings settings) {

    /** The view that shows the kept users where there are some. */
    static final String VIEW = "silver.dim_users";

    /** The schema of the kept tables, in the catalog of the base tables. */
    public static final String SCHEMA = "kept";

    private static final SqlFile SPANS = SqlFile.of("defined/user_spans.sql");
    private static final SqlFile USERS = SqlFile.of("defined/users.sql");

    /** The topics of which the views are made. */
    private static final List<Table> SOURCES = Tables.all().stream()
            .filter(table -> Lineage.references(SPANS.text()).contains(table.topic()))
            .toList();

    private static final Pattern SOURCE = Pattern.compile("\\b(?:%s)\\b"
            .formatted(
                    SOURCES.stream().map(table -> Pattern.quote(table.topic())).collect(joining("|"))));

    private static final String OF_TOUCHED =
            "JOIN touched ON touched.user_id = %1$s.user_id AND touched.event_date = %1$s.event_date";

    private static final String SPAN =
            "event_time, session_id, item_in_session, type, event_id, level, first_name, last_name, gender, registered_at, cancelled_at,"
                    + " logged_in_at, new_level";

    private static final String SPAN_TYPE =
            "array(row(event_time timestamp(6), session_id varchar, item_in_session integer, type varchar, event_id varchar,"
                    + " level varchar, first_name varchar, last_name varchar, gender varchar, registered_at timestamp(6),"
                    + " cancelled_at timestamp(6), logged_in_at timestamp(6), new_level varchar))";

    private static final String PERIOD_TYPE =
            "array(row(level varchar, valid_from timestamp(6), next_change timestamp(6)))";

    private static final String BORDER_TYPE =
            "array(row(topic varchar, topic_id varchar, part integer, border_offset bigint))";

    /** Changes whenever a text does by which rows are kept. */
    private static final String DEFINITION = SqlFile.sha256(SPANS.text() + USERS.text() + SPAN_TYPE + PERIOD_TYPE)
            .substring(0, 8);

    /** The name of the table with a row for each user. */
    public String name() {
        return nameOf("users");
    }

    /** Whether a table holds users of this generation, by any definition. */
    public boolean isOfGeneration(String table) {
        return table.matches("user(?:s|_spans)" + settings.generation().suffix() + "_[0-9a-f]{8}");
    }

    /** The names of the tables, the one that is made last first. */
    public List<String> names() {
        return List.of(nameOf("users"), nameOf("user_spans"));
    }

    private String nameOf(String table) {
        return table + settings.generation().suffix() + "_" + DEFINITION;
    }

    /** A table's name with catalog and schema. */
    public String qualified(String name) {
        return settings.baseCatalog() + "." + SCHEMA + "." + name;
    }

    private String spans() {
        return qualified(nameOf("user_spans"));
    }

    private String users() {
        return qualified(nameOf("users"));
    }

    /** Puts into a view what it reads: kept tables where they are, or the view that defines what they hold. */
    static String shown(String text, Set<String> moved) {
        String kept = """
                (
                  SELECT
                    users.user_id, users.first_name, users.last_name, users.gender, period.level,
                    CAST(users.registered_at AS timestamp(3)) AS registered_at,
                    CAST(period.valid_from AS timestamp(3)) AS valid_from,
                    CAST(period.next_change AS timestamp(3)) AS next_change,
                    CAST(users.cancelled_at AS timestamp(3)) AS cancelled_at
                  FROM ${base_catalog}.%s."users${generation}_%s" AS users
                  CROSS JOIN UNNEST(users.periods) AS period (level, valid_from, next_change)
                  WHERE NOT users.is_border
                )""".formatted(SCHEMA, DEFINITION);
        String border = """
                UNION ALL
                  SELECT border.topic, border.topic_id, border.part, border.border_offset, spans.run, spans.kept_at
                  FROM ${base_catalog}.%s."user_spans${generation}_%s" AS spans
                  CROSS JOIN UNNEST(spans.border) AS border (topic, topic_id, part, border_offset)
                  WHERE spans.event_quarter = %s""".formatted(SCHEMA, DEFINITION, BaseTable.BORDER_DATE);
        return text.replace("${users}", moved.contains(VIEW) ? kept : USERS.object())
                .replace("${kept_borders}", moved.contains(VIEW) ? border : "")
                .replaceAll(" *\\$\\{of_touched_\\w+}\n", "");
    }

    /** Of each table, a query of the partitions that have more files than these: each as a condition. */
    public Map<String, String> fragmented(int files) {
        return Map.of(
                nameOf("user_spans"), fragmented(nameOf("user_spans"), "event_quarter", "DATE", files),
                nameOf("users"), fragmented(nameOf("users"), "is_border", "BOOLEAN", files));
    }

    private String fragmented(String table, String partition, String type, int files) {
        return """
                SELECT '%1$s = %2$s ' || chr(39) || CAST(partition.%1$s AS varchar) || chr(39)
                FROM %3$s.%4$s."%5$s$files"
                GROUP BY partition.%1$s
                HAVING count(*) > %6$d""".formatted(partition, type, settings.baseCatalog(), SCHEMA, table, files);
    }

    /** A query of the names of all kept tables. */
    public String tables() {
        return "SELECT table_name FROM %s.information_schema.tables WHERE table_schema = '%s'"
                .formatted(settings.baseCatalog(), SCHEMA);
    }

    /** The statement that makes the schema. */
    public String makeSchema() {
        return "CREATE SCHEMA IF NOT EXISTS %s.%s WITH (location = '%s/%s')"
                .formatted(settings.baseCatalog(), SCHEMA, settings.locations().get(Settings.BASE), SCHEMA);
    }

    /** A query of the border of the base tables: topic, its id, partition, the first offset that base does not have. */
    public String borderOfBase() {
        return SOURCES.stream()
                .map(table ->
                        "SELECT '%s' AS topic, landed_topic_id AS topic_id, landed_partition AS part, border_offset FROM (%s)"
                                .formatted(table.topic(), new BaseTable(table, settings).border()))
                .collect(joining("\nUNION ALL\n"));
    }

    /** A query of the border of the kept spans, in the same columns, and the number of the run that wrote it. */
    public String borderOfSpans() {
        return """
                SELECT border.topic, border.topic_id, border.part, border.border_offset, last.run
                FROM (SELECT max_by(border, run) AS border, max(run) AS run FROM %s WHERE event_quarter = %s) AS last
                CROSS JOIN UNNEST(last.border) AS border (topic, topic_id, part, border_offset)""".formatted(spans(), BaseTable.BORDER_DATE);
    }

    /** A query of the run up to which users are made of the kept spans. */
    public String runOfUsers() {
        return "SELECT max(run) FROM %s WHERE is_border".formatted(users());
    }

    /** Keeps the spans of all rows of base, where nothing is kept. A writer opens a file for each quarter; Trino's limit is 100. */
    public String fillSpans() {
        return """
                CREATE TABLE %s
                COMMENT 'What users'' events of a date say, by defined.user_spans, and the border of base up to which it is so.'
                WITH (format = 'PARQUET', partitioning = ARRAY['event_quarter'])
                AS
                %s""".formatted(spans(), spansOf("", "", 1));
    }

    /**
     * Where the rows of a partition begin that are not kept.
     *
     * @param topic such as {@code silver.status_changes}
     * @param offset the first one, as the rows' landed coordinate
     */
    public record Since(String topic, Lane lane, long offset) {}

    /** A query of the quarters of which there are rows beyond a border, and of how many users and dates. */
    public String touchedQuarters(List<Since> since) {
        return "WITH\n%s\nSELECT date_trunc('quarter', event_date), count(*) FROM touched GROUP BY 1"
                .formatted(touched(since));
    }

    /** Keeps the spans of the users and dates that have rows beyond the border, and the border of base with them. */
    public String keepSpans(List<Since> since, long run, Collection<LocalDate> quarters) {
        String partitions = Stream.concat(
                        quarters.stream().sorted().map(quarter -> "DATE '" + quarter + "'"),
                        Stream.of(BaseTable.BORDER_DATE))
                .collect(joining(", "));
        return """
                MERGE INTO %s AS kept
                USING (
                %s
                ) AS source
                ON kept.event_quarter IN (%s)
                  AND kept.event_quarter = source.event_quarter
                  AND kept.event_date = source.event_date
                  AND kept.user_id = source.user_id
                WHEN MATCHED AND kept.spans IS DISTINCT FROM source.spans
                  THEN UPDATE SET spans = source.spans, run = source.run
                WHEN NOT MATCHED
                  THEN INSERT (user_id, event_date, spans, run, border, kept_at, event_quarter)
                  VALUES (
                    source.user_id, source.event_date, source.spans, source.run, source.border, source.kept_at, source.event_quarter)""".formatted(spans(), spansOf(touched(since) + ",\n", OF_TOUCHED, run), partitions);
    }

    /** Keeps all users of the kept spans, where none are kept. */
    public String fillUsers() {
        return """
                CREATE TABLE %s
                COMMENT 'Users and their periods, by defined.users, and the run of the kept spans up to which it is so.'
                WITH (format = 'PARQUET', partitioning = ARRAY['is_border'])
                AS
                %s""".formatted(users(), usersOf(""));
    }

    /** Keeps the users whose spans were kept by later runs than this one. */
    public String keepUsers(long run) {
        return """
                MERGE INTO %s AS kept
                USING (
                %s
                ) AS source
                ON kept.is_border = source.is_border AND kept.user_id = source.user_id
                WHEN MATCHED
                  THEN UPDATE SET
                    first_name = source.first_name, last_name = source.last_name, gender = source.gender,
                    registered_at = source.registered_at, cancelled_at = source.cancelled_at, periods = source.periods
                WHEN NOT MATCHED
                  THEN INSERT (user_id, first_name, last_name, gender, registered_at, cancelled_at, periods, run, is_border)
                  VALUES (
                    source.user_id, source.first_name, source.last_name, source.gender, source.registered_at, source.cancelled_at,
                    source.periods, source.run, source.is_border)""".formatted(
                        users(),
                        usersOf("AND kept.user_id IN (SELECT user_id FROM %s WHERE run > %d)".formatted(spans(), run)));
    }

    private String spansOf(String touched, String join, long run) {
        return """
                WITH
                %1$sspans AS (
                %2$s
                ),
                borders AS (
                %3$s
                )
                SELECT
                  user_id,
                  event_date,
                  CAST(array_agg(ROW(%4$s) ORDER BY %4$s) AS %5$s) AS spans,
                  BIGINT '%6$d' AS run,
                  CAST(NULL AS %7$s) AS border,
                  CAST(NULL AS timestamp(6)) AS kept_at,
                  date_trunc('quarter', event_date) AS event_quarter
                FROM spans
                GROUP BY user_id, event_date
                UNION ALL
                SELECT
                  NULL, NULL, NULL, BIGINT '%6$d', CAST(array_agg(ROW(topic, topic_id, part, border_offset)) AS %7$s),
                  CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(6)), %8$s
                FROM borders""".formatted(
                        touched,
                        ofBase(SPANS.body())
                                .replace("${of_touched_events}", join.formatted("all_events"))
                                .replace("${of_touched_changes}", join.formatted("changes")),
                        borderOfBase(),
                        SPAN,
                        SPAN_TYPE,
                        run,
                        BORDER_TYPE,
                        BaseTable.BORDER_DATE);
    }

    private String usersOf(String condition) {
        return """
                WITH
                user_spans AS (
                  SELECT kept.user_id, span.*
                  FROM %1$s AS kept
                  CROSS JOIN UNNEST(kept.spans) AS span (%2$s)
                  WHERE kept.event_quarter > %3$s %4$s
                ),
                users AS (
                %5$s
                )
                SELECT
                  user_id, first_name, last_name, gender, registered_at, cancelled_at,
                  CAST(array_agg(ROW(level, valid_from, next_change) ORDER BY valid_from) AS %6$s) AS periods,
                  CAST(NULL AS bigint) AS run,
                  false AS is_border
                FROM users
                GROUP BY user_id, first_name, last_name, gender, registered_at, cancelled_at
                UNION ALL
                SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, max(run), true
                FROM %1$s
                WHERE event_quarter = %3$s""".formatted(
                        spans(),
                        SPAN,
                        BaseTable.BORDER_DATE,
                        condition,
                        USERS.body().replace(SPANS.object(), "user_spans"),
                        PERIOD_TYPE);
    }

    /** The users and dates with rows that are not kept. What the condition says of the offset alone leaves files out. */
    private String touched(List<Since> since) {
        return SOURCES.stream()
                .map(Table::topic)
                .filter(topic -> since.stream().anyMatch(lane -> lane.topic().equals(topic)))
                .map(topic -> touched(
                        topic,
                        since.stream()
                                .filter(lane -> lane.topic().equals(topic))
                                .toList()))
                .collect(joining("\nUNION\n", "touched AS (\n", "\n)"));
    }

    private String touched(String topic, List<Since> since) {
        return """
                SELECT base.user_id, base.event_date
                FROM %s AS base
                JOIN (VALUES %s) AS lane (topic_id, part, since)
                  ON base.landed_topic_id = lane.topic_id
                  AND base.landed_partition = lane.part
                  AND base.landed_offset >= lane.since
                WHERE base.user_id IS NOT NULL AND base.landed_offset >= %d""".formatted(
                        base(topic),
                        since.stream()
                                .map(lane -> "(%s, %d, BIGINT '%d')"
                                        .formatted(
                                                SqlFile.literal(lane.lane().topicId()),
                                                lane.lane().partition(),
                                                lane.offset()))
                                .collect(joining(", ")),
                        since.stream().mapToLong(Since::offset).min().orElseThrow());
    }

    private String ofBase(String sql) {
        return SOURCE.matcher(sql).replaceAll(found -> Matcher.quoteReplacement(base(found.group())));
    }

    private String base(String topic) {
        return new BaseTable(Tables.byTopic(topic).orElseThrow(), settings).qualified();
    }
}
