package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.listen;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.jdbc.Row;
import io.trino.jdbc.TrinoConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time is UTC for everybody: the faults that the seed had with dates, each by its name. */
class TimeIT {

    private static TestLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = TestLake.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Auckland", "America/Los_Angeles"})
    void zoneShiftedDays(String zone) throws SQLException {
        String user = "in " + zone;
        lake.land(
                listen("2025-01-30T23:59:59.999", user).level("free"),
                listen("2025-01-31T00:00", user).level("paid"));

        String plays = """
                SELECT CAST(date_part AS varchar), date_key, CAST(event_time AS varchar), CAST(date_hour AS varchar),
                  day_of_month, day_of_week
                FROM gold.wide_fact WHERE user_id = '%s' ORDER BY event_time""";
        assertThat(lake.rowsIn(ZoneId.of(zone), plays, user))
                .containsExactly(
                        List.of(
                                "2025-01-30",
                                2025013023L,
                                "2025-01-30 23:59:59.999",
                                "2025-01-30 23:00:00.000",
                                30L,
                                4L),
                        List.of(
                                "2025-01-31",
                                2025013100L,
                                "2025-01-31 00:00:00.000",
                                "2025-01-31 00:00:00.000",
                                31L,
                                5L));

        for (String query : List.of(
                "SELECT user_key, CAST(valid_from AS varchar) FROM silver.dim_users WHERE user_id = '%s' ORDER BY 2",
                "SELECT CAST(date_part AS varchar), level, total_streams FROM gold.daily_user_summary"
                        + " WHERE user_id = '%s' ORDER BY 1, 2",
                "SELECT count(*), CAST(max(date_hour) AS varchar), sum(date_key) FROM silver.dim_datetime")) {
            assertThat(lake.rowsIn(ZoneId.of(zone), query, user))
                    .as(query)
                    .isEqualTo(lake.rowsIn(ZoneOffset.UTC, query, user));
        }
    }

    @Test
    void aTimeWithinAnArrayIsWhatItIsAlone() throws SQLException {
        List<Object> row = lake.rows("""
                        SELECT ARRAY[TIMESTAMP '2025-03-09 02:30:00.123', NULL], ARRAY[TIMESTAMP '2025-03-08 21:30:00 America/New_York'],
                          MAP(ARRAY[DATE '1500-03-01'], ARRAY[ARRAY[TIME '01:02:03.456']]), ROW(TIMESTAMP '2025-01-01 00:00:00.123456')""").getFirst();

        assertThat(row.subList(0, 3))
                .containsExactly(
                        Arrays.asList(LocalDateTime.parse("2025-03-09T02:30:00.123"), null),
                        List.of(ZonedDateTime.of(2025, 3, 9, 2, 30, 0, 0, ZoneId.of("UTC"))),
                        Map.of(LocalDate.of(1500, 3, 1), List.of("01:02:03.456")));
        assertThat(((Row) row.get(3)).getFields().getFirst().getValue())
                .isEqualTo(LocalDateTime.parse("2025-01-01T00:00:00.123456"));
    }

    @Test
    void aDateDimensionThatEnds() throws SQLException {
        assertThat(lake.rows("SELECT min(date_hour), count(*) - count(DISTINCT date_key) FROM silver.dim_datetime"))
                .containsExactly(List.of(LocalDateTime.parse("2024-01-01T00:00"), 0L));
        LocalDateTime farAway = LocalDateTime.now(ZoneOffset.UTC).plusYears(29);
        assertThat(lake.value(
                        "SELECT count(*) FROM silver.dim_datetime WHERE year = %s AND month = %s",
                        farAway.getYear(), farAway.getMonthValue()))
                .as("every hour of a month in 29 years, beyond 10,000 days from the first")
                .isEqualTo(farAway.toLocalDate().lengthOfMonth() * 24L);
    }

