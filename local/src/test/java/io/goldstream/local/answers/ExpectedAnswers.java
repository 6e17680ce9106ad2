package io.goldstream.local.answers;

import static io.goldstream.local.answers.ExpectedAnswer.Shape.*;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every question that an {@code expected.json} can ask, by its name there. */
final class ExpectedAnswers {

    private static final String EMITTED = """
            WITH emitted AS (
              SELECT
                source_partition,
                source_offset,
                json_extract_scalar(from_utf8(value), '$.artist') AS artist,
                json_extract_scalar(from_utf8(value), '$.song') AS song
              FROM raw.listen_events
            )
            """;

    /** What UTF-8 looks like when it is read as ISO-8859-1. */
    private static final String UTF8_AS_LATIN1 = "^([\u0001-\u007f]|[\u00c2-\u00df][\u0080-\u00bf]"
            + "|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3})*$";

    private static final String NOT_ASCII = "[^\u0001-\u007f]";

    private final Map<String, ExpectedAnswer> answers = new LinkedHashMap<>();

    private ExpectedAnswers() {
        counts();
        charts();
        plays();
        pages();
        logins();
        levels();
        emitted();
        keys();
    }

    /** The answers that stand in a file, by the names of their questions, in the file's order. */
    static Map<String, JsonNode> in(Path file) throws IOException {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        new ObjectMapper()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(file.toFile())
                .properties()
                .forEach(answer -> values.put(
                        answer.getKey(), ExpectedAnswer.normal(answer.getValue().get("value"))));
        return values;
    }

    static Map<String, ExpectedAnswer> byName() {
        return Map.copyOf(new ExpectedAnswers().answers);
    }

    private void ask(String name, ExpectedAnswer.Shape shape, String sql) {
        answers.put(name, new ExpectedAnswer(shape, sql));
    }

    private void counts() {
        ask("row_counts", OBJECT, """
                SELECT
                  (SELECT count(*) FROM gold.fact_page_view) AS page_view_events,
                  (SELECT count(*) FROM gold.fact_stream) AS listen_events,
                  (SELECT count(*) FROM gold.fact_auth_attempt) AS auth_events,
                  (SELECT count(*) FROM gold.fact_level_change) AS status_change_events""");
        ask("total_streams", VALUE, "SELECT sum(plays) FROM gold.agg_daily_activity");
        ask(
                "total_listen_seconds",
                VALUE,
                "SELECT CAST(sum(duration_seconds) AS decimal(18, 2)) FROM gold.fact_stream");
        ask("unique_listeners", VALUE, "SELECT count(DISTINCT user_id) FROM gold.fact_stream");
        ask("unique_users_page_views", VALUE, "SELECT count(DISTINCT user_id) FROM gold.fact_page_view");
        ask("unique_users_all", VALUE, "SELECT count(*) FROM gold.dim_user WHERE account_key <> 'unknown'");
    }

    private void charts() {
        ask("top10_artists_repaired", ROWS, """
                SELECT artist_name, sum(plays) FROM gold.agg_artist_daily GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10""");
        ask("top10_cities", ROWS, """
                SELECT city, sum(plays) FROM gold.agg_geo_daily GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10""");
        ask("top10_city_state", ROWS, """
                SELECT city, state, sum(plays) FROM gold.agg_geo_daily GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 10""");
        ask("top10_states", ROWS, """
                SELECT state, sum(plays) FROM gold.agg_geo_daily GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10""");
    }

    private void plays() {
        ask(
                "plays_per_day_utc",
                MAP,
                "SELECT date_part, sum(plays) FROM gold.agg_daily_activity GROUP BY 1 HAVING sum(plays) > 0");
        ask(
                "dau_listeners_per_day_utc",
                MAP,
                "SELECT date_part, listeners FROM gold.agg_active_users WHERE listeners > 0");
        ask(
                "plays_per_hour_of_day_utc",
                MAP,
                "SELECT date_format(event_time, '%H'), count(*) FROM gold.fact_stream GROUP BY 1");
        ask(
                "plays_by_level",
                MAP,
                "SELECT level, sum(plays) FROM gold.agg_daily_activity GROUP BY 1 HAVING sum(plays) > 0");
        ask("plays_by_gender", MAP, "SELECT gender, count(*) FROM gold.wide_fact GROUP BY 1");
        ask("listeners_by_gender_and_level", ROWS, """
                SELECT gender, level, count(DISTINCT user_id) FROM gold.wide_fact GROUP BY 1, 2 ORDER BY 1, 2""");
        ask("plays_by_weekday_utc", MAP, """
                SELECT dates.day_of_week % 7, count(*)
                FROM gold.fact_stream AS plays
                JOIN gold.dim_date AS dates ON dates.date_part = plays.date_part
                GROUP BY 1""");
        ask("sessions_listen", VALUE, "SELECT count(DISTINCT session_id) FROM gold.fact_session WHERE plays > 0");
        ask("avg_plays_per_listening_session", VALUE, """
                SELECT CAST(round(CAST(sum(plays) AS double) / count(DISTINCT session_id), 4) AS decimal(18, 4))
                FROM gold.fact_session WHERE plays > 0""");
        ask("songs_csv_join", OBJECT, EMITTED + """
                , recordings AS (
                  SELECT given_artist_name AS artist, given_title AS song, count(*) AS recordings
                  FROM bronze.song_catalogue
                  GROUP BY 1, 2
                ), decoded AS (
                  SELECT %s AS artist, %s AS song FROM emitted
                )
                SELECT
                  (SELECT count(*) FROM emitted JOIN recordings
                    ON recordings.artist = emitted.artist AND recordings.song = emitted.song) AS raw,
                  count(*) AS repaired,
                  coalesce(sum(recordings - 1), 0) AS extra_fanout_rows_repaired
                FROM decoded JOIN recordings ON recordings.artist = decoded.artist AND recordings.song = decoded.song
                """.formatted(decoded("artist"), decoded("song")));
    }

