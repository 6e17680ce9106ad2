package io.goldstream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricDescriptionsTest {

    private static final Pattern METRIC = Pattern.compile("\"(goldstream\\.(?:edge|auth|kafka|refinery)\\.[a-z_.]+)\"");

    @Test
    void everyMetricIsDescribedAndNoOther() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("MetricDescriptions.java"))
                    .forEach(file -> METRIC.matcher(read(file)).results().forEach(metric -> used.add(metric.group(1))));
        }

        assertThat(used).containsExactlyInAnyOrderElementsOf(MetricDescriptions.BY_NAME.keySet());
    }

    @Test
    void aMeterHasItsDescriptionAndKeepsItsTags() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        registry.config().meterFilter(new MetricDescriptions().descriptions());

        Counter counter = registry.counter("goldstream.edge.retries", "reason", "Timeout");

        assertThat(counter.getId().getDescription())
                .isEqualTo(MetricDescriptions.BY_NAME.get("goldstream.edge.retries"));
        assertThat(counter.getId().getTag("reason")).isEqualTo("Timeout");
        assertThat(registry.counter("goldstream.edge.retries", "reason", "Timeout"))
                .isSameAs(counter);
        assertThat(registry.counter("jvm.threads").getId().getDescription()).isNull();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
