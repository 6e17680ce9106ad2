package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.goldstream.trino.View;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code demo} printed, its report, and the documents that show both. {@code .ci/documents} writes the documents anew. */
final class Demonstration {

    private static final Path README = Project.current().root().resolve("README.md");
    private static final Path ANSWERS = Project.current().root().resolve("trino/src/test/resources/gold-answers.json");
    private static final boolean WRITES = Boolean.getBoolean("golden.update");
    private static final double ROUNDED_HOUR = 0.51;

    private final Cli cli;
    private final String out;

    private Demonstration(Cli cli, String out) {
        this.cli = cli;
        this.out = out;
    }

    /** Runs it on a stack that has no events yet. */
    static Demonstration run(Cli cli) throws Exception {
        return new Demonstration(cli, cli.goldstream("demo").succeeded().out());
    }

    /** README has what it printed, and each example of gold's document its answer. */
    void isDocumented() throws Exception {
        String shown = out.substring(0, out.indexOf("\nReport of "));
        if (WRITES) {
            String readme = Files.readString(README);
            int begin = readme.indexOf("\naccepted ") + 1;
            Files.writeString(
                    README,
                    readme.substring(0, begin) + shown + readme.substring(readme.indexOf("\nReport of ", begin)));
        }
        assertThat(README).content().contains("\n" + shown + "\nReport of ");
        assertThat(out).contains("Report of 1 January – 4 January 2025: " + report());
        assertThat(report()).content().contains("1 January – 4 January 2025");

        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Map<String, List<List<String>>> answers = answers(json);
        if (WRITES) {
            Files.writeString(ANSWERS, json.writeValueAsString(answers) + "\n");
        }
        assertThat(answers)
                .containsExactlyInAnyOrderEntriesOf(json.readValue(ANSWERS.toFile(), new TypeReference<>() {}));
    }

    /** By each view's example its answer: the columns, then the rows. */
    private Map<String, List<List<String>>> answers(ObjectMapper json) throws Exception {
        List<String> examples = View.all().stream()
                .map(View::example)
                .filter(example -> !example.isEmpty())
                .toList();
        String printed = cli.goldstream("sql", "--format", "json", String.join(";\n", examples))
                .succeeded()
                .out();
        Map<String, List<List<String>>> answers = new LinkedHashMap<>();
        try (JsonParser results = json.createParser(printed)) {
            for (String example : examples) {
                JsonNode rows = json.readTree(results);
                List<List<String>> answer = new ArrayList<>();
                answer.add(rows.path(0).properties().stream()
                        .map(Map.Entry::getKey)
                        .toList());
                rows.forEach(row -> answer.add(row.properties().stream()
                        .map(cell ->
                                cell.getValue().isNull() ? "" : cell.getValue().asText())
                        .toList()));
                answers.put(example, answer);
            }
        }
        return answers;
    }

    /** What has one name has one value: by day and by level on the screen, in the report, and in the facts. */
    void agreesWithItsReport() throws Exception {
        String report = Files.readString(report());
        String facts = cli.csv("""
                SELECT count(*) AS plays, count_if(is_stream) AS streams, sum(listened_seconds) / 3600 AS hours
                FROM gold.fact_stream""").lines().toList().getLast();
        List<String> names = List.of("plays", "streams", "hours");
        List<String> labels = List.of("Plays", "Streams", "Hours listened");
        for (int i = 0; i < names.size(); i++) {
            double fact = Double.parseDouble(facts.split(",")[i]);
            assertThat(fact).as(names.get(i)).isPositive();
            assertThat(headline(report, labels.get(i))).as(labels.get(i)).isCloseTo(fact, within(ROUNDED_HOUR));
            for (String question : List.of("What did each day bring?", "Free or paid?")) {
                assertThat(sum(question, names.get(i)))
                        .as("%s: %s", question, names.get(i))
                        .isCloseTo(fact, within(ROUNDED_HOUR));
            }
        }
    }

    private Path report() {
        return cli.home().resolve("report.html");
    }

    private static double headline(String report, String label) {
        Matcher value = Pattern.compile("<dt>%s</dt>\\s*<dd class=\"value\">([^<]+)</dd>".formatted(label))
                .matcher(report);
        assertThat(value.find()).as(label).isTrue();
        return Double.parseDouble(value.group(1).replace(",", ""));
    }

    /** A column of the table that was printed below a question, added up. */
    private double sum(String question, String column) {
        List<List<String>> rows = out.substring(out.indexOf("\n" + question + "\n"))
                .lines()
                .skip(2)
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
        int place = rows.getFirst().indexOf(column);
        assertThat(place).as(column).isNotNegative();
        return rows.stream()
                .skip(1)
                .mapToDouble(row -> Double.parseDouble(row.get(place)))
                .sum();
    }
}
