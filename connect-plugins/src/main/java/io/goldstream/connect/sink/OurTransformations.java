package io.goldstream.connect.sink;

import io.goldstream.connect.transform.CoarsenLocation;
import io.goldstream.connect.transform.Lineage;
import io.goldstream.connect.transform.Pseudonymize;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.transforms.Transformation;

/** The transformations of this package that a connector's configuration names. */
final class OurTransformations {

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

    /**
     * New ones, without their options.
     *
     * @return by what their options' names begin with, such as {@code transforms.a.}
     */
    static Map<String, Transformation<?>> in(Map<String, String> properties) {
        Map<String, Transformation<?>> found = new LinkedHashMap<>();
        for (String alias : properties.getOrDefault("transforms", "").split(",")) {
            String prefix = "transforms." + alias.strip() + ".";
            String type = properties.getOrDefault(prefix + "type", "").strip();
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
                    conflicts.put(prefix + "type", "refuses its options: " + e.getMessage());
                }
            }
        });
        return conflicts;
    }
}
