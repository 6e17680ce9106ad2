package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.auth;
import static io.goldstream.trino.TestEvent.listen;
import static io.goldstream.trino.TestEvent.pageView;
import static io.goldstream.trino.TestEvent.statusChange;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A key's name says which dimension it belongs to: a join by name is either whole, or fails because there is no such column. */
class KeysIT {

    private static TestLake lake;

    @BeforeAll
    static void land() throws Exception {
        lake = TestLake.get();
        lake.land(
                pageView("2025-05-10T08:00", null),
                pageView("2025-05-10T23:59:59.999", "keyed").with("page", "NextSong"),
                listen("2025-05-10T23:59:59.999", "keyed").location("Keyville", "OH", "43002"),
                listen("2025-05-11T00:03", "keyed").place("1", 1),
                auth("2025-05-10T07:00", null).with("success", false),
                statusChange("2025-05-10T09:00", "keyed")
                        .with("from_level", "free")
                        .with("to_level", "paid"));
    }

    private static List<View> dimensions() {
        return View.all().stream()
                .filter(view -> view.name().startsWith("gold.dim_"))
                .toList();
    }

    private static List<String> keys(View view) {
        return view.columns().keySet().stream()
                .filter(column -> column.endsWith("_key"))
                .toList();
    }

    @Test
    void aDimensionHasItsOwnKeyAndNoOther() {
        assertThat(dimensions()).hasSizeGreaterThan(6).allSatisfy(dimension -> assertThat(keys(dimension))
                .as(dimension.name())
                .isEqualTo(dimension.grain()));
        assertThat(dimensions().stream().flatMap(dimension -> keys(dimension).stream()))
                .doesNotHaveDuplicates();
    }

    static Stream<View> viewsWithKeys() {
        return View.all().stream()
                .filter(view -> view.schema().equals("gold") && !view.name().startsWith("gold.dim_"))
                .filter(view -> !keys(view).isEmpty());
    }

    /** Each row has one row in each dimension that has a column of a key's name. */
    @ParameterizedTest
    @MethodSource("viewsWithKeys")
    void everyJoinByAKeysNameIsWhole(View view) throws SQLException {
        List<String> names = keys(view);
        String matched = names.stream()
                .map(name -> ", count_if(of_%s.members = 1)".formatted(name))
                .collect(joining());
        String joins =
                names.stream().map(name -> """

                        LEFT JOIN (SELECT %1$s, count(*) AS members FROM (%2$s) GROUP BY %1$s) AS of_%1$s
                          ON of_%1$s.%1$s = facts.%1$s""".formatted(name, members(name))).collect(joining());

        List<Object> counts = lake.rows("SELECT count(*)" + matched + " FROM " + view.name() + " AS facts" + joins)
                .getFirst();

        assertThat((long) counts.getFirst()).isPositive();
        assertThat(counts).as("rows, then those with one member by %s", names).containsOnly(counts.getFirst());
    }

    /** What every dimension with a column of that name has in it. */
    private static String members(String name) {
        List<String> members = dimensions().stream()
                .filter(dimension -> dimension.columns().containsKey(name))
                .map(dimension -> "SELECT %s FROM %s".formatted(name, dimension.name()))
                .toList();
        assertThat(members).as("dimensions that have %s", name).isNotEmpty();
        return String.join(" UNION ALL ", members);
    }

    @Test
    void dateKeyIsTheHourAndDayKeyTheDateInEveryFact() throws SQLException {
        for (View fact : View.all()) {
            if (keys(fact).contains("date_key") && fact.columns().containsKey("date_part")) {
                assertThat(lake.value("""
                                SELECT count(*) FROM %s AS facts
                                JOIN gold.dim_datetime AS hours ON hours.date_key = facts.date_key
                                JOIN gold.dim_date AS days ON days.day_key = facts.day_key
                                WHERE CAST(hours.date_hour AS date) <> facts.date_part OR days.date_part <> facts.date_part
                                """, fact.name())).as(fact.name()).isEqualTo(0L);
            }
        }
    }
}
