package io.goldstream.connect.sink;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef.Recommender;

/**
 * What a form may offer for an option, and whether it should show it at all.
 *
 * @param values by what is chosen so far
 * @param visible by what is chosen so far
 */
record Recommend(Function<Map<String, Object>, List<Object>> values, Predicate<Map<String, Object>> visible)
        implements Recommender {

    static Recommend oneOf(Class<? extends Enum<?>> constants) {
        List<Object> names = names(Arrays.asList(constants.getEnumConstants()));
        return new Recommend(chosen -> names, chosen -> true);
    }

    /** Only where another option has that value. */
    Recommend where(String option, String value) {
        return new Recommend(
                values,
                chosen -> value.equals(String.valueOf(chosen.get(option)).toLowerCase(Locale.ROOT)));
    }

    static List<Object> names(Iterable<? extends Enum<?>> constants) {
        List<Object> names = new java.util.ArrayList<>();
        constants.forEach(constant -> names.add(constant.name().toLowerCase(Locale.ROOT)));
        return List.copyOf(names);
    }

    @Override
    public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
        return values.apply(parsedConfig);
    }

    @Override
    public boolean visible(String name, Map<String, Object> parsedConfig) {
        return visible.test(parsedConfig);
    }
}
