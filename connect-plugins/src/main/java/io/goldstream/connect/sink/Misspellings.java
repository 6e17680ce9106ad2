package io.goldstream.connect.sink;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Finds misspelt options of this connector and of Connect. Nobody reads a misspelt option, so the default would hold in its
 * place. Connect itself accepts any name, and a name that is near to none of these may belong to another plugin.
 */
final class Misspellings {

    /** Whatever begins so is meant for this connector. */
    private static final Set<String> OURS = SinkOptions.DEFINITION.names().stream()
            .filter(option -> !option.equals(SinkOptions.NAME))
            .map(option -> option.split("\\.")[0] + ".")
            .collect(Collectors.toUnmodifiableSet());

    private static final String ADMIN = "admin.";

    /** Of shorter names too many words are near. */
    private static final int SHORTEST = 6;

    private static final Set<String> CONNECTS_OF_TRANSFORMATIONS =
            Set.of("type", "predicate", "negate", "plugin.version");

    private Misspellings() {}

    /** @return a sentence for each option that is a misspelt one */
    static Map<String, String> in(Map<String, String> properties) {
        Map<String, String> misspelt = new LinkedHashMap<>(OurTransformations.unnamed(properties));
        for (String option : properties.keySet()) {
            List<String> meant = meant(option);
            if (!meant.isEmpty()) {
                misspelt.put(option, unknown(meant));
            }
        }
        OurTransformations.in(properties).forEach((prefix, transformation) -> {
            addOfTransformation(prefix, transformation.config().names(), properties, misspelt);
            addOfNobody(prefix, transformation.config().names(), properties, misspelt);
        });
        return misspelt;
    }

    /** Options of an alias that no transformation has, as where the alias itself is misspelt. */
    private static void addOfNobody(
            String prefix, Set<String> options, Map<String, String> properties, Map<String, String> misspelt) {
        List<String> read = OurTransformations.prefixes(properties);
        for (String option : properties.keySet()) {
            for (String name : options) {
                String begin = option.endsWith("." + name) ? option.substring(0, option.length() - name.length()) : "";
                boolean isNobodys = !begin.isEmpty()
                        && !properties.containsKey(begin + "type")
                        && read.stream().noneMatch(option::startsWith);
                if (isNobodys && Spelling.areNear(begin, prefix)) {
                    misspelt.put(option, unknown(List.of(prefix + name)));
                }
            }
        }
    }

    private static void addOfTransformation(
            String prefix, Set<String> options, Map<String, String> properties, Map<String, String> misspelt) {
        // An alias may hold a dot: those of lineage.key are no options of lineage.
        List<String> longer = OurTransformations.prefixes(properties).stream()
                .filter(other -> other.length() > prefix.length() && other.startsWith(prefix))
                .toList();
        List<String> known = Stream.concat(options.stream(), CONNECTS_OF_TRANSFORMATIONS.stream())
                .sorted()
                .toList();
        for (String option : properties.keySet()) {
            boolean isItsOwn = option.startsWith(prefix) && longer.stream().noneMatch(option::startsWith);
            String name = isItsOwn ? option.substring(prefix.length()) : "type";
            if (!known.contains(name)) {
                List<String> meant = Spelling.likely(name, known).stream()
                        .map(prefix::concat)
                        .toList();
                misspelt.put(option, unknown(meant));
            }
        }
    }

    /** The options one of which is meant, the likeliest first; empty for an option that is known, or may be anybody's. */
    private static List<String> meant(String option) {
        Collection<String> ours = SinkOptions.DEFINITION.names();
        if (ours.contains(option)) {
            return List.of();
        }
        Optional<String> connects = ConnectsOptions.meant(option);
        if (connects.isPresent()) {
            return List.of(connects.get());
        }
        if (option.startsWith(ADMIN)) {
            return ConnectsOptions.setting(option, ADMIN, AdminClientConfig.configNames()).stream()
                    .toList();
        }
        if (OURS.stream().anyMatch(option.toLowerCase(Locale.ROOT)::startsWith)) {
            return Spelling.likely(option, ours);
        }
        return Spelling.near(
                        option,
                        ours.stream().filter(name -> name.length() >= SHORTEST).toList())
                .stream()
                .toList();
    }

    private static String unknown(List<String> meant) {
        int last = meant.size() - 1;
        return "is not known: did you mean "
                + (last == 0 ? "" : String.join(", ", meant.subList(0, last)) + " or ")
                + meant.get(last) + "?";
    }
}
