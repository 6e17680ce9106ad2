package io.goldstream.connect.sink;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Options that nobody reads, and that are meant for this connector: the default would hold where something else was chosen.
 * Connect itself takes any option, and other options may be anybody's.
 */
final class Misspellings {

    /** Whatever begins so is meant for this connector. */
    private static final Set<String> OURS = SinkOptions.DEFINITION.names().stream()
            .filter(option -> !option.equals(SinkOptions.NAME))
            .map(option -> option.split("\\.")[0] + ".")
            .collect(Collectors.toUnmodifiableSet());

    private static final String ADMIN = "admin.";
    private static final String ADMIN_OF_CONNECT = "admin.override.";
    private static final int MOST_EDITS = 2;

    /** Of shorter names too many words are near. */
    private static final int SHORTEST = 6;

    private static final Set<String> CONNECTS_OF_TRANSFORMATIONS =
            Set.of("type", "predicate", "negate", "plugin.version");

    private Misspellings() {}

    /** @return a sentence for each option that is a misspelt one */
    static Map<String, String> in(Map<String, String> properties) {
        Map<String, String> misspelt = new LinkedHashMap<>();
        for (String option : properties.keySet()) {
            problem(option).ifPresent(problem -> misspelt.put(option, problem));
        }
        misspelt.putAll(OurTransformations.unnamed(properties));
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
                if (isNobodys && edits(begin, prefix) <= MOST_EDITS) {
                    misspelt.put(option, meant(prefix + name));
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
        for (String option : properties.keySet()) {
            if (longer.stream().anyMatch(option::startsWith)) {
                continue;
            }
            String name = option.startsWith(prefix) ? option.substring(prefix.length()) : "type";
            if (!options.contains(name) && !CONNECTS_OF_TRANSFORMATIONS.contains(name)) {
                nearest(name, options, name.length() + SHORTEST)
                        .ifPresent(near -> misspelt.put(option, meant(prefix + near)));
            }
        }
    }

    private static Optional<String> problem(String option) {
        Collection<String> known = SinkOptions.DEFINITION.names();
        if (known.contains(option) || option.startsWith(ADMIN_OF_CONNECT)) {
            return Optional.empty();
        }
        if (option.startsWith(ADMIN)) {
            Collection<String> clients = AdminClientConfig.configNames();
            String setting = option.substring(ADMIN.length());
            return clients.contains(setting)
                    ? Optional.empty()
                    : nearest(setting, clients, MOST_EDITS).map(near -> meant(ADMIN + near));
        }
        boolean isOurs = OURS.stream().anyMatch(option.toLowerCase(Locale.ROOT)::startsWith);
        return nearest(
                        option,
                        known.stream().filter(name -> name.length() >= SHORTEST).toList(),
                        isOurs ? option.length() : MOST_EDITS)
                .map(Misspellings::meant);
    }

    private static String meant(String near) {
        return "is not known: did you mean " + near + "?";
    }

    private static Optional<String> nearest(String option, Collection<String> known, int mostEdits) {
        return known.stream()
                .min(Comparator.comparingInt(name -> edits(option, name)))
                .filter(name -> edits(option, name) <= mostEdits);
    }

    /** Letters to put in, leave out or change, whatever their case. */
    private static int edits(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] before = new int[b.length() + 1];
        Arrays.setAll(before, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[b.length()];
    }
}
