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

    private static final Pattern VARIABLE = Pattern.compile("\\b(GOLDSTREAM_\\w+)");

    @Test
    void everyVariableOfTheManifestsIsASetting() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String folder : Set.of("base/gateway")) {
            try (Stream<Path> files = Files.walk(Path.of("../k8s", folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    VARIABLE.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group(1)));
                }
            }
        }

        assertThat(named).isNotEmpty();
        assertThat(settings(GatewayConfig.class, "GOLDSTREAM").collect(Collectors.toSet()))
                .containsAll(named);
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
