package io.goldstream.connect.sink;

import io.goldstream.connect.sink.land.Landing;
import io.goldstream.connect.sink.land.Landing.Bounds;
import io.goldstream.connect.sink.land.Landing.Retry;
import io.goldstream.connect.sink.land.Landing.Start;
import io.goldstream.connect.sink.land.Landing.Tombstones;
import io.goldstream.connect.sink.land.Rotation;
import io.goldstream.connect.sink.store.Lake;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The connector's options: each checked by itself, so that one validation names every mistake on its own option. */
final class SinkOptions extends AbstractConfig {

    /** The connector's name, which Connect sets: manifests and staging are kept by it. */
    static final String NAME = "name";

    /** Where the lake is: {@code local} or {@code azure}. */
    static final String STORE_TYPE = "store.type";

    /** The lake's root: an absolute folder, or a container's URL. */
    static final String STORE_ROOT = "store.root";

    /** Where to begin where no manifest says so, see {@link Start.From}. */
    static final String START_FROM = "start.from";

    /** The age at which open files are flushed, an ISO-8601 duration. */
    static final String ROTATE_MAX_AGE = "rotate.max.age";

    /** The estimated length at which a file, and with it its partition, is flushed. */
    static final String ROTATE_MAX_BYTES = "rotate.max.bytes";

    /** The rows at which a partition is flushed. */
    static final String ROTATE_MAX_ROWS = "rotate.max.rows";

    /** The most files that a task has open. */
    static final String MAX_OPEN_FILES = "max.open.files";

    /** What a task's open files may hold in memory, estimated. */
    static final String MAX_BUFFERED_BYTES = "max.buffered.bytes";

    /** How long storage errors are retried, an ISO-8601 duration. */
    static final String RETRY_TIMEOUT = "retry.timeout";

    /** The pause before each retry, an ISO-8601 duration. */
    static final String RETRY_BACKOFF = "retry.backoff";

    /** Connect's own option. */
    private static final String TOLERANCE = "errors.tolerance";

    static final ConfigDef DEFINITION = definition();

    SinkOptions(Map<String, String> properties) {
        super(DEFINITION, properties, false);
        Map<String, String> conflicts =
                conflicts(option -> DEFINITION.configKeys().containsKey(option)
                        ? get(option)
                        : originals().get(option));
        conflicts.putAll(HeaderOptions.conflicts(properties));
        conflicts.putAll(Misspellings.in(properties));
        conflicts.forEach((option, problem) -> {
            throw new ConfigException("option " + option + " " + problem);
        });
    }

    /**
     * What no option can tell by itself.
     *
     * @param values of the options by name; null for one that is missing or a mistake by itself
     * @return a sentence for each option that does not fit the others
     */
    static Map<String, String> conflicts(Function<String, Object> values) {
        Map<String, String> conflicts = new LinkedHashMap<>(FileOptions.conflicts(values));
        conflicts.putAll(LayoutOptions.conflicts(values));
        conflicts.putAll(ConsumerOptions.conflicts(values));
        if (!(values.apply(STORE_TYPE) instanceof String type)) {
            return conflicts;
        }
        StoreType store = Validators.constant(StoreType.class, type);
        if (values.apply(STORE_ROOT) instanceof String root && StoreType.ofRoot(root) != store) {
            conflicts.put(STORE_ROOT, "does not fit store.type=" + type + ": must be " + store.rootForm());
        }
        if (store == StoreType.AZURE) {
            conflicts.putAll(AzureOptions.conflicts(values));
        }
        return conflicts;
    }

    Landing landing() {
        return new Landing(
                getString(NAME),
                FileOptions.fileType(this),
                LayoutOptions.layout(this),
                new Rotation(
                        Duration.parse(getString(ROTATE_MAX_AGE)), getLong(ROTATE_MAX_BYTES), getLong(ROTATE_MAX_ROWS)),
                new Bounds(getInt(MAX_OPEN_FILES), getLong(MAX_BUFFERED_BYTES)),
                new Retry(Duration.parse(getString(RETRY_TIMEOUT)), Duration.parse(getString(RETRY_BACKOFF))),
                ConsumerOptions.start(this),
                Validators.constant(Tombstones.class, getString(FileOptions.TOMBSTONES)),
                isTolerant());
    }

    /** Whether records that cannot be read or landed are passed over. */
    boolean isTolerant() {
        return "all".equalsIgnoreCase(String.valueOf(originals().get(TOLERANCE)).strip());
    }

    Lake openStore() {
        return Validators.constant(StoreType.class, getString(STORE_TYPE)).open(this);
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        defineStore(definition, "Store");
        AdminOptions.define(definition, "Topics");
        AzureOptions.define(definition, "Azure");
        FileOptions.define(definition, "Files");
        LayoutOptions.define(definition, "Layout");
        defineRotation(definition, "Rotation");
        defineBounds(definition, "Bounds");
        defineErrors(definition, "Errors");
        return definition;
    }

