package io.goldstream.k8s;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The metrics that alerts and panels ask for. */
public final class Metrics {

    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "by", "on", "without", "ignoring", "offset", "bool");

    private Metrics() {}

    /** Every expression of every alert and of every panel. */
    public static List<String> expressions(Overlay overlay) {
        Stream<String> alerts = overlay.of("PrometheusRule")
                .flatMap(rules -> rules.all("/spec/groups"))
                .flatMap(group -> Manifest.elements(group.path("rules")))
                .map(rule -> rule.path("expr").asText());
        Stream<String> panels = overlay.of("ConfigMap")
                .filter(map -> map.at("/metadata/labels").has("grafana_dashboard"))
                .flatMap(map -> Manifest.strings(map.at("/data")).values().stream())
                .flatMap(dashboard -> Overlay.parse(dashboard).getFirst().all("/panels"))
                .flatMap(panel -> Manifest.elements(panel.path("targets")))
                .map(target -> target.path("expr").asText());
        return Stream.concat(alerts, panels).toList();
    }

    /** What these expressions name and no scrape of ours has; what Prometheus, kube-state-metrics and kubelets have is not ours. */
    public static Set<String> missing(List<String> expressions, Set<String> scraped) {
        Set<String> missing = new TreeSet<>();
        expressions.forEach(expression -> missing.addAll(names(expression)));
        missing.removeIf(name -> name.equals("up") || name.startsWith("kube_") || name.startsWith("kubelet_"));
        missing.removeAll(scraped);
        return missing;
    }

    /** The names by which the exporter serves what its rules made: a counter's alone ends in {@code _total}. */
    public static Stream<String> served(MetricSnapshot metric) {
        String name = metric.getMetadata().getPrometheusName();
        return switch (metric) {
            case CounterSnapshot counter -> Stream.of(name + "_total");
            case GaugeSnapshot gauge -> Stream.of(name);
            case UnknownSnapshot unknown -> Stream.of(name);
            default -> throw new IllegalArgumentException("no rule here makes a " + metric.getClass());
        };
    }

    /** The metrics that an expression names: what is left of it without labels, groupings, functions and numbers. */
    public static Set<String> names(String expression) {
        String bare = expression
                .replaceAll("\\{[^}]*}|\\[[^\\]]*]|\"[^\"]*\"", " ")
                .replaceAll("\\b(by|on|without|ignoring)\\s*\\([^)]*\\)", " ")
                .replaceAll("\\b\\w+\\s*\\(", " (");
        Set<String> names = new TreeSet<>();
        for (String word : bare.split("[^\\w:]+")) {
            if (word.matches("[a-zA-Z_:][\\w:]*") && !WORDS.contains(word)) {
                names.add(word);
            }
        }
        return names;
    }
}
