package io.goldstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.store.LocalBlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdlsSinkConnectorTest {

    @TempDir
    Path lake;

    @Test
    void everyTaskGetsTheWholeConfiguration() {
        AdlsSinkConnector connector = new AdlsSinkConnector();
        connector.start(options());

        assertThat(connector.taskConfigs(3)).hasSize(3).allMatch(options()::equals);
    }

    @Test
    void alteredOffsetsMoveTheManifests() throws IOException {
        TopicPartition set = new TopicPartition("t", 0);
        TopicPartition forgotten = new TopicPartition("t", 1);
        Map<TopicPartition, Long> offsets = new HashMap<>(Collections.singletonMap(forgotten, null));
        offsets.put(set, 42L);

        assertThat(new AdlsSinkConnector().alterOffsets(options(), offsets)).isTrue();

        try (LocalBlobStore store = new LocalBlobStore(lake, "n")) {
            assertThat(Checkpoint.open(store, Checkpoint.path("n", set)).next()).hasValue(42);
            assertThat(Checkpoint.open(store, Checkpoint.path("n", forgotten)).next())
                    .isEmpty();
        }
    }

    @Test
    void connectFindsEveryPluginByItsManifests() {
        assertThat(names(SinkConnector.class)).containsExactly("AdlsSinkConnector");
        assertThat(names(Converter.class)).contains("EventConverter");
        assertThat(names(Transformation.class)).containsExactlyInAnyOrder("CoarsenLocation", "Lineage", "Pseudonymize");
    }

    private static List<String> names(Class<?> plugin) {
        return ServiceLoader.load(plugin).stream()
                .map(provider -> provider.type().getSimpleName())
                .toList();
    }

    private Map<String, String> options() {
        return Map.of("name", "n", "store.type", "local", "store.root", lake.toString());
    }
}
