package io.goldstream.connect.sink;

import io.goldstream.connect.sink.format.Compression;
import io.goldstream.connect.sink.format.FileType;
import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.land.Landing.Tombstones;
import io.goldstream.events.schema.LandedCoordinate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The options of what is in a file. */
final class FileOptions {

    /** The files' format, see {@link Format}. */
    static final String FORMAT = "format";

    /** The files' compression, see {@link Compression}; or what suits the format. */
    static final String COMPRESSION = "compression";

    /** What becomes of null values, see {@link Tombstones}. */
    static final String TOMBSTONES = "tombstones";

    /** Whether rows get the columns of {@link LandedCoordinate}. */
    static final String LANDED_COLUMNS = "landed.columns";

    private static final String SUITABLE = "default";

    private FileOptions() {}

    static void define(ConfigDef definition, String group) {
        definition
                .define(
                        FORMAT,
                        Type.STRING,
                        "parquet",
                        Validators.oneOf(Format.class),
                        Importance.MEDIUM,
                        "The files' format. parquet: Apache Parquet. A value must be a struct, or Lineage must "
                                + "make one of it. Records whose schemas have the same name share a file, which has all "
                                + "their fields: a new field is nullable, and of two integers, two floats or two "
                                + "timestamps it has the wider one. json: a line of JSON for each value, with or without "
                                + "a schema. bytes: the values as they are, bytes or text, each followed by a newline.",
                        group,
                        0,
                        Width.SHORT,
                        "Format",
                        Recommend.oneOf(Format.class))
                .define(
                        COMPRESSION,
                        Type.STRING,
                        SUITABLE,
                        Validators.check("default, zstd, snappy, gzip or none", FileOptions::compression),
                        Importance.MEDIUM,
                        "The files' compression. default: zstd for parquet, gzip for json, none for bytes. "
                                + "parquet takes zstd, snappy, gzip and none; json and bytes take gzip and none.",
                        group,
                        1,
                        Width.SHORT,
                        "Compression",
                        new Recommend(FileOptions::recommendedCompressions, chosen -> true))
                .define(
                        TOMBSTONES,
                        Type.STRING,
                        "fail",
                        Validators.oneOf(Tombstones.class),
                        Importance.MEDIUM,
                        "What becomes of a record without a value. fail: it cannot be landed, so the task "
                                + "fails; with errors.tolerance=all it goes to the dead-letter queue. skip: it is "
                                + "counted and not landed. write: a line null in json, an empty line in bytes; not for "
                                + "parquet, which has no such row. If the transformation Lineage comes before, it makes "
                                + "a row of a tombstone, with the key in its key.column, and this option has no effect.",
                        group,
                        2,
                        Width.SHORT,
                        "Tombstones",
                        Recommend.oneOf(Tombstones.class))
                .define(
                        LANDED_COLUMNS,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether each row gets three more columns, after its own: landed_topic_id, Kafka's id of the topic, a"
                                + " string; landed_partition, an int32; landed_offset, an int64. They say where in Kafka the"
                                + " sink read the row, even if a transformation changed the topic's name. A topic that was"
                                + " deleted and created again has another id. A value must be a struct, or a map without a"
                                + " schema. Needs admin.bootstrap.servers.",
                        group,
                        3,
                        Width.SHORT,
                        "Landed columns");
    }

    /** @param values see {@link SinkOptions#conflicts} */
    static Map<String, String> conflicts(Function<String, Object> values) {
        Map<String, String> conflicts = new LinkedHashMap<>();
        if (!(values.apply(FORMAT) instanceof String name)) {
            return conflicts;
        }
        Format format = Validators.constant(Format.class, name);
        if (values.apply(COMPRESSION) instanceof String compression
                && !compression.equalsIgnoreCase(SUITABLE)
                && !format.compressions().contains(Validators.constant(Compression.class, compression))) {
            conflicts.put(
                    COMPRESSION,
                    "does not fit format=" + name + ": must be default or one of "
                            + Recommend.names(format.compressions()));
        }
        if (format == Format.PARQUET && "write".equalsIgnoreCase(String.valueOf(values.apply(TOMBSTONES)))) {
            conflicts.put(
                    TOMBSTONES,
                    "does not fit format=" + name + ", which has no row without a value: skip them, or put the"
                            + " transformation Lineage before, which makes rows of them");
        }
        if (Boolean.TRUE.equals(values.apply(LANDED_COLUMNS))) {
            landedColumnsConflict(format, values).ifPresent(problem -> conflicts.put(LANDED_COLUMNS, problem));
        }
        return conflicts;
    }

    private static Optional<String> landedColumnsConflict(Format format, Function<String, Object> values) {
        if (format == Format.BYTES) {
            return Optional.of(
                    "does not fit format=bytes, whose lines are the values as they are: use parquet or json");
        }
        if ("write".equalsIgnoreCase(String.valueOf(values.apply(TOMBSTONES)))) {
            return Optional.of("does not fit tombstones=write, whose lines have no columns: skip them, or put the"
                    + " transformation Lineage before, which makes rows of them");
        }
        if (values.apply(AdminOptions.BOOTSTRAP_SERVERS) instanceof String servers && servers.isEmpty()) {
            return Optional.of("needs the topics' ids, which Kafka tells: set " + AdminOptions.BOOTSTRAP_SERVERS
                    + " to its brokers, as HOST:PORT,HOST:PORT, and the admin. options that a client of it needs");
        }
        return Optional.empty();
    }

    static FileType fileType(SinkOptions options) {
        Format format = Validators.constant(Format.class, options.getString(FORMAT));
        String compression = options.getString(COMPRESSION);
        return new FileType(
                format,
                compression.equalsIgnoreCase(SUITABLE)
                        ? format.usualCompression()
                        : Validators.constant(Compression.class, compression));
    }

    private static void compression(String name) {
        if (!name.equalsIgnoreCase(SUITABLE)
                && Recommend.names(List.of(Compression.values())).stream()
                        .noneMatch(known -> name.equalsIgnoreCase(known.toString()))) {
            throw new IllegalArgumentException("must be default, zstd, snappy, gzip or none");
        }
    }

    private static List<Object> recommendedCompressions(Map<String, Object> chosen) {
        List<Object> names = new ArrayList<>(List.of(SUITABLE));
        for (Format format : Format.values()) {
            if (format.name().equalsIgnoreCase(String.valueOf(chosen.get(FORMAT)))) {
                names.addAll(Recommend.names(format.compressions()));
            }
        }
        return names;
    }
}
