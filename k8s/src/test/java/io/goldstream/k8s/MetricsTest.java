package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.jmx.JmxCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A metric that no server has is told, wherever a rule or a panel names it. */
class MetricsTest {

    @Test
    void anExpressionNamesMetrics() {
        assertThat(
                        Metrics.names(
                                "sum by (type) (rate(goldstream_edge_events_total{verdict=\"accepted\"}[5m])) / on (pod) up > 0.5"))
                .containsExactly("goldstream_edge_events_total", "up");
    }

    @Test
    void aMetricThatIsMisspeltIsFound() {
        List<String> expressions = List.of(
                "rate(goldstream_edge_event_total[5m]) > 0", "kafka_log_size_bytes", "up == 0", "kube_job_failed > 0");

        assertThat(Metrics.missing(expressions, Set.of("goldstream_edge_events_total", "kafka_log_size_bytes")))
                .containsExactly("goldstream_edge_event_total");
    }

    /** As the exporter reads a real JMX: this test's own. */
    @Test
    void onlyACountersNameEndsInTotal() throws Exception {
        JmxCollector collector = new JmxCollector("""
                rules:
                  - pattern: java.lang<type=ClassLoading><>TotalLoadedClassCount
                    name: planted_classes_total
                    type: COUNTER
                  - pattern: java.lang<type=Threading><>ThreadCount
                    name: planted_threads
                    type: GAUGE
                  - pattern: java.lang<type=Threading><>PeakThreadCount
                    name: planted_peak
                """);
        collector.register(new PrometheusRegistry());

        Set<String> served = collector.collect().stream()
                .flatMap(Metrics::served)
                .filter(name -> name.startsWith("planted"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(served).containsExactly("planted_classes_total", "planted_peak", "planted_threads");
        assertThat(Metrics.missing(List.of("rate(planted_threads_total[5m])", "planted_classes"), served))
                .containsExactly("planted_classes", "planted_threads_total");
    }
}
