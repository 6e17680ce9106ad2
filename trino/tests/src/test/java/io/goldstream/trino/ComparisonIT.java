package io.goldstream.trino;

import static io.goldstream.events.schema.QuarantineKind.DUPLICATE;
import static io.goldstream.events.schema.QuarantineKind.INVALID;
import static io.goldstream.events.schema.QuarantineKind.UNREAD;
import static io.goldstream.trino.TestEvent.listen;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.Coordinate;
import io.goldstream.events.EventHeaders;
import io.goldstream.events.EventType;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.trino.compare.Comparison;
import io.goldstream.trino.compare.Difference;
import io.goldstream.trino.compare.Generations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two generations, written by hand into a partition of their own, compared. */
class ComparisonIT {

    private static final Generation SECOND = new Generation(2);
    private static final int PARTITION = 77;
    private static final String TIME = "2025-03-03T08:00";

    private static TestLake lake;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        lake = TestLake.get();
        connection = lake.connect(ZoneOffset.UTC);
        lake.makeFolders(TestLake.SETTINGS.with(SECOND));
        Lake.declareBeside(connection, TestLake.SETTINGS.with(SECOND));
    }

    @AfterAll
    static void stop() throws Exception {
        Lake.forgetBeside(connection, TestLake.SETTINGS.with(SECOND));
        connection.close();
        // Nothing has ever arrived in this lake's raw, which another test asks for.
        try (Stream<Path> files = Files.list(lake.root().resolve("raw/listen_events"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void everyDifferenceIsToldAndWhatAReplaySettledIsNone() throws Exception {
        TestEvent same = event(0);
        TestEvent repaired = event(1);
        TestEvent refusedNow = event(2);
        TestEvent attempt = event(4);
        TestEvent acceptedNow = event(5).with("event_id", "twice");
        TestEvent acceptedAgain = event(6).with("event_id", "twice");
        TestEvent leveled = event(100_000).with("source_topic_id", "A");
        TestEvent last = event(250_005);
        raw(0, 0);
        raw(4, 1);
        raw(6, 1);
        raw(250_005, 0);

        TestEvent unreadNow = event(8);
        TestEvent unreadBefore = event(9);

        land("", same, repaired, refusedNow, attempt, acceptedAgain, leveled, last, unreadNow);
        quarantine("", 9, UNREAD, "event.refinable", "one");
        quarantine("", 3, INVALID, "listen.ts.range", "one");
        quarantine("", 5, INVALID, "listen.ts.too_old", "one");
        quarantine("", 7, INVALID, "listen.ts.range", "one");

        // Rows of before there was the column say nothing of the topic.
        same.with("source_topic_id", "A");
        repaired.with("artist", "Another");
        leveled.with("level", "paid").with("source_topic_id", "B");
        land("_g2", same, repaired, attempt, acceptedNow, acceptedAgain, leveled, last, unreadBefore);
        quarantine("_g2", 8, UNREAD, "event.refinable", "two");
        quarantine("_g2", 2, INVALID, "listen.duration.required", "two");
        quarantine("_g2", 3, DUPLICATE, null, "two");
        quarantine("_g2", 7, INVALID, "listen.ts.range", "two");

        Comparison comparison = Generations.compare(
                connection,
                Generation.FIRST,
                SECOND,
                Map.of(EventType.LISTEN, Map.of(PARTITION, 250_005L)),
                progress -> {});

        assertThat(comparison.rows()).isEqualTo(10 + 10 + 6);
        assertThat(comparison.unread()).as("in bronze, silver and quarantine").isEqualTo(6);
        assertThat(comparison.settled()).isOne();
        assertThat(comparison.countedTwice()).isOne();
        assertThat(comparison.differing()).isEqualTo(10);
        assertThat(comparison.differences())
                .containsExactlyInAnyOrder(
                        new Difference("bronze.listen_events", "artist", 1, at(1)),
                        new Difference("bronze.listen_events", "level, source_topic_id", 1, at(100_000)),
                        new Difference("bronze.listen_events", "only in generation 1", 1, at(2)),
                        new Difference("bronze.listen_events", "only in generation 2", 1, at(5)),
                        new Difference("silver.listens", "artist", 1, at(1)),
                        new Difference("silver.listens", "level, source_topic_id", 1, at(100_000)),
                        new Difference("silver.listens", "only in generation 1", 1, at(2)),
                        new Difference("silver.listens", "only in generation 2", 1, at(5)),
                        new Difference("quarantine.events", "only in generation 1: listen.ts.too_old", 1, at(5)),
                        new Difference(
                                "quarantine.events", "only in generation 2: listen.duration.required", 1, at(2)));
    }

    private static String at(long offset) {
        return new Coordinate("raw.listen_events", PARTITION, offset).toString();
    }

    private static TestEvent event(long offset) {
        return listen(TIME, "compared").with("source_partition", PARTITION).with("source_offset", offset);
    }

    /** A raw record of an attempt; those that no test asks for are left out. */
    private static void raw(long offset, int attempt) throws Exception {
        Query.run(connection, """
                INSERT INTO landing.raw_listen_events
                  (source_topic, source_partition, source_offset, source_timestamp, headers)
                VALUES ('raw.listen_events', %d, %d, TIMESTAMP '2025-03-03 08:00:00.000',
                  ARRAY[CAST(ROW('%s', to_utf8('%d')) AS ROW(key varchar, value varbinary))])""".formatted(PARTITION, offset, EventHeaders.ATTEMPT, attempt));
    }

    private static void land(String suffix, TestEvent... events) throws Exception {
        for (String insert : TestEvent.inserts(List.of(events))) {
            Query.run(connection, insert.replaceFirst(" \\(", suffix + " ("));
        }
    }

    /** A row that was refused for breaking a rule, or for none where its event was replayed. */
    private static void quarantine(String suffix, long offset, QuarantineKind kind, String rule, String rules)
            throws Exception {
        String violations = rule == null
                ? "ARRAY[]"
                : "ARRAY[CAST(ROW('%s', '/ts', 'wrong') AS ROW(rule varchar, pointer varchar, message varchar))]"
                        .formatted(rule);
        String reason = rule == null ? RefineryProtocol.REPLAYED_AS + 1 : "wrong";
        Query.run(connection, """
                INSERT INTO landing.quarantine_events%s
                  (kind, reason, violations, attempt, rules_version, source_topic, source_partition, source_offset)
                VALUES ('%s', '%s', %s, 0, '%s', 'raw.listen_events', %d, %d)""".formatted(suffix, kind.id(), reason, violations, rules, PARTITION, offset));
    }
}
