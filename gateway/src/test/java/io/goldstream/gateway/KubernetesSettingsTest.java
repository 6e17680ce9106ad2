package io.goldstream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every variable by which the manifests set the gateway is a setting that it has: a typo would be passed over in silence. */
class KubernetesSettingsTest {

    private static final Pattern VARIABLE = Pattern.compile("\\b(GOLDSTREAM_[A-Z0-9_]+)");

    /** What Connect, Trino and the command line are set by. */
    private static final Pattern OTHERS = Pattern.compile("GOLDSTREAM_(LAKE|SINK|TRINO|METASTORE)(_\\w+)?");

    private static final Set<String> SETTINGS =
            settings(GatewayConfig.class, "GOLDSTREAM").collect(Collectors.toSet());

    @Test
    void everyVariableOfTheManifestsIsASetting() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String folder : Set.of("base", "components", "overlays")) {
            try (Stream<Path> files = Files.walk(Path.of("../k8s", folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    named.addAll(variables(Files.readString(file)));
                }
            }
        }

        assertThat(named).contains("GOLDSTREAM_AUTH_WRITE_KEYS", "GOLDSTREAM_EDGE_ENABLED");
        assertThat(SETTINGS).containsAll(named);
    }

    @Test
    void aVariableThatIsMisspeltIsFound() {
        assertThat(SETTINGS)
                .containsAll(variables("GOLDSTREAM_EDGE_ENABLED=true"))
                .doesNotContainAnyElementsOf(variables(
                        "GOLDSTREAM_EDGE_ENABELD=true, name: GOLDSTREAM_REFINRY_ENABLED, GOLDSTREAM_AUTH_WRITEKEYS"));
    }

    /** The gateway's variables that a text names. */
    private static Set<String> variables(String text) {
        return VARIABLE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !OTHERS.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The variables of a configuration interface, nested ones included. */
    private static Stream<String> settings(Class<?> config, String prefix) {
        return Stream.of(config.getDeclaredMethods())
                .filter(method -> !method.isDefault())
                .flatMap(method -> {
                    String name = prefix + "_" + variable(method);
                    Class<?> type = method.getReturnType();
                    return type.getEnclosingClass() == GatewayConfig.class ? settings(type, name) : Stream.of(name);
                });
    }

    private static String variable(Method method) {
        return method.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
}
