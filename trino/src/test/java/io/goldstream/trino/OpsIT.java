package io.goldstream.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What ops says of records that are late, wrong or lost: counted by hand, on dates that no other test of the lake has. */
class OpsIT {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private static SmallLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = SmallLake.get();
    }

    @Test
    void whatBecameOfTheRecordsOfADate() throws Exception {
        LocalDate day = TODAY.minusDays(15);
        try {
            plant("raw.page_view_events", "ingest_date", day.atTime(12, 0), 12);
            plant("bronze.page_view_events", "event_date", day.atTime(12, 0), 5);
            plant("silver.page_views", "event_date", day.atTime(12, 0), 4);
            lake.run("""
                    INSERT INTO quarantine.events (kind, source_topic, ingest_date)
                    SELECT kind, 'raw.page_view_events', DATE '%s'
                    FROM (VALUES 'invalid', 'invalid', 'invalid', 'malformed', 'duplicate', 'duplicate') AS kinds (kind)
                    """.formatted(day));

            assertThat(lake.rows("""
                            SELECT raw_rows, bronze_rows, silver_rows, invalid_rows, malformed_rows, duplicate_rows,
                              open_rows, valid_share
                            FROM ops.data_quality WHERE ingest_date = DATE '%s'""".formatted(day)))
                    .as("of 12, one is open; of the 10 that are no repeats, 5 are valid")
                    .containsExactly(List.of(12L, 5L, 4L, 3L, 1L, 2L, 1L, 0.5));
        } finally {
            lake.forget(day);
        }
    }

    @Test
    void howOldEachLayerIsAndHowFarBehind() throws Exception {
        LocalDate day = TODAY.minusDays(1);
        LocalDateTime newest = day.atTime(12, 0, 30);
        try {
            plant("raw.status_change_events", "ingest_date", newest, 2);
            plant("bronze.status_change_events", "event_date", newest.minusSeconds(30), 1);
            plant("silver.status_changes", "event_date", newest.minusMinutes(2), 1);

            long before = ChronoUnit.SECONDS.between(newest, LocalDateTime.now(ZoneOffset.UTC));
            List<List<Object>> rows = lake.rows("""
                    SELECT layer, behind_raw_seconds, age_seconds, newest_record FROM ops.freshness
                    WHERE table_name LIKE 'status_change%' ORDER BY behind_raw_seconds""");
            long after = ChronoUnit.SECONDS.between(newest, LocalDateTime.now(ZoneOffset.UTC));

            assertThat(rows)
                    .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(3))
                    .containsExactly(
                            tuple("raw", 0.0, newest),
                            tuple("bronze", 30.0, newest.minusSeconds(30)),
                            tuple("silver", 120.0, newest.minusMinutes(2)));
            assertThat((long) rows.getFirst().get(2)).isBetween(before, after);
            assertThat((long) rows.get(2).get(2)).isBetween(before + 120, after + 120);
        } finally {
            lake.forget(day);
        }
    }

    @Test
    void nothingIsSaidOfTheAgeOfWhatIsEmpty() throws Exception {
        assertThat(TestLake.get().rows("""
                        SELECT row_count, newest_record, age_seconds, behind_raw_seconds FROM ops.freshness
                        WHERE layer = 'raw' AND table_name = 'status_change_events'""")).containsExactly(Arrays.asList(0L, null, null, null));
    }

    /** Rows of which nothing is known but where they came from, and when. */
    private static void plant(String table, String partition, LocalDateTime time, int count) throws Exception {
        String topic = "raw." + (table.contains("page_view") ? "page_view_events" : "status_change_events");
        String rows = IntStream.range(0, count)
                .mapToObj(i -> "('%s', 0, %d, TIMESTAMP '%s', DATE '%s')"
                        .formatted(topic, 5_000 + i, SECONDS.format(time), time.toLocalDate()))
                .collect(Collectors.joining(", "));
        lake.run("INSERT INTO %s (source_topic, source_partition, source_offset, source_timestamp, %s) VALUES %s"
                .formatted(table, partition, rows));
    }
}
