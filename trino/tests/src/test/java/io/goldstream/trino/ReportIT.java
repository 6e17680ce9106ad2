package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.auth;
import static io.goldstream.trino.TestEvent.listen;
import static io.goldstream.trino.TestEvent.pageView;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.trino.report.Period;
import io.goldstream.trino.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of what a real Trino holds; ReportInBrowserIT shows how it looks. */
class ReportIT {

    private static final String HOSTILE = "</script><b id='x'>";

    @TempDir
    Path folder;

    @Test
    void theReportTellsWhatGoldHoldsAndComparesThePeriodBefore() throws Exception {
        TestLake lake = TestLake.get();
        lake.land(
                listen("2024-05-01T08:00:00", "rep1").song("Reported", "Before"),
                listen("2024-05-02T08:00:00", "rep1").song("Reported", "Now").location("Reno", "NV", "89501"),
                listen("2024-05-02T08:10:00", "rep1")
                        .song("Reported", "Now")
                        .level("paid")
                        .place("1", 1),
                listen("2024-05-02T21:00:00", "rep2").song(HOSTILE, HOSTILE).place("1", 2),
                pageView("2024-05-02T08:00:00", "rep1"),
                pageView("2024-05-03T08:00:00", "came after the report"),
                auth("2024-05-02T07:59:00", "rep1"),
                auth("2024-05-02T07:58:00", "rep1").with("success", false));
        Path file = folder.resolve("some/report.html");
        List<String> asked = new ArrayList<>();

        Optional<Period> period;
        try (Connection connection = lake.connect(ZoneOffset.UTC)) {
            period = Report.write(connection, 1, Optional.of(LocalDate.of(2024, 5, 2)), file, asked::add);
        }

        assertThat(period).contains(new Period(LocalDate.of(2024, 5, 2), LocalDate.of(2024, 5, 2)));
        assertThat(asked).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        String page = Files.readString(file);
        Object accounts = lake.rows("""
                        SELECT format('of %%,d', free_users + paid_users + unknown_users) FROM gold.agg_accounts_daily
                        WHERE date_part = DATE '2024-05-02'""").getFirst().getFirst();
        assertThat(page)
                .contains("2 May 2024")
                .containsPattern(
                        "<dt>Plays</dt>\\s*<dd class=\"value\">3</dd>\\s*<dd class=\"change\">▲ 200 % more than the day before")
                .containsPattern(
                        "<dt>Listeners</dt>\\s*<dd class=\"value\">2</dd>\\s*<dd class=\"change\">▲ 100 % more")
                .contains("Reported leads with 2 plays, 67 % of all.")
                .contains("Nevada plays most: 33 % of all plays.")
                .contains("50 % of 2 succeeded.")
                .contains(accounts + " accounts paid at the end of the last day.")
                .contains("&lt;/script&gt;&lt;b id&#x3D;&#39;x&#39;&gt;")
                .doesNotContain(HOSTILE);
        assertThat(Files.list(file.getParent())).as("nothing is left beside it").containsExactly(file);
    }
}
