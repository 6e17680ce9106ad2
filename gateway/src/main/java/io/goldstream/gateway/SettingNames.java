package io.goldstream.gateway;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Refuses an environment variable that begins as a group of settings does but names none of them: otherwise the setting that is
 * meant would keep its default without a word. In files and system properties SmallRye refuses such names itself.
 */
@Singleton
@RegisterForReflection(
        targets = {
            GatewayConfig.Auth.class,
            GatewayConfig.Edge.class,
            GatewayConfig.Operators.class,
            GatewayConfig.Refinery.class
        })
class SettingNames {

    private static final Map<String, Class<?>> GROUPS = Map.of(
            "GOLDSTREAM_AUTH_", GatewayConfig.Auth.class,
            "GOLDSTREAM_EDGE_", GatewayConfig.Edge.class,
            "GOLDSTREAM_OPERATORS_", GatewayConfig.Operators.class,
            "GOLDSTREAM_REFINERY_", GatewayConfig.Refinery.class);

    void start(@Observes StartupEvent event) {
        check(System.getenv().keySet());
    }

    static void check(Collection<String> variables) {
        GROUPS.forEach((begin, group) -> {
            List<String> settings = Arrays.stream(group.getDeclaredMethods())
                    .map(setting -> begin
                            + setting.getName().replaceAll("(?=[A-Z])", "_").toUpperCase(Locale.ROOT))
                    .sorted()
                    .toList();
            for (String variable : variables) {
                // SmallRye takes the elements of a list one by one, too: NAME_0_, NAME_1_.
                if (variable.startsWith(begin) && !settings.contains(variable.replaceFirst("_[0-9]+_$", ""))) {
                    throw new ConfigurationException(variable + " is not a setting of the gateway. These begin with "
                            + begin + ": " + String.join(", ", settings));
                }
            }
        });
    }
}
