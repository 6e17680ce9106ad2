package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.listen;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a tool gets over JDBC, by the URL and the recipe of the document, whatever the zone of its JVM. */
class ZonesIT {

    private static final List<String> ZONES = List.of("America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland");
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "gold.md");
    private static final Pattern URL = Pattern.compile("`jdbc:trino://127\\.0\\.0\\.1:19088(/[^`]+)`");
    private static final Pattern RECIPE = Pattern.compile("`(with_timezone\\([^`]+ AT TIME ZONE '[^`]+')`");

    private static final Pattern LOCAL_DATE =
            Pattern.compile("```sql\\n(SELECT count\\(\\*\\) FROM gold\\.fact_stream[^`]+)```");

    private static TestLake lake;
    private static String server;

    @BeforeAll
    static void start() throws Exception {
        lake = TestLake.get();
        try (Connection connection = lake.connect(ZoneOffset.UTC)) {
            server = connection.getMetaData().getURL();
        }
    }

    @Test
    void localTimeIsRightInEveryZoneOfAJvm() throws Exception {
        lake.land(listen("2025-07-31T02:30", "zoned"));
        String url = server + documented(URL);
        String recipe = documented(RECIPE);

        List<Process> jvms = new ArrayList<>();
        for (String zone : ZONES) {
            jvms.add(jvm(zone, url, recipe));
        }

        Map<String, String> right = new LinkedHashMap<>();
        right.put("documented URL, AT TIME ZONE", "22 on 2025-07-30");
        right.put("documented URL, recipe", "22 on 2025-07-30");
        right.put("without its zone, recipe", "22 on 2025-07-30");
        right.put("documented URL, columns of the view", "2025073102 on 2025-07-31");
        right.put("LocalDateTime", "2025-07-31T02:30");
        right.put("instant of the recipe", "2025-07-31T02:30:00Z");
        right.put("as the command line reads it", "2025-07-30T22:30-04:00[America/New_York]");
        for (int i = 0; i < ZONES.size(); i++) {
            String said = new String(jvms.get(i).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said.lines().filter(line -> line.contains("=")))
                    .as(ZONES.get(i))
                    .containsExactlyElementsOf(right.entrySet().stream()
                            .map(answer -> answer.getKey() + "=" + answer.getValue())
                            .toList());
        }
    }

    @Test
    void aDateOfNewYorkIsOnTwoUtcDates() throws Exception {
        lake.land(
                listen("2025-07-28T03:59:59", "before"),
                listen("2025-07-28T04:00:00", "first"),
                listen("2025-07-29T03:59:59", "last"),
                listen("2025-07-29T04:00:00", "after"));

        assertThat(lake.value(documented(LOCAL_DATE)
                        .replace("2025-01-02", "2025-07-28")
                        .replace("2025-01-03", "2025-07-29")))
                .isEqualTo(2L);
    }

    private static Process jvm(String zone, String url, String recipe) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.timezone=" + zone,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ZoneClient.class.getName(),
                        url,
                        recipe)
                .redirectErrorStream(true)
                .start();
    }

    private static String documented(Pattern pattern) throws IOException {
        Matcher found = pattern.matcher(Files.readString(DOCUMENT));
        assertThat(found.find()).as("%s in %s", pattern, DOCUMENT).isTrue();
        return found.group(1);
    }

    /** What a tool shows beside names: columns' comments by the driver, all of them by a view. */
    @Test
    void commentsArriveOverJdbc() throws Exception {
        View view = View.all().stream()
                .filter(each -> each.name().equals("gold.fact_stream"))
                .findFirst()
                .orElseThrow();
        Map<String, String> remarks = new LinkedHashMap<>();
        try (Connection connection = lake.connect(ZoneOffset.UTC)) {
            DatabaseMetaData data = connection.getMetaData();
            try (ResultSet columns = data.getColumns("music_streaming", "gold", "fact\\_stream", null)) {
                while (columns.next()) {
                    remarks.put(columns.getString("COLUMN_NAME"), columns.getString("REMARKS"));
                }
            }
        }

        assertThat(remarks).containsExactlyEntriesOf(view.columns());
        assertThat(lake.rows("""
                        SELECT column_name, comment FROM ops.catalogue
                        WHERE schema_name = 'gold' AND object_name = 'fact_stream' ORDER BY position OFFSET 1"""))
                .containsExactlyElementsOf(view.columns().entrySet().stream()
                        .map(column -> List.<Object>of(column.getKey(), column.getValue()))
                        .toList());
        assertThat(lake.rows("""
                        SELECT schema_name || '.' || object_name, comment FROM ops.catalogue
                        WHERE position = 0 AND schema_name IN ('gold', 'ops')"""))
                .containsExactlyInAnyOrderElementsOf(View.all().stream()
                        .filter(each -> List.of("gold", "ops").contains(each.schema()))
                        .map(each -> List.<Object>of(each.name(), each.comment()))
                        .toList());
    }
}
