package io.goldstream.trino;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The document says what the SQL says. {@code -Dgolden.update=true} writes it anew; the answers to the examples are
 * those of {@code gold-answers.json}, which {@code PipelineIT} holds to the demonstration. {@code .ci/documents} writes both.
 */
class GoldDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "gold.md");

    private static final Path DBT = Path.of("dbt", "models", "gold.yml");

    private static final Pattern DIMENSION = Pattern.compile("\\bdim_\\w+");

    /** By each example: the answer's columns, then its rows. */
    private static final Map<String, List<List<String>>> ANSWERS = answers();

    @Test
    void theDocumentIsGeneratedFromTheSql() throws IOException {
        String generated = template()
                .replace("${contents}", contents())
                .replace("${star}", star())
                .replace("${lineage}", lineage())
                .replace("${catalogue}", catalogue());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(generated);
    }

    /** So a model that asks for a column that is not there fails before it runs, and dbt's documents say what gold's do. */
    @Test
    void theSourcesOfDbtAreGeneratedFromTheSql() throws IOException {
        String generated = """
                # Generated from ../../sql/gold by .ci/documents.
                version: 2
                sources:
                  - name: gold
                    database: music_streaming
                    schema: gold
                    tables:
                """
                + shown().stream()
                        .filter(view -> view.schema().equals("gold"))
                        .map(GoldDocumentTest::source)
                        .collect(joining());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DBT, generated);
        }

        assertThat(Files.readString(DBT)).isEqualTo(generated);
    }

    private static String source(View view) {
        String columns = view.columns().entrySet().stream()
                .map(column -> "          - name: %s\n            description: %s\n"
                        .formatted(column.getKey(), quoted(column.getValue())))
                .collect(joining());
        return "      - name: %s\n        description: %s\n        columns:\n%s"
                .formatted(view.name().substring("gold.".length()), quoted(view.comment()), columns);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Test
    void everyViewForAnalystsStatesItsGrainAndAnExample() {
        assertThat(shown()).hasSizeGreaterThan(25).allSatisfy(view -> {
            assertThat(view.grain().isEmpty() && !view.name().equals("ops.lake_definition"))
                    .as(view.name())
                    .isFalse();
            assertThat(view.example()).as(view.name()).contains("FROM " + view.name());
            assertThat(view.columns().keySet()).as(view.name()).containsAll(view.grainColumns());
        });
    }

    @Test
    void everyViewAnswersAQuestion() throws IOException {
        String questions = template().split("## Which view answers|## Contents")[1];

        assertThat(shown()).filteredOn(view -> view.schema().equals("gold")).allSatisfy(view -> assertThat(questions)
                .contains("](#" + anchor(view) + ")"));
    }

    /** Two views of dates that count users under one name count the same ones. */
    @Test
    void aNumberOfUsersHasOneMeaning() {
        Map<String, Set<String>> meanings = new TreeMap<>();
        shown().stream()
                .filter(view -> view.grainColumns().contains("date_part"))
                .forEach(view -> view.columns().forEach((name, meaning) -> {
                    if (name.endsWith("_users")) {
                        meanings.computeIfAbsent(name, column -> new TreeSet<>())
                                .add(meaning);
                    }
                }));

        assertThat(meanings)
                .hasSizeGreaterThan(8)
                .allSatisfy((name, different) -> assertThat(different).as(name).hasSize(1));
    }

    @Test
    void everyExampleHasAShortAnswer() {
        assertThat(ANSWERS.keySet())
                .as("run .ci/documents where an example has changed")
                .containsExactlyInAnyOrderElementsOf(
                        shown().stream().map(View::example).toList());
        assertThat(ANSWERS)
                .allSatisfy((example, answer) -> assertThat(answer).as(example).hasSizeBetween(2, 11));
    }

    private static List<View> shown() {
        return View.all().stream()
                .filter(view -> Set.of("gold", "ops").contains(view.schema()))
                .toList();
    }

    private static String template() throws IOException {
        try (InputStream template = GoldDocumentTest.class.getResourceAsStream("/gold.md")) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Links to the views, by what they are. */
    private static String contents() {
        Map<String, List<View>> kinds = new LinkedHashMap<>();
        for (String kind : List.of("Dimensions", "Facts", "Aggregates", "Operations")) {
            kinds.put(kind, new ArrayList<>());
        }
        shown().forEach(view -> kinds.get(kind(view)).add(view));
        return kinds.entrySet().stream()
                .map(kind -> "* **" + kind.getKey() + ":** "
                        + kind.getValue().stream()
                                .map(view -> "[`%s`](#%s)".formatted(view.name(), anchor(view)))
                                .collect(joining(", ")))
                .collect(joining("\n"));
    }

    private static String kind(View view) {
        if (view.schema().equals("ops")) {
            return "Operations";
        } else if (view.name().startsWith("gold.dim_")) {
            return "Dimensions";
        }
        return isFact(view) ? "Facts" : "Aggregates";
    }

    private static boolean isFact(View view) {
        return view.name().startsWith("gold.fact_") || view.name().equals("gold.wide_fact");
    }

    private static String anchor(View view) {
        return view.name().replace(".", "");
    }

    /** From each fact to each dimension that a comment of its keys names. */
    private static String star() {
        Set<String> arrows = new TreeSet<>();
        shown().stream().filter(view -> view.name().startsWith("gold.fact_")).forEach(fact -> fact.columns()
                .forEach((column, comment) -> {
                    if (column.endsWith("_key")) {
                        DIMENSION
                                .matcher(comment)
                                .results()
                                .forEach(dimension -> arrows.add("  %s -- %s --> %s"
                                        .formatted(fact.name(), column, "gold." + dimension.group())));
                    }
                }));
        return "flowchart LR\n" + String.join("\n", arrows);
    }

    private static String catalogue() {
        return shown().stream().map(GoldDocumentTest::section).collect(joining("\n"));
    }

    private static String section(View view) {
        String columns = view.columns().entrySet().stream()
                .map(column -> "| `%s` | %s |".formatted(column.getKey(), column.getValue()))
                .collect(joining("\n"));
        String grain = view.grain().isEmpty()
                ? ""
                : "Key: "
                        + view.grainColumns().stream()
                                .map(name -> "`" + name + "`")
                                .collect(joining(", ")) + ".\n\n";
        return "## %s\n\n%s\n\n%s```sql\n%s\n```\n\n%s\n\n| column | |\n|---|---|\n%s\n"
                .formatted(view.name(), view.comment(), grain, view.example(), answer(view), columns);
    }

    private static String answer(View view) {
        List<List<String>> answer = ANSWERS.getOrDefault(view.example(), List.of(List.of("no answer yet")));
        List<String> lines = new ArrayList<>();
        answer.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        lines.add(1, "|" + "---|".repeat(answer.getFirst().size()));
        return String.join("\n", lines);
    }

    private static Map<String, List<List<String>>> answers() {
        try (InputStream file = GoldDocumentTest.class.getResourceAsStream("/gold-answers.json")) {
            return new ObjectMapper().readValue(file, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From each raw table to each view of gold that is made of it, by what lies between. */
    private static String lineage() {
        Set<String> lines = new TreeSet<>();
        List<Lineage.Edge> edges = Lineage.edges();
        for (Lineage.Edge edge : edges) {
            if (edge.madeBy().equals("refinery")) {
                lines.add(arrow(edge.source(), edge.target()));
            }
        }
        for (View view : shown()) {
            if (view.schema().equals("gold")) {
                landed(view.name(), edges).forEach(table -> lines.add(arrow(table, view.name())));
            }
        }
        return "flowchart LR\n" + String.join("\n", lines);
    }

    /** The tables of files that a view reads, through however many views. */
    private static Set<String> landed(String view, List<Lineage.Edge> edges) {
        Set<String> landed = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(view));
        while (!open.isEmpty()) {
            String object = open.pop();
            List<String> sources = edges.stream()
                    .filter(edge ->
                            edge.target().equals(object) && edge.madeBy().equals("view"))
                    .map(Lineage.Edge::source)
                    .toList();
            if (sources.isEmpty() && !object.equals(view)) {
                landed.add(object);
            }
            open.addAll(sources);
        }
        return landed;
    }

    private static String arrow(String source, String target) {
        return "  " + source + " --> " + target;
    }
}
