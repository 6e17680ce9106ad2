package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.ConnectDocumentation;
import io.goldstream.connect.sink.land.Rotation.Reason;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The metrics in docs/connect.md are those that a worker is given. */
class MetersDocumentationTest {

    private static final Pattern METRIC = Pattern.compile("`([a-z-]+)`");
    private static final Pattern REASONS = Pattern.compile("by reason: ([a-z,\\s]+)\\.");

    @Test
    void theMetricsAreWhatTheCodeTells() throws IOException {
        TestMetrics metrics = new TestMetrics();
        new Meters(Clock.systemUTC()).register(() -> metrics);
        String section = ConnectDocumentation.section("Metrics");

        assertThat(METRIC.matcher(section).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(metrics.all().keySet().stream()
                        .map(name -> name.split(":")[0])
                        .distinct()
                        .toList());
        assertThat(REASONS.matcher(section)
                        .results()
                        .flatMap(found -> Stream.of(found.group(1).split(",\\s+"))))
                .containsExactly(Stream.of(Reason.values())
                        .map(reason -> reason.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
    }
}
