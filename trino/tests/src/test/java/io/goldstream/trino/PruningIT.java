package io.goldstream.trino;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.ArrayList;
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

    /** What tables and dates a plan reads. */
    private record Read(String schema, String table, LocalDate from, LocalDate to) {

        boolean isWhole() {
            return from.equals(LocalDate.MIN);
        }

        boolean isOfEvents() {
            return schema.equals("bronze") && table.endsWith("_events");
        }

        boolean isOfChangesWhole() {
            return schema.equals("silver") && table.equals("status_changes") && from.isBefore(DAY.minusDays(2));
        }
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
        List<Read> allReads = reads("SELECT * FROM %s WHERE date_part = DATE '%s'".formatted(view.name(), DAY));
        Set<String> whole = READ_WHOLE.getOrDefault(view.name(), Set.of());
        List<Read> reads = allReads.stream()
                .filter(read -> read.schema().equals("silver"))
                .filter(read -> whole.isEmpty() || !read.isOfChangesWhole())
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
        assertThat(reads).filteredOn(Read::isWhole).allSatisfy(read -> assertThat(
                        OF_SESSIONS.contains(view.name()) || mayLookBack(view, read))
                .as("%s", read)
                .isTrue());
        assertThat(allReads.stream().filter(Read::isOfEvents))
                .as("tables of bronze: none, or all of the users' on all dates, and the comment says so")
                .allMatch(read ->
                        read.from().isBefore(DAY.minusDays(2)) && read.to().isAfter(DAY.plusDays(2)))
                .extracting(Read::table)
                .hasSameElementsAs(whole);
        assertThat(view.comment().contains("the users' dimension is read whole"))
                .isEqualTo(!whole.isEmpty());
    }

    /** What came before is looked at for sessions, and for the page before a login. */
    private static boolean mayLookBack(View view, Read read) {
        return view.name().equals("gold.fact_session")
                || view.name().equals("gold.fact_auth_attempt") && read.table().equals("page_views");
    }

    /** The dates of every table that a query reads, by {@code EXPLAIN (TYPE IO)}. */
    private static List<Read> reads(String query) throws Exception {
        String plan = (String)
                lake.rows("EXPLAIN (TYPE IO, FORMAT JSON) " + query).getFirst().getFirst();
        List<Read> reads = new ArrayList<>();
        for (JsonNode input : new ObjectMapper().readTree(plan).get("inputTableColumnInfos")) {
            JsonNode table = input.get("table").get("schemaTable");
            boolean isLanded = table.get("schema").asText().equals(LandedTable.SCHEMA);
            String[] name = table.get("table").asText().split("_", 2);
            reads.add(read(
                    isLanded ? name[0] : table.get("schema").asText(),
                    isLanded ? name[1] : table.get("table").asText(),
                    input.get("constraint")));
        }
        return reads;
    }

    private static Read read(String schema, String table, JsonNode constraint) {
        for (JsonNode column : constraint.get("columnConstraints")) {
            if (Set.of("event_date", "event_time")
                    .contains(column.get("columnName").asText())) {
                JsonNode ranges = column.get("domain").get("ranges");
                return new Read(
                        schema, table, bound(ranges.get(0), "low"), bound(ranges.get(ranges.size() - 1), "high"));
            }
        }
        return new Read(schema, table, LocalDate.MIN, LocalDate.MAX);
    }

    private static LocalDate bound(JsonNode range, String side) {
        JsonNode bound = range.get(side);
        LocalDate date = LocalDate.parse(bound.get("value").asText().substring(0, 10));
        return bound.get("bound").asText().equals("BELOW") ? date.minusDays(1) : date;
    }
}
