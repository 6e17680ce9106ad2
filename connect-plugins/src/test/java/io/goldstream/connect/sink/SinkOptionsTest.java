package io.goldstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.land.Landing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class SinkOptionsTest {

    private static final Map<String, String> LEAST =
            Map.of("name", "n", "store.type", "local", "store.root", "/lake", "unknown.to.us", "x");

    @Test
    void readsWhatItIsGivenAndDefaultsTheRest() {
        Landing landing = new SinkOptions(with("rotate.max.age", "PT5S", "rotate.max.rows", "7")).landing();

        assertThat(landing.connector()).isEqualTo("n");
        assertThat(landing.format()).isEqualTo(Format.PARQUET);
        assertThat(landing.rotation().maxAge()).isEqualTo(Duration.ofSeconds(5));
        assertThat(landing.rotation().maxRows()).isEqualTo(7);
        assertThat(landing.rotation().maxBytes()).isEqualTo(134_217_728);
        assertThat(landing.path()).hasToString("{topic:/}/ingest_date={timestamp:yyyy-MM-dd}");
    }

    @Test
    void tellsEveryMistakeOnItsOwnOption() {
        Config config = new AdlsSinkConnector()
                .validate(with(
                        "name", "../other",
                        "store.type", "s3",
                        "store.root", "lake",
                        "format", "orc",
                        "path.template", "{topik}",
                        "rotate.max.age", "5s",
                        "rotate.max.bytes", "1",
                        "rotate.max.rows", "many",
                        "rotate.max.files", "0",
                        "retry.timeout", "P2D",
                        "retry.backoff", "PT0S"));

        Map<String, List<String>> errors = config.configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
        assertThat(errors)
                .containsOnlyKeys(
                        "name",
                        "store.type",
                        "store.root",
                        "format",
                        "path.template",
                        "rotate.max.age",
                        "rotate.max.bytes",
                        "rotate.max.rows",
                        "rotate.max.files",
                        "retry.timeout",
                        "retry.backoff");
        assertThat(errors.get("path.template").get(0)).contains("no variable {topik}", "{value.FIELD}");
        assertThat(errors.get("rotate.max.age").get(0)).contains("PT30S");
        assertThat(errors.get("store.root").get(0)).contains("absolute");
    }

    @Test
    void tellsWhatIsMissing() {
        Config config = new AdlsSinkConnector().validate(Map.of("name", "n"));

        assertThat(config.configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrder("store.type", "store.root");
    }

    @Test
    void aNameThatIsNoFolderIsRefused() {
        assertThatThrownBy(() -> new SinkOptions(with("name", "../other")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("name");
    }

    @Test
    void everyOptionIsDocumented() {
        assertThat(SinkOptions.DEFINITION.configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).isNotBlank());
    }

    private static Map<String, String> with(String... options) {
        Map<String, String> all = new HashMap<>(LEAST);
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return all;
    }
}
