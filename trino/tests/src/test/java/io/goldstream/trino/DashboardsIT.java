package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.listen;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboards and the dbt project ask for what gold has: a real Trino plans each query, and makes each model. Grafana, Superset
 * and dbt themselves are stood in for, by what they would send.
 */
class DashboardsIT {

    private static final Path GRAFANA = Path.of("../dashboards/grafana");
    private static final Path SUPERSET = Path.of("../dashboards/superset");
    private static final Path DBT = Path.of("../dbt/models");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern SOURCE = Pattern.compile("source\\('gold', '(\\w+)'\\)");

    private record Asked(String by, String sql) {}

    static Stream<Asked> queries() throws IOException {
        return Stream.concat(grafana().stream(), superset().stream());
    }

    private static List<Asked> grafana() throws IOException {
        List<Asked> queries = new ArrayList<>();
        for (Path board : files(GRAFANA, ".json")) {
            for (JsonNode panel : JSON.readTree(board.toFile()).path("panels")) {
                String sql = panel.at("/targets/0/rawSQL").asText();
                queries.add(
                        new Asked(
                                "Grafana: " + panel.path("title").asText(),
                                sql.replaceAll(
                                                "\\$__dateFilter\\((\\w+)\\)",
                                                "$1 BETWEEN date '2025-01-01' AND date '2025-01-31'")
                                        .replaceAll(
                                                "\\$__timeFilter\\((\\w+)\\)",
                                                "$1 BETWEEN TIMESTAMP '2025-01-01 00:00:00' AND TIMESTAMP '2025-01-31 00:00:00'")));
            }
        }
        return queries;
    }

