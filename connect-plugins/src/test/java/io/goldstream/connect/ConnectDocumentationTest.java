package io.goldstream.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.sink.AdlsSinkConnector;
import io.goldstream.connect.transform.CoarsenLocation;
import io.goldstream.connect.transform.Lineage;
import io.goldstream.connect.transform.Pseudonymize;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** The options in docs/connect.md are the code's own. To renew them: mvn test -Dtest=ConnectDocumentationTest -Ddocs.write */
class ConnectDocumentationTest {

    private static final Map<String, ConfigDef> PLUGINS = new LinkedHashMap<>(Map.of(
            "AdlsSinkConnector", new AdlsSinkConnector().config(),
            "Lineage", new Lineage().config(),
            "Pseudonymize", new Pseudonymize<>().config(),
            "CoarsenLocation", new CoarsenLocation<>().config()));

    @Test
    void theOptionsAreWhatTheCodeSays() throws IOException {
        String written = ConnectDocumentation.read();
        String text = written;
        for (Map.Entry<String, ConfigDef> plugin : PLUGINS.entrySet()) {
            text = ConnectDocumentation.withOptions(text, plugin.getKey(), plugin.getValue());
        }
        if (System.getProperty("docs.write") != null) {
            Files.writeString(ConnectDocumentation.FILE, text);
            return;
        }
        assertThat(written).as("docs/connect.md; -Ddocs.write renews it").isEqualTo(text);
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
