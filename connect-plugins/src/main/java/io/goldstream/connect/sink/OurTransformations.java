package io.goldstream.connect.sink;

import io.goldstream.connect.transform.CoarsenLocation;
import io.goldstream.connect.transform.Lineage;
import io.goldstream.connect.transform.Pseudonymize;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.transforms.Transformation;

/** The transformations of this package that a connector's configuration names. */
final class OurTransformations {

    private static final String PREFIX = "transforms.";
    private static final String TYPE = "type";

    private static final Map<String, Supplier<Transformation<?>>> BY_TYPE = new HashMap<>();

    static {
        name(Lineage.class, Lineage::new);
        name(Pseudonymize.class, Pseudonymize::new);
        name(CoarsenLocation.class, CoarsenLocation::new);
    }

    private OurTransformations() {}

    private static void name(Class<?> type, Supplier<Transformation<?>> maker) {
        BY_TYPE.put(type.getName(), maker);
        BY_TYPE.put(type.getSimpleName(), maker);
    }

    /** What the options of each transformation begin with that is applied, anybody's. */
    static List<String> prefixes(Map<String, String> properties) {
        return Stream.of(properties.getOrDefault("transforms", "").split(","))
                .map(alias -> PREFIX + alias.strip() + ".")
                .toList();
    }

    /**
     * Transformations that are set up, and not applied: what they were to hide would be landed as it is.
     *
     * @return a sentence for the type of each
     */
    static Map<String, String> unnamed(Map<String, String> properties) {
        Map<String, String> unnamed = new LinkedHashMap<>();
        List<String> named = prefixes(properties);
        properties.forEach((option, type) -> {
            if (option.startsWith(PREFIX) && option.endsWith(TYPE) && BY_TYPE.containsKey(type.strip())) {
                String prefix = option.substring(0, option.length() - TYPE.length());
                if (!named.contains(prefix)) {
                    String alias = prefix.substring(PREFIX.length()).replaceAll("\\.$", "");
                    unnamed.put(
                            option,
                            "is of a transformation that is not applied: name " + alias
                                    + " in the option transforms, or leave all options out that begin with " + prefix);
                }
            }
        });
        return unnamed;
    }

    /**
     * New ones, without their options.
     *
     * @return by what their options' names begin with, such as {@code transforms.a.}
     */
    static Map<String, Transformation<?>> in(Map<String, String> properties) {
        Map<String, Transformation<?>> found = new LinkedHashMap<>();
        for (String prefix : prefixes(properties)) {
            String type = properties.getOrDefault(prefix + TYPE, "").strip();
            if (BY_TYPE.containsKey(type)) {
                found.put(prefix, BY_TYPE.get(type).get());
            }
        }
        return found;
    }

    /**
     * What no option of a transformation can tell by itself: Connect looks at each alone, and a task would fail.
     *
     * @return a sentence for the type of each transformation that refuses its options
     */
    static Map<String, String> conflicts(Map<String, String> properties) {
        Map<String, String> conflicts = new LinkedHashMap<>();
        in(properties).forEach((prefix, transformation) -> {
            Map<String, String> options = new HashMap<>();
            properties.forEach((option, value) -> {
                if (option.startsWith(prefix)) {
                    options.put(option.substring(prefix.length()), value);
                }
            });
            boolean areValidAlone = transformation.config().validate(options).stream()
                    .allMatch(value -> value.errorMessages().isEmpty());
            if (areValidAlone) {
                try {
                    transformation.configure(options);
                } catch (ConfigException e) {
                    conflicts.put(prefix + TYPE, "refuses its options: " + e.getMessage());
                }
            }
        });
        return conflicts;
    }
}
