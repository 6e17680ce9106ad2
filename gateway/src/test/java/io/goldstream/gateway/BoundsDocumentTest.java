package io.goldstream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bounds that the protocol's document names are those that the gateway has by default. */
class BoundsDocumentTest {

    static Stream<Arguments> bounds() throws Exception {
        return Stream.of(
                Arguments.of("max-body-size", "more than %s MiB", size(property("quarkus.http.limits.max-body-size"))),
                Arguments.of("max-expanded-size", "%s MiB when expanded", size(edge("maxExpandedSize"))),
                Arguments.of("max-ratio", "%s times its size", edge("maxRatio")),
                Arguments.of("max-events", "or more than %s events", grouped(edge("maxEvents"))),
                Arguments.of("body-timeout", "did not come within %s s", seconds(edge("bodyTimeout"))),
                Arguments.of("max-event-size", "larger than %s bytes", grouped(edge("maxEventSize"))),
                Arguments.of("delivery-timeout", "are answered after about %s s", seconds(edge("deliveryTimeout"))),
                Arguments.of("max-in-flight-size", "beyond %s MiB", size(edge("maxInFlightSize"))),
                Arguments.of("drain-timeout", "(`goldstream.edge.drain-timeout`, %s s)", seconds(edge("drainTimeout"))),
                Arguments.of("reload-every", "looks at the file every %s s", seconds(auth("reloadEvery"))),
                Arguments.of("dedupe-span", "For %s minutes after an event", minutes(refinery("dedupeSpan"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bounds")
    void theDocumentNamesTheDefault(String setting, String sentence, String value) throws IOException {
        String document = Files.readString(Path.of("../docs/gateway.md")).replaceAll("\\s+", " ");

        assertThat(document).contains(sentence.formatted(value));
    }

    private static String edge(String option) throws NoSuchMethodException {
        return byDefault(GatewayConfig.Edge.class, option);
    }

    private static String auth(String option) throws NoSuchMethodException {
        return byDefault(GatewayConfig.Auth.class, option);
    }

    private static String refinery(String option) throws NoSuchMethodException {
        return byDefault(GatewayConfig.Refinery.class, option);
    }

    private static String byDefault(Class<?> group, String option) throws NoSuchMethodException {
        return group.getDeclaredMethod(option).getAnnotation(WithDefault.class).value();
    }

    private static String property(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            properties.load(file);
        }
        return properties.getProperty(name);
    }

    private static String size(String mebibytes) {
        return without(mebibytes, "M");
    }

    private static String seconds(String duration) {
        return without(duration, "s");
    }

    private static String minutes(String duration) {
        return without(duration, "m");
    }

    private static String without(String value, String unit) {
        assertThat(value).endsWith(unit);
        return value.substring(0, value.length() - unit.length());
    }

    private static String grouped(String number) {
        return String.format(Locale.ROOT, "%,d", Long.parseLong(number));
    }
}
