package io.goldstream.trino.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PanelsTest {

    private static final Period WEEK = new Period(LocalDate.of(2025, 1, 8), LocalDate.of(2025, 1, 14));

    @Test
    void thePeriodBeforeIsComparedWhereAllOfItHasData() {
        ReportData data = beginning(LocalDate.of(2025, 1, 1));

        assertThat(changes(data)).hasSize(4).allMatch(change -> change.endsWith(" than the 7 days before"));
        assertThat(panel(data, "plays").lead()).contains("The dashed line is the period before");
    }

    /** As in gold's skip_rate. */
    @Test
    void playsOfUnknownEndAreInNoPartOfTheSkips() {
        Map<String, List<Row>> answers = new HashMap<>(Sample.of(WEEK).answers());
        answers.put(
                "activity",
                List.of(Sample.row(
                        "date_part",
                        WEEK.to(),
                        "plays",
                        100L,
                        "streams",
                        40L,
                        "skips",
                        10L,
                        "timed_plays",
                        50L,
                        "hours",
                        1.0)));

        assertThat(Panels.headlines(new ReportData(WEEK, WEEK.from(), answers)))
                .last()
                .isEqualTo(new Panels.Headline("Skipped", "20 %", "of the plays with a known end, before 30 seconds"));
    }

    @Test
    void aPartOfThePeriodBeforeIsNotCompared() {
        ReportData data = beginning(LocalDate.of(2025, 1, 2));

        assertThat(changes(data)).hasSize(4).containsOnly("no data for the 7 days before");
        assertThat(panel(data, "plays").lead()).contains("no data of the whole period before");
        assertThat(panel(data, "plays").chart().toString()).contains("before=[]");
    }

    @Test
    void aPartOfNothingIsNotZero() {
        Map<String, List<Row>> answers = new HashMap<>(Sample.of(WEEK).answers());
        Sample.of(WEEK).answers().keySet().forEach(question -> answers.put(question, List.of()));
        answers.put("audience", List.of(Sample.row("is_now", false, "listeners", 3L)));
        answers.put(
                "activity",
                List.of(Sample.row(
                        "date_part",
                        WEEK.before().to(),
                        "plays",
                        9L,
                        "streams",
                        0L,
                        "skips",
                        0L,
                        "timed_plays",
                        0L,
                        "hours",
                        0.0)));
        answers.put(
                "artists",
                List.of(Sample.row("artist_name", "Kaltwasser", "plays", 0L, "plays_before", 9L, "hours", 0.0)));
        answers.put(
                "songs",
                List.of(Sample.row(
                        "song_name", "Edges", "artist_name", "Kaltwasser", "plays", 0L, "plays_before", 9L)));
        ReportData data = new ReportData(WEEK, WEEK.before().from(), answers);

        assertThat(Panels.headlines(data))
                .extracting(Panels.Headline::value)
                .containsExactly("0", "0", "0.0", "0", "—");
        assertThat(changes(data))
                .containsExactly(
                        "▼ 100 % less than the 7 days before",
                        "▼ 100 % less than the 7 days before",
                        "none in the 7 days before",
                        "none in the 7 days before");
        assertThat(panel(data, "plays").lead()).startsWith("None on any day.");
        assertThat(List.of("artists", "songs", "hours"))
                .allSatisfy(id -> assertThat(panel(data, id).lead()).isEqualTo("Nothing was played."));
        assertThat(panel(data, "genders").lead()).isEqualTo("There was no account at the end of the last day.");
        assertThat(panel(data, "funnel").lead()).isEqualTo("Nobody was active on free.");
        assertThat(Panels.of(data)).noneMatch(panel -> panel.lead().contains("0.0 %"));
    }

    @Test
    void playsWithoutALevelStayInTheirHour() {
        Map<String, List<Row>> answers = new HashMap<>(Sample.of(WEEK).answers());
        answers.put(
                "hours",
                List.of(
                        Sample.row("hour", 4, "free", 2L, "paid", 1L, "unknown", 0L),
                        Sample.row("hour", 5, "free", 1L, "paid", 1L, "unknown", 3L)));
        ReportData data = new ReportData(WEEK, WEEK.from(), answers);

        Panel hours = panel(data, "hours");

        assertThat(hours.lead()).startsWith("Busiest from 05:00 UTC: 5 plays");
        assertThat(hours.table().rows().get(5)).extracting(Table.Cell::text).containsExactly("05:00", "1", "1", "3");
    }

    @Test
    void accountsWithoutALevelDoNotPay() {
        Map<String, List<Row>> answers = new HashMap<>(Sample.of(WEEK).answers());
        answers.put("genders", List.of(Sample.row("gender", "F", "free", 1L, "paid", 1L, "unknown", 2L)));

        assertThat(panel(new ReportData(WEEK, WEEK.from(), answers), "genders").lead())
                .isEqualTo("25 % of 4 accounts paid at the end of the last day.");
    }

    /** Gold is made from silver, and one topic can stop while others go on. */
    @Test
    void recordsThatAreNotInSilverYetAreToldWithTheOldestOfThem() {
        Map<String, List<Row>> answers = new HashMap<>(Sample.of(WEEK).answers());
        LocalDateTime newest = LocalDateTime.parse("2025-01-14T12:00:00.500");
        answers.put(
                "freshness",
                List.of(
                        fresh("raw.listen_events", 0, null, newest),
                        fresh("raw.page_view_events", 3, newest.minusHours(2), newest.minusHours(1)),
                        fresh("raw.auth_events", 1, newest.minusHours(1), newest)));

        Panel quality = panel(new ReportData(WEEK, WEEK.from(), answers), "quality");

        assertThat(quality.lead())
                .isEqualTo("4 of 1,846,939 raw records are not in all layers yet."
                        + " The oldest of them is of 2025-01-14 10:00:00.500 UTC.");
        assertThat(quality.table().rows())
                .extracting(row -> row.get(7).text() + " " + row.get(8).text())
                .containsExactly(
                        "0 2025-01-14 12:00:00.500", "3 2025-01-14 11:00:00.500", "1 2025-01-14 12:00:00.500", "0 —");
    }

    @Test
    void whereARawRecordIsNowAddsUpToAllOfThem() {
        Table quality = panel(new ReportData(WEEK, WEEK.from(), Sample.of(WEEK).answers()), "quality")
                .table();

        assertThat(quality.rows()).isNotEmpty().allSatisfy(row -> {
            List<Integer> counts = row.subList(1, row.size() - 1).stream()
                    .map(cell -> Integer.valueOf(cell.text().replace(",", "")))
                    .toList();
            assertThat(counts.stream().skip(1).mapToInt(Integer::intValue).sum())
                    .isEqualTo(counts.getFirst());
        });
    }

    private static Row fresh(String topic, long open, LocalDateTime oldest, LocalDateTime newest) {
        return Sample.row(
                "source_topic", topic, "open_records", open, "oldest_open_record", oldest, "newest_record", newest);
    }

    @Test
    void aStateWithoutANameIsCalledByItsCode() {
        List<StateTiles.Tile> tiles =
                StateTiles.of(List.of(Sample.row("state", "NV", "state_name", null, "plays", 5L)));

        assertThat(tiles)
                .filteredOn(tile -> tile.state().equals("NV"))
                .extracting(StateTiles.Tile::title)
                .containsExactly("NV: 5");
    }

    private static ReportData beginning(LocalDate firstDate) {
        return new ReportData(WEEK, firstDate, Sample.of(WEEK).answers());
    }

    /** What the headlines say about the period before: all but the last, which compares with plays. */
    private static List<String> changes(ReportData data) {
        return Panels.headlines(data).stream()
                .map(Panels.Headline::change)
                .limit(4)
                .toList();
    }

    private static Panel panel(ReportData data, String id) {
        return Panels.of(data).stream()
                .filter(panel -> panel.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
