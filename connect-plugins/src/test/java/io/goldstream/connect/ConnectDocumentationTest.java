package io.goldstream.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.goldstream.connect.convert.EventConverter;
import io.goldstream.connect.sink.AdlsSinkConnector;
import io.goldstream.connect.transform.CoarsenLocation;
import io.goldstream.connect.transform.Lineage;
import io.goldstream.connect.transform.Pseudonymize;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** The options in docs/connect.md are those of the code. {@code -Dgolden.update=true} writes them again. */
class ConnectDocumentationTest {

    private static final Map<String, ConfigDef> PLUGINS = new LinkedHashMap<>(Map.of(
            "AdlsSinkConnector", new AdlsSinkConnector().config(),
            "EventConverter", new EventConverter().config(),
            "Lineage", new Lineage().config(),
            "Pseudonymize", new Pseudonymize<>().config(),
            "CoarsenLocation", new CoarsenLocation<>().config()));

    @Test
    void theOptionsAreWhatTheCodeSays() throws IOException {
        String text = ConnectDocumentation.read();
        for (Map.Entry<String, ConfigDef> plugin : PLUGINS.entrySet()) {
            text = ConnectDocumentation.withOptions(text, plugin.getKey(), plugin.getValue());
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(ConnectDocumentation.FILE, text);
        }
        assertThat(ConnectDocumentation.read()).as("run .ci/documents").isEqualTo(text);
    }

    /** With the worker's properties and the sink's options as they stand there, as Connect fills them in. */
    @Test
    void aPseudonymsKeyComesFromTheEnvironment() throws Exception {
        List<String> blocks = ConnectDocumentation.blocks("Pseudonyms");
        Properties worker = new Properties();
        worker.load(new StringReader(blocks.get(0)));
        Map<String, String> sink = Pattern.compile("\"([a-z.]+)\": \"(.*)\"")
                .matcher(blocks.get(1))
                .results()
                .collect(Collectors.toMap(option -> option.group(1), option -> option.group(2)));
        assertThat(worker.getProperty("config.providers")).isEqualTo("env");
        assertThat(worker.getProperty("config.providers.env.class")).isEqualTo(EnvVarConfigProvider.class.getName());
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        try (EnvVarConfigProvider provider = new EnvVarConfigProvider(
                Map.of("PSEUDONYM_KEY", Base64.getEncoder().encodeToString(key)))) {
            provider.configure(
                    Map.of("allowlist.pattern", worker.getProperty("config.providers.env.param.allowlist.pattern")));
            Map<String, String> filled = new ConfigTransformer(Map.of("env", provider))
                    .transform(sink)
                    .data();

            String prefix = "transforms." + filled.get("transforms") + ".";
            assertThat(filled).containsEntry(prefix + "type", Pseudonymize.class.getName());
            Map<String, String> options = filled.keySet().stream()
                    .filter(option -> option.startsWith(prefix))
                    .collect(Collectors.toMap(option -> option.substring(prefix.length()), filled::get));
            Pseudonymize<SinkRecord> transform = new Pseudonymize<>();
            transform.configure(options);
            Map<String, Object> person = new TreeMap<>(Map.of("user_id", 1354L, "first_name", "Ada"));
            assertThat(transform
                            .apply(new SinkRecord("t", 0, null, null, null, person, 0))
                            .value())
                    .asString()
                    .matches("\\{first_name=2026-01:[0-9a-f]{64}, user_id=2026-01:[0-9a-f]{64}}");
        }
    }

    /** Where an option's value is a word of ours. */
    @Test
    void wordsMayBeWrittenInAnyCase() {
        List<String> checked = new ArrayList<>();
        PLUGINS.forEach((plugin, options) -> options.configKeys().values().stream()
                .filter(key ->
                        key.validator != null && key.defaultValue instanceof String word && word.matches("[a-z]+"))
                .forEach(key -> {
                    String word = ((String) key.defaultValue).toUpperCase(Locale.ROOT);
                    assertThatCode(() -> key.validator.ensureValid(key.name, word))
                            .as("%s: %s=%s", plugin, key.name, word)
                            .doesNotThrowAnyException();
                    checked.add(key.name);
                }));
        assertThat(checked).contains("unknown.properties", "retry.timeout", "event.time", "format", "absent", "part");
    }

    @Test
    void everyTransformationIsDocumented() {
        Class<?> kind = Transformation.class;
        assertThat(ServiceLoader.load(kind).stream()
                        .map(transformation -> transformation.type().getSimpleName()))
                .isNotEmpty()
                .allMatch(PLUGINS::containsKey);
    }
}
