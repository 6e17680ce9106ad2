package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts are rules that Prometheus takes, fire when they should and not before, and lead to what to do. */
class AlertsTest {

    private static final Path CASES = Path.of("src/test/resources/alerts/cases.yaml");

    @Test
    void prometheusTakesTheRules() throws IOException {
        Tools.need("promtool");
        Tools.Run check = Tools.run(List.of("promtool", "check", "rules", rules().toString()));

        assertThat(check.exit()).as(check.output()).isZero();
    }

    @Test
    void alertsFireWhenTheyShouldAndNotBefore() throws IOException {
        Tools.need("promtool");
        Path cases = Path.of("target", "cases.yaml");
        rules();
        Files.copy(CASES, cases, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Tools.Run test = Tools.run(List.of("promtool", "test", "rules", cases.toString()));

        assertThat(test.exit()).as(test.output()).isZero();
    }

    /** Each alert has a case in which it fires, and one in which it does not. */
    @Test
    void everyAlertHasItsCases() throws IOException {
        Set<String> fires = new TreeSet<>();
        Set<String> isSilent = new TreeSet<>();
        for (JsonNode test : Overlay.YAML.readTree(Files.readString(CASES)).path("tests")) {
            for (JsonNode expected : test.path("alert_rule_test")) {
                (expected.path("exp_alerts").isEmpty() ? isSilent : fires)
                        .add(expected.path("alertname").asText());
            }
        }

        assertThat(fires).isEqualTo(alerts());
        assertThat(isSilent).isEqualTo(alerts());
    }

    @Test
    void everyAlertLeadsToASectionOfTheRunbook() throws IOException {
        Set<String> sections = new TreeSet<>();
        for (String page : List.of("docs/runbook.md", "docs/operations.md")) {
            Files.readAllLines(Path.of("..", page)).stream()
                    .filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("#+ ", "")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^a-z0-9 -]", "")
                            .replace(' ', '-'))
                    .forEach(section -> sections.add(page + "#" + section));
        }
        List<String> links = Overlay.render(Overlay.PRODUCTION)
                .of("PrometheusRule")
                .flatMap(rules -> rules.all("/spec/groups"))
                .flatMap(group -> Manifest.elements(group.path("rules")))
                .map(rule -> rule.at("/annotations/runbook_url").asText())
                .toList();

        assertThat(links).isNotEmpty();
        assertThat(sections).containsAll(links);
    }

    @Test
    void everyPanelIsExplained() throws IOException {
        Set<String> explained = Pattern.compile("(?m)^\\| ([^|`]+) \\| [^|]+ \\| [^|]+ \\|$")
                .matcher(Files.readString(Path.of("../docs/operations.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        List<String> panels = Overlay.YAML
                .readTree(Files.readString(Path.of("base/monitoring/goldstream.json")))
                .path("panels")
                .findValuesAsText("title");

        assertThat(panels).hasSizeGreaterThan(10);
        assertThat(explained).containsAll(panels);
    }

    /** Those of connect-plugins/sinks, and no others: an operator's own sink is not counted in the place of one that is away. */
    @Test
    void theAlertOfSinksThatAreAwayCountsTheProjectsSinks() throws IOException {
        String expression = Overlay.render(Overlay.PRODUCTION)
                .get("PrometheusRule", "goldstream")
                .all("/spec/groups")
                .flatMap(group -> Manifest.elements(group.path("rules")))
                .filter(rule -> rule.path("alert").asText().equals("SinksAreAway"))
                .map(rule -> rule.path("expr").asText())
                .collect(Collectors.joining());
        Set<String> sinks;
        try (Stream<Path> files = Files.list(Path.of("../connect-plugins/sinks"))) {
            sinks = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".json"))
                    .map(file -> file.replace(".json", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(expression).contains("< " + sinks.size());
        assertThat(Pattern.compile("kafka_connect_\\w+\\{\\s*connector=~\"goldstream-\\(([a-z|]+)\\)\"")
                        .matcher(expression)
                        .results()
                        .map(counted -> Set.of(counted.group(1).split("\\|"))))
                .containsExactly(sinks, sinks, sinks);
    }

    private static Set<String> alerts() {
        return Overlay.render(Overlay.PRODUCTION)
                .of("PrometheusRule")
                .flatMap(rules -> rules.all("/spec/groups"))
                .flatMap(group -> Manifest.elements(group.path("rules")))
                .map(rule -> rule.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the operator would give to Prometheus. */
    private static Path rules() throws IOException {
        Path file = Path.of("target", "rules.yaml");
        Overlay.YAML.writeValue(
                file.toFile(),
                Overlay.render(Overlay.PRODUCTION)
                        .get("PrometheusRule", "goldstream")
                        .at("/spec"));
        return file;
    }
}
