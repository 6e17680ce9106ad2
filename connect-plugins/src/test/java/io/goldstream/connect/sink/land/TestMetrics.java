package io.goldstream.connect.sink.land;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/** Metrics as a worker would publish them: by name, with tags behind a colon. */
final class TestMetrics implements PluginMetrics {

    private final Map<String, Gauge<?>> gauges = new HashMap<>();

    /** Whose names a predecessor, that stops slowly, still has. */
    private final Set<String> taken = new HashSet<>();

    void take(String... names) {
        taken.addAll(List.of(names));
    }

    void release() {
        taken.clear();
    }

    Object value(String name) {
        return gauges.get(name).value(null, 0);
    }

    Map<String, Gauge<?>> all() {
        return gauges;
    }

    @Override
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
        return new MetricName(name, "plugins", description, tags);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> value) {
        if (taken.contains(name.name())) {
            throw new IllegalArgumentException("A metric named '" + name + "' already exists");
        }
        String tags = String.join(",", name.tags().values());
        gauges.put(tags.isEmpty() ? name.name() : name.name() + ":" + tags, (Gauge<?>) value);
    }

    @Override
    public void removeMetric(MetricName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Sensor addSensor(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeSensor(String name) {
        throw new UnsupportedOperationException();
    }
}
