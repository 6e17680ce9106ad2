package io.goldstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.goldstream.connect.convert.EventConverter;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The configurations that the REST API is given, held to the event contract and to the options that there are. */
class SinkConfigsTest {

    private static final Map<String, String> KAFKA = Map.of(
            "GOLDSTREAM_SINK_KAFKA", "kafka:9092",
            "GOLDSTREAM_SINK_KAFKA_PROTOCOL", "PLAINTEXT",
            "GOLDSTREAM_SINK_KAFKA_MECHANISM", "",
            "GOLDSTREAM_SINK_KAFKA_JAAS", "",
            "GOLDSTREAM_SINK_KAFKA_CA", "");

    private static final Map<String, String> ON_A_FOLDER = with(
            with(roots(layer -> "/lake"), KAFKA),
            Map.of(
                    "GOLDSTREAM_LAKE_STORE", "local",
                    "GOLDSTREAM_LAKE_CREDENTIAL", "default",
                    "GOLDSTREAM_LAKE_SECRET", "",
                    "GOLDSTREAM_SINK_TASKS", "1",
                    "GOLDSTREAM_SINK_MAX_AGE", "PT5S",
                    "GOLDSTREAM_SINK_MAX_AGE_RAW", "PT50S",
                    "GOLDSTREAM_SINK_MAX_BYTES", "8388608",
                    "GOLDSTREAM_SINK_MAX_ROWS", "100000"));

    private static final Map<String, String> ON_AZURE = with(
            with(ON_A_FOLDER, roots(layer -> "https://music.blob.core.windows.net/" + layer.id())),
            Map.of("GOLDSTREAM_LAKE_STORE", "azure"));

    private static final Map<String, String> ON_AZURE_BY_KEY =
            with(ON_AZURE, Map.of("GOLDSTREAM_LAKE_CREDENTIAL", "shared_key", "GOLDSTREAM_LAKE_SECRET", "a2V5"));

    private static final String ADMIN = "admin.";

    private static final String CONVERTER = "value.converter.";

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
    void aTableHasOneFolderWhateverTheTimesOfItsRows(Layer layer) throws IOException {
        assertThat(config(layer)).containsEntry("path.template", "{topic:/}");
    }

    /** Nobody asks for a raw record within seconds, and each flush makes a file. */
    @ParameterizedTest
    @EnumSource(Layer.class)
    void rawAndQuarantineLandLessOften(Layer layer) throws IOException {
        boolean isRarer = layer == Layer.RAW || layer == Layer.QUARANTINE;

        assertThat(filled(config(layer), ON_A_FOLDER)).containsEntry("rotate.max.age", isRarer ? "PT50S" : "PT5S");
    }

    /** What a row is known by in the lake: its topic's id, partition and offset. */
    @ParameterizedTest
    @EnumSource(Layer.class)
    void rowsSayWhereTheyWereRead(Layer layer) throws IOException {
        assertThat(new SinkOptions(filled(config(layer), ON_A_FOLDER)).landing().landedColumns())
                .isTrue();
    }

    /** None of it is left to the worker's properties. */
    @ParameterizedTest
    @EnumSource(Layer.class)
    void whatTheSinksPromiseRestsOnIsInTheirConfiguration(Layer layer) throws IOException {
        assertThat(config(layer))
                .containsEntry("consumer.override.auto.offset.reset", "earliest")
                .containsEntry("consumer.override." + ClientSettings.ISOLATION, ClientSettings.READ_COMMITTED);
    }

    /** Where the gateway was updated before the plugins, its new columns are not dropped. */
    @ParameterizedTest
    @EnumSource(value = Layer.class, names = "RAW", mode = EnumSource.Mode.EXCLUDE)
    void noColumnIsDroppedSilently(Layer layer) throws IOException {
        assertThat(config(layer)).containsEntry(CONVERTER + "unknown.properties", "fail");
    }