    /** A column with UTF-8 that was read as ISO-8859-1 read as UTF-8, and with nothing else mended. */
    private static String decoded(String column) {
        return """
                if(%1$s, from_utf8(from_hex(array_join(transform(regexp_extract_all(%2$s, '(?s).'),
                  letter -> lpad(to_base(codepoint(CAST(letter AS varchar(1))), 16), 2, '0')), ''))), %2$s)""".formatted(isMojibake(column), column);
    }

    private void pages() {
        ask(
                "page_views_per_day_utc",
                MAP,
                "SELECT date_part, sum(page_views) FROM gold.agg_reliability_hourly GROUP BY 1 HAVING sum(page_views) > 0");
        ask("sessions_page_views", VALUE, "SELECT count(DISTINCT session_id) FROM gold.fact_session WHERE pages > 0");
        ask("page_view_status_counts", MAP, "SELECT status, count(*) FROM gold.fact_page_view GROUP BY 1");
        ask("page_view_page_counts", MAP, "SELECT page, count(*) FROM gold.fact_page_view GROUP BY 1");
        ask("page_view_auth_counts", MAP, "SELECT auth, count(*) FROM gold.fact_page_view GROUP BY 1");
        ask(
                "page_views_without_userId",
                VALUE,
                "SELECT count(*) FROM gold.fact_page_view WHERE account_key = 'unknown'");
        ask("error_rate_404", VALUE, """
                SELECT CAST(round(CAST(count_if(status = 404) AS double) / count(*), 6) AS decimal(18, 6))
                FROM gold.fact_page_view""");
        ask("sessions_spanning_midnight_utc", VALUE, """
                SELECT count(*) FROM gold.fact_session
                WHERE pages > 0 AND CAST(ended_at AS date) > CAST(started_at AS date)""");
        ask("sessions_with_two_users", VALUE, """
                SELECT count(*) FROM (
                  SELECT session_id FROM gold.fact_page_view GROUP BY 1 HAVING count(DISTINCT user_id) > 1)""");
        ask("ts_range", ROW, """
                SELECT CAST(to_unixtime(min(event_time)) * 1000 AS bigint), CAST(to_unixtime(max(event_time)) * 1000 AS bigint)
                FROM gold.fact_page_view""");
        ask(
                "churned_users",
                VALUE,
                "SELECT count(DISTINCT user_id) FROM gold.fact_page_view WHERE page = 'Cancellation Confirmation'");
    }

    private void logins() {
        ask("auth_success", OBJECT, """
                SELECT
                  sum(logins) AS total,
                  sum(logins) - sum(failed_logins) AS success,
                  sum(failed_logins) AS failure,
                  CAST(round(1 - CAST(sum(failed_logins) AS double) / sum(logins), 6) AS decimal(18, 6)) AS rate
                FROM gold.agg_reliability_hourly""");
        ask("auth_real_logins", VALUE, "SELECT count(*) FROM gold.fact_page_view WHERE page = 'Login'");
        ask("auth_events_spurious", VALUE, "SELECT count(*) FROM gold.fact_auth_attempt WHERE is_repeat");
    }

    private void levels() {
        ask("status_change_counts", MAP, "SELECT from_level, count(*) FROM gold.fact_level_change GROUP BY 1");
        ask("users_with_status_change", VALUE, "SELECT count(DISTINCT user_id) FROM gold.fact_level_change");
        ask("users_with_level_change_page_view", VALUE, onTwoLevels("gold.fact_page_view"));
        ask("users_with_level_change_listen", VALUE, onTwoLevels("gold.fact_stream"));
        ask("scd2_rows_page_view", OBJECT, times("gold.fact_page_view") + HISTOGRAMS);
        ask("scd2_rows_listen", OBJECT, times("gold.fact_stream") + HISTOGRAMS);
        ask("seed_date_grain_damage", OBJECT, times("gold.fact_stream") + """
                , by_date AS (
                  SELECT
                    user_id,
                    level,
                    CAST(valid_from AS date) AS from_date,
                    coalesce(CAST(valid_to AS date), DATE '9999-12-31') AS to_date
                  FROM times
                ), joined AS (
                  SELECT plays.event_id, count(by_date.user_id) AS found, count_if(by_date.level <> plays.level) AS wrong
                  FROM gold.fact_stream AS plays
                  LEFT JOIN by_date
                    ON by_date.user_id = plays.user_id
                    AND plays.date_part >= by_date.from_date
                    AND plays.date_part < by_date.to_date
                  GROUP BY plays.event_id
                )
                SELECT
                  count_if(wrong > 0) AS wrong_level,
                  count_if(found = 0) AS unmatched,
                  count_if(found > 1) AS fanout,
                  (SELECT count_if(from_date = to_date) FROM by_date) AS zero_length_rows
                FROM joined""");
    }

