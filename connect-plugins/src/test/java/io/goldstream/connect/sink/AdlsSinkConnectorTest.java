package io.goldstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.store.LocalBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdlsSinkConnectorTest {

    @TempDir
    Path lake;

    @Test
    void everyTaskGetsTheWholeConfiguration() {
        AdlsSinkConnector connector = new AdlsSinkConnector();
        connector.start(options());

        assertThat(connector.taskConfigs(3)).hasSize(3).allMatch(options()::equals);
    }

    /** Connect's own options are classes and lists to it. */
    @Test
    void whatIsToldOfOthersOptionsHasNoValueThatConnectWouldCast() {
        Map<String, String> options = new HashMap<>(options());
        options.putAll(Map.of(
                "header.converter", "SimpleHeaderConverter",
                "path.template", "{header.at}",
                "transforms", "l",
                "transforms.l.type", "Lineage",
                "transforms.l.topic.column", "x",
                "transforms.l.value.column", "x",
                "errors.tolerence", "all"));

        assertThat(new AdlsSinkConnector().validate(options).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .allSatisfy(value -> assertThat(value.value()).as(value.name()).isNull())
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrder("header.converter", "transforms.l.type", "errors.tolerence");
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

    /** Each beside one that would do, which must not be set either. */
    @ParameterizedTest
    @CsvSource({
        "t, 0, -5, is below 0",
        "t, 0, -9223372036854775808, is below 0",
        "other, 0, 5, does not land that topic",
        "t, -1, 5, no task has had that partition",
        "t, 7, 5, no task has had that partition"
    })
    void oneOffsetThatCannotBeSetLeavesAllManifestsAsTheyAre(String topic, int number, long offset, String problem)
            throws IOException {
        new AdlsSinkConnector().alterOffsets(options(), Map.of(new TopicPartition("t", 0), 3L));
        new AdlsSinkConnector().alterOffsets(with("topics.regex", "t|u"), Map.of(new TopicPartition("u", 1), 4L));
        Map<TopicPartition, Long> mixed = new HashMap<>();
        mixed.put(new TopicPartition("t", 0), 9L);
        mixed.put(new TopicPartition(topic, number), offset);
        Map<String, String> before = manifests();

        assertThatThrownBy(() -> new AdlsSinkConnector().alterOffsets(options(), mixed))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("no offset was altered")
                .hasMessageContaining(problem);

        assertThat(manifests()).isEqualTo(before).hasSize(2);
    }

    /** Kafka would refuse that partition after the manifests were set, and Connect would answer that nothing was. */
    @ParameterizedTest
    @CsvSource({"t, 3", "s, 0"})
    void aPartitionThatKafkaDoesNotHaveLeavesAllManifestsAsTheyAre(String topic, int number) throws IOException {
        Map<TopicPartition, Long> mixed = Map.of(new TopicPartition("t", 2), 9L, new TopicPartition(topic, number), 5L);
        OffsetChange.TopicSizes kafka = name -> OptionalInt.of(name.equals("t") ? 3 : 0);
        try (LocalBlobStore store = new LocalBlobStore(lake, "n")) {
            OffsetChange change = new OffsetChange(store, kafka, new SinkOptions(options()));

            assertThatThrownBy(() -> change.make(mixed))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("no offset was altered: {" + topic + "-" + number + "=Kafka has ");
            assertThat(manifests()).isEmpty();

            change.make(Map.of(new TopicPartition("t", 2), 9L));
            assertThat(manifests()).hasSize(1);
        }
    }

    @Test
    void aPartitionThatCannotBeSettledLeavesTheOffsetsOfAllOthers() throws IOException {
        TopicPartition good = new TopicPartition("t", 0);
        TopicPartition broken = new TopicPartition("t", 1);
        new AdlsSinkConnector().alterOffsets(with("topics.regex", "t"), Map.of(broken, 4L));
        new AdlsSinkConnector().alterOffsets(options(), Map.of(good, 3L));
        Path manifest = lake.resolve(Checkpoint.path("n", broken));
        try (Stream<Path> versions = Files.list(manifest)) {
            for (Path version : versions.toList()) {
                Files.writeString(version, "{");
            }
        }

        assertThatThrownBy(() -> new AdlsSinkConnector().alterOffsets(options(), Map.of(good, 9L, broken, 9L)))
                .isInstanceOf(ConnectException.class);

        try (LocalBlobStore store = new LocalBlobStore(lake, "n")) {
            assertThat(Checkpoint.open(store, Checkpoint.path("n", good)).next())
                    .hasValue(3);
        }
    }

    /** What Connect asks for where its consumer group is gone. */
    @Test
    void noOffsetsAtAllForgetAllOfThisConnectors() throws IOException {
        TopicPartition partition = new TopicPartition("t", 0);
        new AdlsSinkConnector().alterOffsets(options(), Map.of(partition, 3L));
        new AdlsSinkConnector().alterOffsets(with("name", "n2"), Map.of(partition, 5L));

        new AdlsSinkConnector().alterOffsets(options(), Map.of());

        try (LocalBlobStore store = new LocalBlobStore(lake, "n")) {
            assertThat(Checkpoint.open(store, Checkpoint.path("n", partition)).next())
                    .isEmpty();
            assertThat(Checkpoint.open(store, Checkpoint.path("n2", partition)).next())
                    .hasValue(5);
        }
    }

    @Test
    void whatHasNoManifestIsForgottenWithoutMakingOne() throws IOException {
        Map<TopicPartition, Long> typo = Collections.singletonMap(new TopicPartition("typo", 0), null);

        assertThat(new AdlsSinkConnector().alterOffsets(options(), typo)).isTrue();

        assertThat(manifests()).isEmpty();
    }

    private Map<String, String> manifests() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(lake)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(file.getParent().toString(), Files.readString(file));
            }
        }
        return all;
    }

    private Map<String, String> with(String option, String value) {
        Map<String, String> options = new HashMap<>(options());
        if (option.equals("topics.regex")) {
            options.remove("topics");
        }
        options.put(option, value);
        return options;
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
        return Map.of("name", "n", "topics", "t, s", "store.type", "local", "store.root", lake.toString());
    }
}
