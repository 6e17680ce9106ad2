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
import java.util.Optional;
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

    private static final String NO_TIMEOUT = "none";

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
        conflicts.putAll(AdminOptions.conflicts(properties));
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
                new Retry(
                        Optional.of(getString(RETRY_TIMEOUT))
                                .filter(timeout -> !timeout.equalsIgnoreCase(NO_TIMEOUT))
                                .map(Duration::parse),
                        Duration.parse(getString(RETRY_BACKOFF))),
                ConsumerOptions.start(this),
                Validators.constant(Tombstones.class, getString(FileOptions.TOMBSTONES)),
                isTolerant(),
                getBoolean(FileOptions.LANDED_COLUMNS));
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
                        "The connector's name: letters, digits, dots, _ and -, 200 at most, with no dot at an "
                                + "end and no - at the beginning. Under this name the lake keeps which records are landed "
                                + "(the manifests). A connector of another name knows nothing of them, and begins where "
                                + "start.from says.",
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
                        "Where the lake is. local: a folder that every worker reaches, of a POSIX file system "
                                + "with hard links. azure: a container of Azure Blob Storage or ADLS Gen2, by the Blob "
                                + "API.",
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
                        "The lake's root, which holds files and manifests. local: an absolute folder; the sink "
                                + "creates it. azure: https://ACCOUNT.blob.core.windows.net/CONTAINER[/FOLDER]; the "
                                + "container must exist. In another root the sink finds no manifests, and begins "
                                + "where start.from says.",
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
                        "Where to begin in a partition of which nothing is landed. earliest: at the oldest "
                                + "record that Kafka has. So the lake is complete, even if it was wiped and the consumer "
                                + "group was not. group: at the consumer group's offset; if there is none, the "
                                + "consumer's auto.offset.reset decides. With earliest, also set "
                                + "consumer.override.auto.offset.reset=earliest. Otherwise the worker's properties "
                                + "decide where offsets are gone, and may skip records. Then the task fails; if a "
                                + "transformation or errors.tolerance=all may have dropped these records, it only logs a "
                                + "warning.",
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
                        "Flush a partition's files this long after their first record arrived. So new records "
                                + "reach the lake with this delay. An ISO-8601 duration, PT0.1S to P1D. It applies even if no "
                                + "more records come, whatever the worker's offset.flush.interval.ms is. A short time "
                                + "makes many small files.",
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
                        "Flush a partition's files when one of them has about this size, in bytes: 1024 (1 "
                                + "KiB) to 17179869184 (16 GiB).",
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
                        "Flush a partition's files when they hold this many rows together: 1 or more. Records that are "
                                + "not landed count, too.",
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
                        "The most files that a task keeps open: 1 to 10000. With one more, it flushes the "
                                + "partition that has the most. If records at one time go to more folders than this, the "
                                + "files become small.",
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
                        "About how much memory a task's open files may take, in bytes: 1048576 (1 MiB) to "
                                + "68719476736 (64 GiB). Above it, the task flushes the partitions that hold the most. "
                                + "It checks this after each batch, so one batch comes on top. The worker's heap must hold "
                                + "this for each of its tasks.",
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
                        NO_TIMEOUT,
                        Validators.durationOr(NO_TIMEOUT, Duration.ZERO, Duration.ofDays(1)),
                        Importance.MEDIUM,
                        "How long storage errors are retried before the task fails: none, which is for ever, or an "
                                + "ISO-8601 duration, PT0S to P1D.",
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
                        "The pause before the first retry. It doubles with each retry, up to half a minute. Each "
                                + "later pause is shortened by a random part, so that not all tasks retry at once. If Azure "
                                + "says when to retry (Retry-After), the task waits that long, up to five minutes. An "
                                + "ISO-8601 duration, PT0.001S to PT1M.",
                        group,
                        1,
                        Width.SHORT,
                        "Retry backoff");
    }
}