    private static void defineStore(ConfigDef definition, String group) {
        definition
                .define(
                        NAME,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Validators.check("letters, digits, dots, _ and -", Validators::folderName),
                        Importance.HIGH,
                        "The connector's name. The manifests, which say what is landed, are kept under it: a connector"
                                + " of another name starts anew.",
                        group,
                        0,
                        Width.MEDIUM,
                        "Name")
                .define(
                        STORE_TYPE,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Validators.oneOf(StoreType.class),
                        Importance.HIGH,
                        "Where the lake is. local: a folder of a POSIX file system with hard links. azure: a container of"
                                + " Azure Blob Storage or ADLS Gen2, by the Blob API.",
                        group,
                        1,
                        Width.SHORT,
                        "Store",
                        Recommend.oneOf(StoreType.class))
                .define(
                        STORE_ROOT,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Validators.check("a folder or a container's URL", StoreType::checkRoot),
                        Importance.HIGH,
                        "The lake's root. local: an absolute folder, which is made if absent. azure:"
                                + " https://ACCOUNT.blob.core.windows.net/CONTAINER[/FOLDER]; the container must"
                                + " exist, and the manifests are kept in it, beside the files.",
                        group,
                        2,
                        Width.LONG,
                        "Root")
                .define(
                        START_FROM,
                        Type.STRING,
                        "earliest",
                        Validators.oneOf(Start.From.class),
                        Importance.LOW,
                        "Where to begin a partition of which the lake has no manifest, or nothing yet. earliest: with the"
                                + " oldest record that Kafka has, so that the lake is whole, even if it was wiped and the"
                                + " consumer group was not. group: where the consumer group stands, or else as the"
                                + " consumer's auto.offset.reset says. With earliest, set"
                                + " consumer.override.auto.offset.reset=earliest, too: without it, the worker's own"
                                + " properties, which no task can see, might have it pass over records where offsets are"
                                + " gone. The task then fails, or, where a transformation or errors.tolerance may have kept"
                                + " records back, says so in its log.",
                        group,
                        3,
                        Width.SHORT,
                        "Start from",
                        Recommend.oneOf(Start.From.class));
    }

    private static void defineRotation(ConfigDef definition, String group) {
        definition
                .define(
                        ROTATE_MAX_AGE,
                        Type.STRING,
                        "PT5M",
                        Validators.duration(Duration.ofMillis(100), Duration.ofDays(1)),
                        Importance.HIGH,
                        "Flush a partition's files this long after their first record came, by the wall clock: the"
                                + " lake's latency. ISO-8601, PT0.1S to P1D. Kept without traffic, and whatever the"
                                + " worker's offset.flush.interval.ms.",
                        group,
                        0,
                        Width.SHORT,
                        "Greatest age")
                .define(
                        ROTATE_MAX_BYTES,
                        Type.LONG,
                        128L << 20,
                        Range.between(1024, 1L << 34),
                        Importance.MEDIUM,
                        "Flush a partition's files when one is about this long. 1 KiB to 16 GiB, in bytes.",
                        group,
                        1,
                        Width.SHORT,
                        "Greatest length")
                .define(
                        ROTATE_MAX_ROWS,
                        Type.LONG,
                        1_000_000L,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Flush a partition's files when they hold this many rows together.",
                        group,
                        2,
                        Width.SHORT,
                        "Most rows");
        LayoutOptions.defineWindow(definition, group, 3);
    }

    private static void defineBounds(ConfigDef definition, String group) {
        definition
                .define(
                        MAX_OPEN_FILES,
                        Type.INT,
                        200,
                        Range.between(1, 10_000),
                        Importance.MEDIUM,
                        "The most files that a task has open. Before there are more, the partition with the most is"
                                + " flushed.",
                        group,
                        0,
                        Width.SHORT,
                        "Most open files")
                .define(
                        MAX_BUFFERED_BYTES,
                        Type.LONG,
                        256L << 20,
                        Range.between(1 << 20, 1L << 36),
                        Importance.MEDIUM,
                        "About what a task's open files may hold in memory. Beyond it, the partition that holds the most"
                                + " is flushed, until it fits. Looked at after each batch; the batch itself comes on top."
                                + " 1 MiB to 64 GiB, in bytes.",
                        group,
                        1,
                        Width.SHORT,
                        "Memory");
    }

    private static void defineErrors(ConfigDef definition, String group) {
        definition
                .define(
                        RETRY_TIMEOUT,
                        Type.STRING,
                        "PT2M",
                        Validators.duration(Duration.ZERO, Duration.ofDays(1)),
                        Importance.MEDIUM,
                        "How long storage errors are retried before the task fails. ISO-8601, up to P1D. Keep it below the"
                                + " consumer's max.poll.interval.ms: the opening of a partition waits inside a poll.",
                        group,
                        0,
                        Width.SHORT,
                        "Retry timeout")
                .define(
                        RETRY_BACKOFF,
                        Type.STRING,
                        "PT1S",
                        Validators.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
                        Importance.LOW,
                        "The pause before each retry. ISO-8601, PT0.001S to PT1M.",
                        group,
                        1,
                        Width.SHORT,
                        "Retry backoff");
    }
}
