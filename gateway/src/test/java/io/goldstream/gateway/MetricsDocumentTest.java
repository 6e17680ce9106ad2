package io.goldstream.gateway;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/metrics.md lists every metric of the gateway's own. {@code -Dgolden.update=true} writes it anew. */
class MetricsDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/metrics.md");

    private static final Pattern CONSTANT = Pattern.compile("String (\\w+) = (\"goldstream\\.[a-z_.]+\")");
    private static final Pattern UNIT = Pattern.compile("baseUnit\\(\"(\\w+)\"\\)");

    @Test
    void everyMetricIsListedAsTheCodeHasIt() throws IOException {
        String metrics = new TreeMap<>(MetricDescriptions.BY_NAME)
                .entrySet().stream().map(MetricsDocumentTest::row).collect(joining("\n"));
        String generated =
                Files.readString(Path.of("src/test/resources/metrics.md")).replace("${metrics}", metrics);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(Files.readString(DOCUMENT)).as("run .ci/documents").isEqualTo(generated);
    }

    private static String row(Map.Entry<String, String> metric) {
        String name = metric.getKey().replace('.', '_');
        String kind = kind(metric.getKey());
        String shown =
                switch (kind) {
                    case "counter" -> name + "_total";
                    case "timer" -> name + "_seconds";
                    case "gauge" -> name + unit(metric.getKey());
                    default -> name + "_" + kind.replace("distribution of ", "");
                };
        return "| `%s` | %s | %s |".formatted(shown, kind, metric.getValue());
    }

    /** What Prometheus has at the end of the name of a gauge that has a unit. */
    private static String unit(String name) {
        Matcher made = Pattern.compile("(?s)builder\\(\"" + Pattern.quote(name) + "\".*?register\\(")
                .matcher(SOURCES);
        Matcher unit = UNIT.matcher(made.find() ? made.group() : "");
        return unit.find() ? "_" + unit.group(1) : "";
    }

    /** By the call that makes it. */
    private static String kind(String name) {
        String use = SOURCES.lines()
                .filter(line -> line.contains('"' + name + '"'))
                .filter(line -> !line.contains("Map.entry(") && !line.strip().startsWith("\"" + name))
                .collect(joining());
        if (use.contains("Timer.builder")) {
            return "timer";
        } else if (use.contains("DistributionSummary.builder")) {
            String after = SOURCES.substring(SOURCES.indexOf("builder(\"" + name + '"'));
            return UNIT.matcher(after)
                    .results()
                    .findFirst()
                    .map(unit -> "distribution of " + unit.group(1))
                    .orElseThrow();
        } else if (use.contains("auge")) {
            return "gauge";
        }
        assertThat(use).containsAnyOf("counter(", "Counter", "add(");
        return "counter";
    }

    /** With the names of metrics in place of constants. */
    private static final String SOURCES = sources();

    private static String sources() {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                for (var constant : CONSTANT.matcher(source).results().toList()) {
                    source = source.replaceAll("(?<=\\()" + constant.group(1) + "\\b", constant.group(2));
                }
                text.append(source).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
