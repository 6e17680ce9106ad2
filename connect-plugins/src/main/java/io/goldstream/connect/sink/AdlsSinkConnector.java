package io.goldstream.connect.sink;

import io.goldstream.connect.PluginVersion;
import io.goldstream.connect.sink.store.Lake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Lands Kafka topics as files in a data lake, each record exactly once.
 *
 * <p>Files are staged invisibly, committed by one compare-and-swap of a manifest for each topic partition, and then
 * published. The manifest, in the lake beside the data, says where to read on; the consumer group's offsets only follow
 * it, for monitoring; only where there is no manifest yet does reading start where the group stands. The manifest is kept
 * under the connector's name. To move a partition, alter the connector's offsets by
 * Connect's REST API while it is stopped: that sets the manifest, too.
 */
public final class AdlsSinkConnector extends SinkConnector {

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public ConfigDef config() {
        return SinkOptions.DEFINITION;
    }

    /** Tells every mistake on its own option, those too that only show beside another option. */
    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        Map<String, ConfigValue> values =
                config.configValues().stream().collect(Collectors.toMap(ConfigValue::name, Function.identity()));
        SinkOptions.conflicts(option ->
                        values.containsKey(option) ? validValue(values.get(option)) : connectorConfigs.get(option))
                .forEach((option, problem) -> values.get(option).addErrorMessage("option " + option + " " + problem));
        List<ConfigValue> told = new ArrayList<>(config.configValues());
        Map<String, String> others = new LinkedHashMap<>(HeaderOptions.conflicts(connectorConfigs));
        others.putAll(AdminOptions.conflicts(connectorConfigs));
        others.putAll(OurTransformations.conflicts(connectorConfigs));
        others.putAll(Misspellings.in(connectorConfigs));
        // Without their values: Connect takes one of its own options for parsed, and fails at the text of a class.
        others.forEach((option, problem) ->
                told.add(new ConfigValue(option, null, List.of(), List.of("option " + option + " " + problem))));
        return new Config(told);
    }

    private static Object validValue(ConfigValue value) {
        return value.errorMessages().isEmpty() ? value.value() : null;
    }

    @Override
    public void start(Map<String, String> props) {
        properties = new SinkOptions(props).originalsStrings();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return AdlsSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {
        // Holds nothing.
    }

    /**
     * Sets the manifests to the offsets that Connect is about to set its consumer group to: all of them, or none. A null
     * offset forgets where the partition stood, and no offset at all where each one stood; records read again become rows
     * again, unless their files are deleted first.
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        SinkOptions options = new SinkOptions(connectorConfig);
        try (Lake lake = options.openStore();
                OffsetChange.TopicSizes kafka = AdminOptions.topicSizes(options)) {
            new OffsetChange(lake, kafka, options).make(offsets);
            return true;
        } catch (IOException e) {
            throw new ConnectException("could not alter the manifests, try again: " + e, e);
        }
    }
}
