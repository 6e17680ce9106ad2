package io.goldstream.connect.sink;

import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.land.Landing;
import io.goldstream.connect.sink.land.Rotation;
import io.goldstream.connect.sink.layout.PathTemplate;
import io.goldstream.connect.sink.store.BlobStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The connector's options: each checked by itself, so that one validation names every mistake on its own option. */
final class SinkOptions extends AbstractConfig {

    /** The connector's name, which Connect sets: manifests and staging are kept by it. */
    static final String NAME = "name";

    /** Where the lake is: {@code local}. */
    static final String STORE_TYPE = "store.type";

    /** The lake's root; of the local store, an absolute folder. */
    static final String STORE_ROOT = "store.root";

    /** The files' format: {@code parquet}. */
    static final String FORMAT = "format";

    /** The files' folders, see {@link PathTemplate}. */
    static final String PATH_TEMPLATE = "path.template";

    /** The age at which open files are flushed, an ISO-8601 duration. */
    static final String ROTATE_MAX_AGE = "rotate.max.age";

    /** The estimated length at which a file, and with it its partition, is flushed. */
    static final String ROTATE_MAX_BYTES = "rotate.max.bytes";

    /** The rows at which a partition is flushed. */
    static final String ROTATE_MAX_ROWS = "rotate.max.rows";

    /** The open files at which a partition is flushed. */
    static final String ROTATE_MAX_FILES = "rotate.max.files";

    /** How long storage errors are retried, an ISO-8601 duration. */
    static final String RETRY_TIMEOUT = "retry.timeout";

    /** The pause before each retry, an ISO-8601 duration. */
    static final String RETRY_BACKOFF = "retry.backoff";

    static final ConfigDef DEFINITION = definition();

    /** Names become folders; a name that climbs out of its folder would share another connector's checkpoint. */
    private static final Pattern FOLDER_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    SinkOptions(Map<String, String> properties) {
        super(DEFINITION, properties, false);
    }

    Landing landing() {
        return new Landing(
                getString(NAME),
                constant(Format.class, getString(FORMAT)),
                PathTemplate.parse(getString(PATH_TEMPLATE)),
                new Rotation(
                        Duration.parse(getString(ROTATE_MAX_AGE)),
                        getLong(ROTATE_MAX_BYTES),
                        getLong(ROTATE_MAX_ROWS),
                        getInt(ROTATE_MAX_FILES)),
                Duration.parse(getString(RETRY_TIMEOUT)),
                Duration.parse(getString(RETRY_BACKOFF)));
    }

    BlobStore openStore() {
        return constant(StoreType.class, getString(STORE_TYPE)).open(this);
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        defineStore(definition, "Store");
        defineFiles(definition, "Files");
        defineRotation(definition, "Rotation");
        defineErrors(definition, "Errors");
        return definition;
    }

    private static void defineStore(ConfigDef definition, String group) {
        definition
                .define(
                        NAME,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        check("letters, digits, dots, _ and -", SinkOptions::checkFolderName),
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
                        oneOf(StoreType.class),
                        Importance.HIGH,
                        "Where the lake is. local: a folder of a POSIX file system with hard links.",
                        group,
                        1,
                        Width.SHORT,
                        "Store")
                .define(
                        STORE_ROOT,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        check("an absolute path", SinkOptions::checkAbsolute),
                        Importance.HIGH,
                        "The lake's root: for the local store an absolute folder, which is made if absent.",
                        group,
                        2,
                        Width.LONG,
                        "Root");
    }

    private static void defineFiles(ConfigDef definition, String group) {
        definition
                .define(
                        FORMAT,
                        Type.STRING,
                        "parquet",
                        oneOf(Format.class),
                        Importance.MEDIUM,
                        "The files' format. parquet: Apache Parquet, zstd; values must be structs.",
                        group,
                        0,
                        Width.SHORT,
                        "Format")
                .define(
                        PATH_TEMPLATE,
                        Type.STRING,
                        "{topic:/}/ingest_date={timestamp:yyyy-MM-dd}",
                        check("a path template", PathTemplate::parse),
                        Importance.HIGH,
                        "The folder of a record's file, relative to the root. Variables: {topic}; {topic:/}, with each dot"
                                + " as a slash; {partition}; {timestamp:PATTERN}, the record's timestamp; {value.FIELD};"
                                + " {value.FIELD:PATTERN}, a Timestamp field. Times are in UTC, patterns those of"
                                + " java.time.format.DateTimeFormatter, from years to minutes.",
                        group,
                        1,
                        Width.LONG,
                        "Path template");
    }

    private static void defineRotation(ConfigDef definition, String group) {
        definition
                .define(
                        ROTATE_MAX_AGE,
                        Type.STRING,
                        "PT5M",
                        duration(Duration.ofMillis(100), Duration.ofDays(1)),
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
                        "Most rows")
                .define(
                        ROTATE_MAX_FILES,
                        Type.INT,
                        200,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        "Flush a partition's files when so many are open, each of which takes memory.",
                        group,
                        3,
                        Width.SHORT,
                        "Most files");
    }

    private static void defineErrors(ConfigDef definition, String group) {
        definition
                .define(
                        RETRY_TIMEOUT,
                        Type.STRING,
                        "PT2M",
                        duration(Duration.ZERO, Duration.ofDays(1)),
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
                        duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
                        Importance.LOW,
                        "The pause before each retry. ISO-8601, PT0.001S to PT1M.",
                        group,
                        1,
                        Width.SHORT,
                        "Retry backoff");
    }

    private static Validator oneOf(Class<? extends Enum<?>> constants) {
        return ConfigDef.CaseInsensitiveValidString.in(Arrays.stream(constants.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
    }

    private static <E extends Enum<E>> E constant(Class<E> constants, String name) {
        return Enum.valueOf(constants, name.toUpperCase(Locale.ROOT));
    }

    private static Validator check(String what, Consumer<String> parse) {
        return ConfigDef.LambdaValidator.with(
                (option, value) -> {
                    if (value == null) {
                        // A required option that is missing: ConfigDef has said so already.
                        return;
                    }
                    try {
                        parse.accept((String) value);
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(option, value, e.getMessage());
                    }
                },
                () -> what);
    }

    private static void checkFolderName(String name) {
        if (!FOLDER_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "manifests are kept in a folder of this name: use letters, digits, dots, _ and - only");
        }
    }

    private static void checkAbsolute(String path) {
        try {
            if (!Path.of(path).isAbsolute()) {
                throw new IllegalArgumentException("is not an absolute path: the worker's folder is not for lakes");
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: " + e.getMessage(), e);
        }
    }

    private static Validator duration(Duration least, Duration most) {
        String what = "an ISO-8601 duration between " + least + " and " + most;
        return check(what, text -> {
            try {
                Duration duration = Duration.parse(text);
                if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                    return;
                }
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("is not " + what + ", such as PT30S", e);
            }
            throw new IllegalArgumentException("is not " + what);
        });
    }
}