    /** Each view is asked over users of its own, who came in 1970 and in 2030. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agg_active_users | silver.user_days
            agg_retention_cohort | silver.user_days
            agg_accounts_daily | silver.dim_users
            """)
    void aggregatesByDateReachOverMoreThanTenThousandDates(String view, String source) throws Exception {
        String sql = Files.readString(Path.of("../sql/gold").resolve(view + ".sql"));
        String select = sql.substring(sql.indexOf("\nAS\n") + 4, sql.indexOf(";\n\nCOMMENT"))
                .replace("FROM " + source, "FROM " + source.replace("silver.", ""));
        String users = """
                SELECT count(*) FROM (
                WITH
                user_days (date_part, user_id, has_play) AS (
                  VALUES (DATE '1970-01-01', 'u', true), (DATE '2030-01-01', 'u', true)
                ),
                dim_users (user_id, level, valid_from, valid_to, cancelled_at) AS (
                  VALUES (
                    'u', 'free', TIMESTAMP '1970-01-01 00:00:00.000', TIMESTAMP '2030-01-01 00:00:00.000',
                    CAST(NULL AS timestamp(3)))
                ),
                """;

        assertThat(lake.rows(users + select.replaceFirst("\\s*WITH", "") + ")")).containsExactly(List.of(21_916L));
    }

    @Test
    void aFridayWeekend() throws SQLException {
        assertThat(lake.rows("""
                        SELECT day_of_month, day_of_week, day_of_year, is_weekend
                        FROM silver.dim_datetime
                        WHERE date_key BETWEEN 2025013000 AND 2025020323 AND date_key %% 100 = 0
                        ORDER BY date_key"""))
                .as("Thursday to Monday")
                .containsExactly(
                        List.of(30L, 4L, 30L, false),
                        List.of(31L, 5L, 31L, false),
                        List.of(1L, 6L, 32L, true),
                        List.of(2L, 7L, 33L, true),
                        List.of(3L, 1L, 34L, false));
    }

    @Test
    void namesAreEnglishForEveryClient() throws SQLException {
        try (Connection connection = lake.connect(ZoneOffset.UTC)) {
            connection.unwrap(TrinoConnection.class).setLocale(Locale.GERMANY);

            assertThat(Query.run(connection, """
                            SELECT month_name, day_name, date_format(date_part, '%W') FROM gold.dim_date
                            WHERE date_part = DATE '2025-03-01'""").rows())
                    .as("Trino's own name is the client's")
                    .containsExactly(List.of("March", "Saturday", "Samstag"));
        }
    }

    @Test
    void weeksAndQuartersAroundTheEndsOfYears() throws SQLException {
        assertThat(lake.rows("""
                        SELECT day_key, iso_year, iso_week, quarter, month_name, day_of_year, day_name
                        FROM gold.dim_date
                        WHERE day_key IN (20240229, 20240331, 20240401, 20241229, 20241230, 20250101, 20261231, 20270103,
                          20270104)
                        ORDER BY day_key"""))
                .as("2024 is a leap year, and 2026 has 53 weeks")
                .containsExactly(
                        List.of(20240229L, 2024L, 9L, 1L, "February", 60L, "Thursday"),
                        List.of(20240331L, 2024L, 13L, 1L, "March", 91L, "Sunday"),
                        List.of(20240401L, 2024L, 14L, 2L, "April", 92L, "Monday"),
                        List.of(20241229L, 2024L, 52L, 4L, "December", 364L, "Sunday"),
                        List.of(20241230L, 2025L, 1L, 4L, "December", 365L, "Monday"),
                        List.of(20250101L, 2025L, 1L, 1L, "January", 1L, "Wednesday"),
                        List.of(20261231L, 2026L, 53L, 4L, "December", 365L, "Thursday"),
                        List.of(20270103L, 2026L, 53L, 1L, "January", 3L, "Sunday"),
                        List.of(20270104L, 2027L, 1L, 1L, "January", 4L, "Monday"));
    }

    @Test
    void everyPlayHasItsHour() throws SQLException {
        lake.land(listen("2024-02-29T13:59:59.999", "leap"), listen("2024-01-01T00:00", "leap"));

        assertThat(lake.value("""
                        SELECT count(*)
                        FROM gold.wide_fact AS plays
                        LEFT JOIN silver.dim_datetime AS hours
                          ON hours.date_key = plays.date_key
                          AND hours.date_hour = plays.date_hour
                          AND hours.day_of_month = plays.day_of_month
                          AND hours.day_of_week = plays.day_of_week
                        WHERE hours.date_key IS NULL""")).isEqualTo(0L);
    }
}
