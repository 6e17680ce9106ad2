package io.goldstream.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A query for a date asks landed tables for that date's times, by the server's own plan, whatever gold has beyond it, but for the
 * users and the dates next door. Landed files are filed by no date: all are opened, and rows of another time are passed over by
 * what the file says of itself.
 */
class PruningIT {

    private static final LocalDate DAY = SmallLake.FIRST.plusDays(20);

    /** The dimension of users is made of all events of all dates, and of what changes say in silver. */
    private static final Set<String> OF_USERS =
            Set.of("page_view_events", "listen_events", "auth_events", "status_change_events");

    /** By each view that reads tables of bronze whatever the date, those tables. */
    private static final Map<String, Set<String>> READ_WHOLE = Map.of(
            "gold.fact_stream", OF_USERS,
            "gold.wide_fact", OF_USERS,
            "gold.daily_user_summary", OF_USERS,
            "gold.fact_level_change", OF_USERS);

    /** What is made of sessions, which can go on over midnight. */
    private static final Set<String> OF_SESSIONS = madeOf("silver.session_timeline", "silver.session_parts");

    private static SmallLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = SmallLake.get();
    }

    /** All that reads one of these, through however many views. */
    private static Set<String> madeOf(String... objects) {
        Set<String> made = new HashSet<>(Set.of(objects));
        while (made.addAll(Lineage.edges().stream()
                .filter(edge -> made.contains(edge.source()))
                .map(Lineage.Edge::target)
                .collect(Collectors.toSet()))) {
            // until nothing more is found
        }
        return made;
    }

    private static boolean isOfEvents(PlannedRead read) {
        return read.schema().equals("bronze") && read.table().endsWith("_events");
    }

    private static boolean isOfChangesWhole(PlannedRead read) {
        return read.schema().equals("silver")
                && read.table().equals("status_changes")
                && read.from().isBefore(DAY.minusDays(2));
    }

    static Stream<View> viewsByDate() {
        return View.all().stream()
                .filter(view -> view.schema().equals("gold") && view.columns().containsKey("date_part"))
                .filter(view -> !view.name().equals("gold.dim_date"))
                .filter(view -> !view.comment().contains("reads all dates"));
    }

    @ParameterizedTest
    @MethodSource("viewsByDate")
    void aDateReadsItsFilesOnly(View view) throws Exception {
        List<PlannedRead> allReads =
                lake.reads("SELECT * FROM %s WHERE date_part = DATE '%s'".formatted(view.name(), DAY));
        Set<String> whole = READ_WHOLE.getOrDefault(view.name(), Set.of());
        List<PlannedRead> reads = allReads.stream()
                .filter(read -> read.schema().equals("silver"))
                .filter(read -> whole.isEmpty() || !isOfChangesWhole(read))
                .toList();

        assertThat(reads).filteredOn(read -> !read.isWhole()).isNotEmpty();
        // A session can cross midnight: what follows its last play, or comes before a login, is looked for next door.
        assertThat(reads).filteredOn(read -> !read.isWhole()).allSatisfy(read -> {
            assertThat(read.from()).isAfterOrEqualTo(DAY.minusDays(1));
            assertThat(read.to()).isBeforeOrEqualTo(DAY.plusDays(1));
            assertThat(!read.from().isBefore(DAY) || mayLookBack(view, read))
                    .as("%s", read)
                    .isTrue();
            assertThat(!read.to().isAfter(DAY) || OF_SESSIONS.contains(view.name()))
                    .as("%s", read)
                    .isTrue();
        });
        // There, no statistics tell the date next door from the others.
        assertThat(reads).filteredOn(PlannedRead::isWhole).allSatisfy(read -> assertThat(
                        OF_SESSIONS.contains(view.name()) || mayLookBack(view, read))
                .as("%s", read)
                .isTrue());
        assertThat(allReads.stream().filter(PruningIT::isOfEvents))
                .as("tables of bronze: none, or all of the users' on all dates, and the comment says so")
                .allMatch(read ->
                        read.from().isBefore(DAY.minusDays(2)) && read.to().isAfter(DAY.plusDays(2)))
                .extracting(PlannedRead::table)
                .hasSameElementsAs(whole);
        assertThat(view.comment().contains("the users' dimension is read whole"))
                .isEqualTo(!whole.isEmpty());
    }

    /** What came before is looked at for sessions, and for the page before a login. */
    private static boolean mayLookBack(View view, PlannedRead read) {
        return view.name().equals("gold.fact_session")
                || view.name().equals("gold.fact_auth_attempt") && read.table().equals("page_views");
    }
}