    /** What each chart asks its dataset for. */
    private static List<Asked> superset() throws IOException {
        List<Asked> queries = new ArrayList<>();
        for (Path file : files(SUPERSET.resolve("charts"), ".yaml")) {
            JsonNode chart = YAML.readTree(file.toFile());
            JsonNode dataset = dataset(chart.path("dataset_uuid").asText());
            JsonNode params = chart.path("params");
            List<String> dimensions = new ArrayList<>(texts(params.path("groupby")));
            dimensions.addAll(texts(params.path("x_axis")));
            List<String> metrics = new ArrayList<>(texts(params.path("metrics")));
            metrics.addAll(texts(params.path("metric")));
            List<String> expressions = metrics.stream()
                    .map(name -> elements(dataset.path("metrics"))
                            .filter(metric ->
                                    metric.path("metric_name").asText().equals(name))
                            .findFirst()
                            .orElseThrow()
                            .path("expression")
                            .asText())
                    .toList();
            String columns = String.join(", ", dimensions);
            queries.add(new Asked(
                    "Superset: " + chart.path("slice_name").asText(),
                    "SELECT %s, %s FROM %s.%s WHERE %s > DATE '2025-01-01' GROUP BY %s"
                            .formatted(
                                    columns,
                                    String.join(", ", expressions),
                                    dataset.path("schema").asText(),
                                    dataset.path("table_name").asText(),
                                    params.at("/adhoc_filters/0/subject").asText(),
                                    columns)));
        }
        return queries;
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aRealTrinoPlansTheQuery(Asked query) throws Exception {
        assertThat(TestLake.get().rows("EXPLAIN " + query.sql())).hasSize(1);
    }

    @Test
    void aDatasetHasTheColumnsOfItsView() throws IOException {
        List<Path> datasets = files(SUPERSET.resolve("datasets"), ".yaml");

        assertThat(datasets).hasSizeGreaterThan(2);
        for (Path file : datasets) {
            JsonNode dataset = YAML.readTree(file.toFile());
            assertThat(elements(dataset.path("columns"))
                            .map(column -> column.path("column_name").asText()))
                    .as(file.toString())
                    .containsExactlyElementsOf(
                            view(dataset.path("table_name").asText()).columns().keySet());
        }
    }

    @Test
    void theDashboardHasEachChartOnce() throws IOException {
        List<String> charts = new ArrayList<>();
        for (Path file : files(SUPERSET.resolve("charts"), ".yaml")) {
            charts.add(YAML.readTree(file.toFile()).path("uuid").asText());
        }
        JsonNode board =
                YAML.readTree(SUPERSET.resolve("dashboards/Listening.yaml").toFile());

        assertThat(elements(board.path("position"))
                        .map(part -> part.at("/meta/uuid").asText())
                        .filter(uuid -> !uuid.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(charts);
    }

    /** As dbt makes them: a table in the sandbox, each after those that it refers to. */
    @Test
    void everyModelBecomesATableWithItsColumns() throws Exception {
        String sandbox = "music_streaming_sandbox.sandbox.";
        TestLake.get()
                .land(
                        listen("2024-09-02T08:00:00", "dbt1").song("Modelled", "Once"),
                        listen("2024-09-09T08:00:00", "dbt1").song("Modelled", "Once"),
                        listen("2024-09-09T09:00:00", "dbt2")
                                .song("Modelled", "Once")
                                .place("1", 1),
                        listen("2024-09-23T08:00:00", "dbt1").song("Modelled", "Once"));
        Set<String> made = new TreeSet<>();
        List<Path> models = files(DBT, ".sql");
        while (made.size() < models.size()) {
            int before = made.size();
            for (Path file : models) {
                String name = file.getFileName().toString().replace(".sql", "");
                String sql = Files.readString(file);
                List<String> refers = Pattern.compile("ref\\('(\\w+)'\\)")
                        .matcher(sql)
                        .results()
                        .map(ref -> ref.group(1))
                        .toList();
                if (made.contains(name) || !made.containsAll(refers)) {
                    continue;
                }
                TestLake.get()
                        .rows("CREATE TABLE %s%s AS %s"
                                .formatted(
                                        sandbox,
                                        name,
                                        sql.replaceAll("\\{\\{ " + SOURCE + " }}", "music_streaming.gold.$1")
                                                .replaceAll("\\{\\{ ref\\('(\\w+)'\\) }}", sandbox + "$1")));
                made.add(name);
            }
            assertThat(made).as("each model refers to others that are there").hasSizeGreaterThan(before);
        }

        assertThat(TestLake.get()
                        .rows("SELECT week, plays, more_plays FROM " + sandbox + "rising_artists"
                                + " WHERE artist_name = 'Modelled' ORDER BY week"))
                .containsExactly(
                        List.of(LocalDate.of(2024, 9, 2), 1L, 1L),
                        List.of(LocalDate.of(2024, 9, 9), 2L, 1L),
                        List.of(LocalDate.of(2024, 9, 23), 1L, 1L));
        assertThat(files(TestLake.get().root().resolve("sandbox/sandbox/artist_weeks"), ""))
                .isNotEmpty();
        for (JsonNode model : YAML.readTree(DBT.resolve("models.yml").toFile()).path("models")) {
            String name = model.path("name").asText();
            assertThat(TestLake.get().rows("SHOW COLUMNS FROM " + sandbox + name))
                    .as(name)
                    .extracting(List::getFirst)
                    .containsExactlyElementsOf(elements(model.path("columns"))
                            .map(column -> (Object) column.path("name").asText())
                            .toList());
            assertThat(made.remove(name)).as(name).isTrue();
            TestLake.get().rows("DROP TABLE " + sandbox + name);
        }
        assertThat(made).as("models that models.yml does not describe").isEmpty();
    }

    @Test
    void anExposureNamesTheViewsOfItsDashboard() throws IOException {
        JsonNode exposures =
                YAML.readTree(DBT.resolve("exposures.yml").toFile()).path("exposures");

        assertThat(sources(exposures.get(0)))
                .isEqualTo(grafana().stream()
                        .flatMap(query -> Pattern.compile("gold\\.(\\w+)")
                                .matcher(query.sql())
                                .results())
                        .map(found -> found.group(1))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(sources(exposures.get(1)))
                .isEqualTo(files(SUPERSET.resolve("datasets"), ".yaml").stream()
                        .map(file -> file.getFileName().toString().replace(".yaml", ""))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(elements(exposures)
                        .map(exposure -> exposure.path("description").asText()))
                .allSatisfy(file -> assertThat(Path.of("../dbt").resolve(file)).exists());
    }

    private static Set<String> sources(JsonNode exposure) {
        return elements(exposure.path("depends_on"))
                .flatMap(source -> SOURCE.matcher(source.asText()).results())
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static View view(String name) {
        return View.all().stream()
                .filter(view -> view.name().equals("gold." + name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode dataset(String uuid) throws IOException {
        for (Path file : files(SUPERSET.resolve("datasets"), ".yaml")) {
            JsonNode dataset = YAML.readTree(file.toFile());
            if (dataset.path("uuid").asText().equals(uuid)) {
                return dataset;
            }
        }
        throw new AssertionError("no dataset has the uuid " + uuid);
    }

    private static List<String> texts(JsonNode node) {
        return node.isMissingNode()
                ? List.of()
                : node.isArray() ? elements(node).map(JsonNode::asText).toList() : List.of(node.asText());
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements.stream();
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