    /** What Trino reads is what was landed; where an artist is from, the catalogue says. */
    @Test
    void theCommentsOfCoordinatesSayHowFarTheSinkRoundsThem() throws IOException {
        String decimals = "to " + config(Layer.SILVER).get("transforms.coarsen.decimals") + " decimals";
        List<String> comments = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("../trino/sql"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Pattern.compile("COMMENT ON COLUMN (?!\\S*artist)\\S+\\.(?:lat|lon|latitude|longitude) IS .*")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(comment -> comments.add(comment.group()));
            }
        }

        assertThat(comments).hasSizeGreaterThan(10).allMatch(comment -> comment.contains(decimals));
    }

    @ParameterizedTest
    @EnumSource(Layer.class)
    void headersAreKeptToTheByte(Layer layer) throws IOException {
        assertThat(config(layer))
                .containsEntry("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    @ParameterizedTest
    @EnumSource(Layer.class)
    void everyOptionIsKnown(Layer layer) throws IOException {
        for (String option : config(layer).keySet()) {
            boolean known = SinkOptions.DEFINITION.names().contains(option)
                    || CONNECTS.contains(option)
                    || option.startsWith("consumer.override.")
                    || option.startsWith(CONVERTER)
                            && new EventConverter().config().names().contains(option.substring(CONVERTER.length()))
                    || option.startsWith(ADMIN)
                            && AdminClientConfig.configNames().contains(option.substring(ADMIN.length()))
                    || option.startsWith("transforms.");
            assertThat(known).as(option).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Layer.class)
    void theEnvironmentAloneChoosesTheStore(Layer layer) throws IOException {
        for (Map<String, String> environment : List.of(ON_A_FOLDER, ON_AZURE, ON_AZURE_BY_KEY)) {
            Map<String, String> config = filled(config(layer), environment);

            assertThat(mistakes(config)).isEmpty();
            assertThat(new SinkOptions(config).getString("store.type"))
                    .isEqualTo(environment.get("GOLDSTREAM_LAKE_STORE"));
        }
    }

    @ParameterizedTest
    @EnumSource(Layer.class)
    void aVariableThatIsNotSetIsTold(Layer layer) throws IOException {
        for (String variable : variables(config(layer))) {
            Map<String, String> environment = new HashMap<>(ON_AZURE);
            environment.remove(variable);

            Map<String, String> config = filled(config(layer), environment);

            // Connect itself checks tasks.max.
            if (!variable.equals("GOLDSTREAM_SINK_TASKS")) {
                assertThat(mistakes(config)).anyMatch(mistake -> mistake.contains("${env:" + variable + "}"));
            }
        }
    }

    private static List<String> mistakes(Map<String, String> config) {
        return new AdlsSinkConnector()
                .validate(config).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream())
                        .toList();
    }

    private static Map<String, String> config(Layer layer) throws IOException {
        Map<String, String> config = new HashMap<>();
        try (JsonParser json = new JsonFactory()
                .createParser(Path.of("sinks", layer.id() + ".json").toFile())) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String option = json.currentName();
                assertThat(json.nextToken()).as(option).isEqualTo(JsonToken.VALUE_STRING);
                assertThat(config.put(option, json.getText())).as(option).isNull();
            }
        }
        return config;
    }

    /** What a configuration takes from the environment. */
    private static Set<String> variables(Map<String, String> config) {
        return Pattern.compile("\\$\\{env:(\\w+)}")
                .matcher(String.join(" ", config.values()))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** As Connect does it. */
    private static Map<String, String> filled(Map<String, String> config, Map<String, String> environment) {
        EnvVarConfigProvider provider = new EnvVarConfigProvider(environment);
        provider.configure(Map.of("allowlist.pattern", "GOLDSTREAM_.*"));
        Map<String, String> filled = new HashMap<>(
                new ConfigTransformer(Map.of("env", provider)).transform(config).data());
        filled.put("name", "goldstream");
        return filled;
    }

    /** A root for each layer. */
    private static Map<String, String> roots(Function<Layer, String> root) {
        return Stream.of(Layer.values())
                .collect(Collectors.toMap(layer -> "GOLDSTREAM_LAKE_ROOT_" + layer.name(), root));
    }

    private static Map<String, String> with(Map<String, String> environment, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return all;
    }
}
