package io.goldstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.goldstream.connect.sink.layout.PathTemplate;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The configurations that the REST API is given, held to the event contract and to the options that there are. */
class SinkConfigsTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GOLDSTREAM_LAKE_STORE", "local",
            "GOLDSTREAM_LAKE_ROOT", "/lake",
            "GOLDSTREAM_SINK_TASKS", "1",
            "GOLDSTREAM_SINK_MAX_AGE", "PT5S",
            "GOLDSTREAM_SINK_MAX_BYTES", "8388608",
            "GOLDSTREAM_SINK_MAX_ROWS", "100000");

    /** What belongs to Connect and not to the connector. */
    private static final Set<String> CONNECTS = Set.of(
            "connector.class",
            "tasks.max",
            "topics",
            "key.converter",
            "value.converter",
            "header.converter",
            "errors.tolerance",
            "transforms");

    @ParameterizedTest
    @EnumSource(Layer.class)
    void eachLayersSinkReadsItsTopics(Layer layer) throws IOException {
        List<String> topics = Tables.of(layer).stream().map(Table::topic).toList();

        assertThat(config(layer).get("topics").split(",")).containsExactlyInAnyOrderElementsOf(topics);
    }

    @ParameterizedTest
    @EnumSource(Layer.class)
    void foldersAreTheTablesPartitions(Layer layer) throws IOException {
        String template = config(layer).get("path.template");
        assertThat(PathTemplate.parse(template)).hasToString(template);
        for (Table table : Tables.of(layer)) {
            assertThat(template).startsWith("{topic:/}/" + table.partitioning().column() + "={");
        }
    }

    @ParameterizedTest
    @EnumSource(Layer.class)
    void everyOptionIsKnownAndValid(Layer layer) throws IOException {
        Map<String, String> config = config(layer);
        config.put("name", "goldstream-" + layer.id());

        assertThat(new AdlsSinkConnector().validate(config).configValues())
                .flatExtracting(ConfigValue::errorMessages)
                .isEmpty();
        for (String option : config.keySet()) {
            boolean known = SinkOptions.DEFINITION.names().contains(option)
                    || CONNECTS.contains(option)
                    || option.startsWith("consumer.override.")
                    || option.startsWith("transforms.");
            assertThat(known).as(option).isTrue();
        }
    }

    private static Map<String, String> config(Layer layer) throws IOException {
        Map<String, String> config = new HashMap<>();
        try (JsonParser json = new JsonFactory()
                .createParser(Path.of("sinks", layer.id() + ".json").toFile())) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String option = json.currentName();
                assertThat(json.nextToken()).as(option).isEqualTo(JsonToken.VALUE_STRING);
                assertThat(config.put(option, filled(json.getText())))
                        .as(option)
                        .isNull();
            }
        }
        return config;
    }

    private static String filled(String value) {
        if (!value.startsWith("${env:")) {
            return value;
        }
        String name = value.substring("${env:".length(), value.length() - 1);
        assertThat(ENVIRONMENT).containsKey(name);
        return ENVIRONMENT.get(name);
    }
}
