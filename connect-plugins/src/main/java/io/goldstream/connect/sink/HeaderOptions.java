package io.goldstream.connect.sink;

import io.goldstream.connect.transform.Lineage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

/**
 * What headers need: a converter that keeps them. The worker's default, SimpleHeaderConverter, makes the number 123 of the
 * text 00123, and reads times in the machine's zone. Only the connector's own configuration can be seen here, so it has to
 * say which one it has.
 */
final class HeaderOptions {

    private static final String CONVERTER = "header.converter";

    private HeaderOptions() {}

    /** @param properties the connector's, Connect's own and those of its transformations among them */
    static Map<String, String> conflicts(Map<String, String> properties) {
        Map<String, String> conflicts = new LinkedHashMap<>();
        String converter = properties.getOrDefault(CONVERTER, "");
        boolean keeps = !converter.isBlank() && !isNamed(converter, SimpleHeaderConverter.class);
        reader(properties)
                .filter(reader -> !keeps)
                .ifPresent(reader -> conflicts.put(
                        CONVERTER,
                        "must be set to org.apache.kafka.connect.converters.ByteArrayConverter or"
                                + " org.apache.kafka.connect.storage.StringConverter, because " + reader
                                + " reads headers. SimpleHeaderConverter, the worker's default, changes what looks like a"
                                + " number, a time or a list"));
        return conflicts;
    }

    /** The option by which headers are read, if there is one. */
    private static Optional<String> reader(Map<String, String> properties) {
        if (properties.getOrDefault(LayoutOptions.PATH_TEMPLATE, "").contains("{header.")) {
            return Optional.of(LayoutOptions.PATH_TEMPLATE);
        }
        if (properties.getOrDefault(LayoutOptions.EVENT_TIME, "").strip().startsWith("header.")) {
            return Optional.of(LayoutOptions.EVENT_TIME);
        }
        return Stream.of(properties.getOrDefault("transforms", "").split(","))
                .map(name -> "transforms." + name.strip() + ".")
                .filter(prefix -> isNamed(properties.getOrDefault(prefix + "type", ""), Lineage.class)
                        && !properties
                                .getOrDefault(prefix + Lineage.HEADERS_COLUMN, "")
                                .isBlank())
                .map(prefix -> prefix + Lineage.HEADERS_COLUMN)
                .findFirst();
    }

    /** By its name, or by the alias that Connect gives it. */
    private static boolean isNamed(String name, Class<?> plugin) {
        String simple = plugin.getSimpleName();
        return name.strip().equals(plugin.getName())
                || name.strip().equals(simple)
                || name.strip().equals(simple.replaceAll("(Header)?Converter$", ""));
    }
}
