package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.listen;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
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
            plant("raw.page_view_events", day.atTime(12, 0), 13);
            plant("bronze.page_view_events", day.atTime(12, 0), 5);
            plant("silver.page_views", day.atTime(12, 0), 4);
            lake.run("""
                    INSERT INTO landing.quarantine_events (kind, source_topic, source_timestamp)
                    SELECT kind, 'raw.page_view_events', TIMESTAMP '%s 12:00:00'
                    FROM (VALUES 'invalid', 'invalid', 'invalid', 'malformed', 'duplicate', 'duplicate', 'unread') AS kinds (kind)
                    """.formatted(day));

            assertThat(lake.rows("""
                            SELECT raw_rows, bronze_rows, silver_rows, invalid_rows, malformed_rows, duplicate_rows,
                              unread_rows, open_rows, valid_share
                            FROM ops.data_quality WHERE ingest_date = DATE '%s'""".formatted(day)))
                    .as("of 13, one is open; of the 11 that are no repeats, 5 are valid")
                    .containsExactly(List.of(13L, 5L, 4L, 3L, 1L, 2L, 1L, 1L, 5.0 / 11));
        } finally {
            lake.forget(day);
        }
    }

    @Test
    void howOldEachLayerIsAndHowLongTheOldestRecordWaits() throws Exception {
        LocalDate day = TODAY.minusDays(1);
        LocalDateTime newest = day.atTime(12, 0, 30);
        try {
            plant("raw.status_change_events", newest, 2);
            plant("bronze.status_change_events", newest, 2);
            plant("silver.status_changes", newest, 1);
            // another partition stands still, but for one record in quarantine; and a hole in the middle of a third
            plant("raw.status_change_events", newest.minusHours(3), 1, 19_999, 3);
            plant("quarantine.events", newest.minusHours(3), 1, 19_999, 1);
            plant("raw.status_change_events", newest.minusHours(4), 2, 0, 5);
            plant("bronze.status_change_events", newest.minusHours(4), 2, 0, 2);
            plant("bronze.status_change_events", newest.minusHours(4), 2, 3, 2);
            plant("silver.status_changes", newest.minusHours(4), 2, 0, 2);
            plant("silver.status_changes", newest.minusHours(4), 2, 3, 2);

            long before = ChronoUnit.SECONDS.between(newest, LocalDateTime.now(ZoneOffset.UTC));
            List<List<Object>> rows = lake.rows("""
                    SELECT layer, open_records, open_partitions, oldest_open_record, newest_record,
                      row_count, age_seconds, behind_raw_seconds
                    FROM ops.freshness
                    WHERE table_name LIKE 'status_change%' ORDER BY array_position(ARRAY['raw', 'bronze', 'silver'], layer)""");
            long after = ChronoUnit.SECONDS.between(newest, LocalDateTime.now(ZoneOffset.UTC));

            assertThat(rows)
                    .extracting(row -> row.subList(0, 5))
                    .containsExactly(
                            Arrays.asList("raw", 0L, 0L, null, newest),
                            List.of("bronze", 3L, 2L, newest.minusHours(4), newest),
                            List.of("silver", 4L, 3L, newest.minusHours(4), newest));
            assertThat(rows).allSatisfy(row -> assertThat((long) row.get(6)).isBetween(before, after));
            assertThat(rows.getFirst().getLast()).isEqualTo(0.0);
            assertThat(rows.subList(1, 3)).allSatisfy(row -> assertThat((double) row.getLast())
                    .isBetween(before + 4 * 3_600.0, after + 4 * 3_600.0 + 1));
            assertThat(lake.rows(Files.readString(Path.of("..", "report", "freshness.sql"))))
                    .as("the report counts what silver lacks, and says how old the oldest of it is")
                    .contains(List.of("raw.status_change_events", 4L, newest.minusHours(4), newest));
        } finally {
            lake.forget(day);
        }
    }

    /** As many rows on both sides, but not of the same records. */
    @Test
    void aRecordThatStandsTwiceHidesNoneThatIsMissing() throws Exception {
        LocalDate day = TODAY.minusDays(2);
        LocalDateTime time = day.atTime(12, 0);
        try {
            plant("raw.status_change_events", time, 4, 100, 3);
            for (String table : List.of("bronze.status_change_events", "silver.status_changes")) {
                plant(table, time, 4, 100, 2);
                plant(table, time, 4, 100, 1);
            }

            assertThat(lake.rows("""
                            SELECT layer, open_records, open_partitions, oldest_open_record FROM ops.freshness
                            WHERE table_name LIKE 'status_change%' AND layer <> 'raw' ORDER BY layer"""))
                    .containsExactly(List.of("bronze", 1L, 1L, time), List.of("silver", 1L, 1L, time));
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

    @Test
    void theRunbooksQueriesFindAnEventAndItsRecord() throws Exception {
        LocalDate day = TODAY.minusDays(16);
        Iterator<String> queries = Pattern.compile("(?ms)^ +```sql\\n(.*?)^ +```")
                .matcher(Files.readString(Path.of("..", "..", "docs", "runbook.md")))
                .results()
                .map(block -> block.group(1))
                .iterator();
        try {
            lake.land(listen(day + "T08:00", "sought").with("event_id", "sought"));

            List<Object> found =
                    lake.rows(queries.next().replace("play-1", "sought")).getFirst();
            assertThat(found.subList(0, 4)).isEqualTo(Arrays.asList("bronze", null, "raw.listen_events", 0));

            String layers = queries.next().replace("= 42", "= " + found.getLast());
            assertThat(lake.rows(layers))
                    .extracting(row -> row.subList(0, 2))
                    .containsExactlyInAnyOrder(
                            List.of("raw", day), List.of("bronze", day), List.of("silver", day), List.of("gold", day));
        } finally {
            lake.forget(day);
        }
        assertThat(queries.hasNext()).isFalse();
    }

    /** Rows of which nothing is known but where they came from, and when. */
    private static void plant(String table, LocalDateTime time, int count) throws Exception {
        plant(table, time, 0, 5_000, count);
    }

    private static void plant(String table, LocalDateTime time, int partition, int from, int count) throws Exception {
        String topic = "raw." + (table.contains("page_view") ? "page_view_events" : "status_change_events");
        String rows = IntStream.range(from, from + count)
                .mapToObj(offset -> "('%s', %d, %d)".formatted(topic, partition, offset))
                .collect(Collectors.joining(", "));
        lake.plant(table, time, rows);
    }
}