    private static String onTwoLevels(String fact) {
        return "SELECT count(*) FROM (SELECT user_id FROM " + fact
                + " WHERE user_id IS NOT NULL GROUP BY 1 HAVING count(DISTINCT level) = 2)";
    }

    /** Each user's times on one level, by the events of one type alone. */
    private static String times(String table) {
        return """
                WITH changes AS (
                  SELECT user_id, level, event_time, lag(level) OVER (
                    PARTITION BY user_id
                    ORDER BY event_time, try_cast(session_id AS bigint), session_id, item_in_session) AS previous
                  FROM %s
                  WHERE user_id IS NOT NULL
                ), times AS (
                  SELECT user_id, level, event_time AS valid_from,
                    lead(event_time) OVER (PARTITION BY user_id ORDER BY event_time) AS valid_to
                  FROM changes
                  WHERE level IS DISTINCT FROM previous
                )
                """.formatted(table);
    }

    private static final String HISTOGRAMS = """
            , users AS (
              SELECT user_id, count(*) AS times, max_by(level, valid_from) AS level FROM times GROUP BY user_id
            )
            SELECT
              (SELECT count(*) FROM times) AS "rows",
              (SELECT count(*) FROM users) AS users,
              (SELECT map_agg(level, n) FROM (SELECT level, count(*) AS n FROM users GROUP BY 1)) AS current,
              (SELECT map_agg(times, n) FROM (SELECT CAST(times AS varchar) AS times, count(*) AS n FROM users GROUP BY 1))
                AS rows_per_user""";

    /**
     * What producers wrote, before any repair: from the bytes in raw. Conditions stand in count_if, not in WHERE, where the
     * planner would try them, expressions compiled anew, on every date that a table could have.
     */
    private void emitted() {
        ask("top10_artists_raw", ROWS, EMITTED + """
                SELECT artist, count(*) FROM emitted GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10""");
        ask("top10_songs", ROWS, EMITTED + """
                SELECT artist, song, count(*) FROM emitted GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 10""");
        ask("distinct_artists_songs", ROW, EMITTED + """
                SELECT count(DISTINCT artist), count(DISTINCT ROW(artist, song)) FROM emitted""");
        ask("mojibake_streams", VALUE, EMITTED + """
                SELECT count_if(%s OR %s) FROM emitted""".formatted(isMojibake("artist"), isMojibake("song")));
        ask("nonlatin_unfixable", VALUE, EMITTED + """
                SELECT count_if(%s OR %s) FROM emitted""".formatted(isForeign("artist"), isForeign("song")));
        String agents =
                "FROM (SELECT json_extract_scalar(from_utf8(value), '$.userAgent') AS agent FROM raw.page_view_events)";
        ask("useragent_extra_quotes", VALUE, "SELECT count_if(agent LIKE '\"%\"') " + agents);
        ask("ua_distinct", VALUE, "SELECT count(DISTINCT agent) " + agents);
    }

    private static String isMojibake(String column) {
        return "(regexp_like(%1$s, '%2$s') AND regexp_like(%1$s, '%3$s'))".formatted(column, NOT_ASCII, UTF8_AS_LATIN1);
    }

    private static String isForeign(String column) {
        return "(regexp_like(%1$s, '%2$s') AND NOT regexp_like(%1$s, '%3$s'))"
                .formatted(column, NOT_ASCII, UTF8_AS_LATIN1);
    }

    private void keys() {
        ask("listen_equals_nextsong", ROW, """
                SELECT
                  (SELECT count(*) FROM gold.fact_page_view WHERE page = 'NextSong') - (SELECT count(*) FROM gold.fact_stream),
                  (SELECT count(*)
                    FROM gold.fact_stream AS plays
                    JOIN gold.fact_page_view AS pages
                      ON pages.session_id = plays.session_id AND pages.item_in_session = plays.item_in_session
                    WHERE pages.page = 'NextSong')""");
        ask("key_uniqueness", ROW, """
                SELECT
                  (SELECT count(*) FROM (
                    SELECT session_id FROM gold.fact_page_view GROUP BY session_id, item_in_session HAVING count(*) > 1)),
                  (SELECT count(*) FROM (
                    SELECT session_id FROM gold.fact_stream GROUP BY session_id, item_in_session HAVING count(*) > 1))""");
    }
}
