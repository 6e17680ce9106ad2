package io.goldstream.gateway;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/settings.md says what {@link GatewayConfig} says. {@code -Dgolden.update=true} writes it anew. */
class SettingsDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/settings.md");
    private static final Path SOURCE = Path.of("src/main/java/io/goldstream/gateway/GatewayConfig.java");

    /** A Javadoc comment, and the method or the group behind it. */
    private static final Pattern MEMBER = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:ANNOTATION\\s*)*"
                    .concat("(?:(?:[\\w<>., \\n]|ANNOTATION)+? (\\w+)\\(\\);|interface (\\w+) \\{)")
                    .replace("ANNOTATION", "@\\w+(?:\\((?:[^()\"]|\"[^\"]*\")*\\))?"),
            Pattern.DOTALL);

    /** Of Quarkus's settings, those that application.properties sets and operators may want to change. */
    private static final Map<String, String> QUARKUS = new TreeMap<>(Map.of(
            "kafka.bootstrap.servers",
                    "Kafka's brokers, as HOST:PORT,HOST:PORT. Other properties of Kafka's clients begin with `kafka.`, too.",
            "quarkus.http.host", "The address that the edge listens on.",
            "quarkus.http.limits.max-body-size", "The size of a body, as it is sent.",
            "quarkus.http.cors.enabled",
                    "Whether pages of other origins may send events; `quarkus.http.cors.origins` names them.",
            "quarkus.management.host", "The address of the management port.",
            "quarkus.management.port", "The port of health, metrics, the quarantine and replay.",
            "quarkus.oidc.tenant-enabled",
                    "Whether bearer tokens of an OpenID provider are accepted; `quarkus.oidc.auth-server-url` names it.",
            "quarkus.otel.sdk.disabled",
                    "Whether traces are off; `quarkus.otel.exporter.otlp.endpoint` says where they go."));

    @Test
    void everySettingIsListedAsTheCodeHasIt() throws Exception {
        String generated = Files.readString(Path.of("src/test/resources/settings.md"))
                .replace("${settings}", settings())
                .replace("${quarkus}", quarkus());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(Files.readString(DOCUMENT)).as("run .ci/documents").isEqualTo(generated);
    }

    @Test
    void noSettingIsWithoutASentence() throws IOException {
        List<String> described = members().stream()
                .filter(member -> member.group(2) != null)
                .map(member -> member.group(2))
                .toList();
        List<String> settings = new ArrayList<>();
        for (Class<?> group : List.of(
                GatewayConfig.class,
                GatewayConfig.Auth.class,
                GatewayConfig.Operators.class,
                GatewayConfig.Edge.class,
                GatewayConfig.Refinery.class)) {
            for (Method method : group.getDeclaredMethods()) {
                if (!method.isDefault() && method.getReturnType().getEnclosingClass() != GatewayConfig.class) {
                    settings.add(method.getName());
                }
            }
        }

        assertThat(described).containsExactlyInAnyOrderElementsOf(settings);
    }

    private static String settings() throws Exception {
        StringBuilder text = new StringBuilder("## Every instance\n\n" + HEAD);
        Class<?> group = GatewayConfig.class;
        String prefix = "goldstream";
        for (MatchResult member : members()) {
            String sentence = prose(member.group(1));
            if (member.group(3) != null) {
                group = Class.forName(GatewayConfig.class.getName() + "$" + member.group(3));
                prefix = "goldstream." + member.group(3).toLowerCase(Locale.ROOT);
                text.append("\n## `%s`\n\n%s\n\n%s".formatted(prefix, sentence, HEAD));
            } else {
                String name = prefix + "." + kebab(member.group(2));
                boolean isMap = group.getDeclaredMethod(member.group(2)).getReturnType() == Map.class;
                text.append("| `%s` | %s | %s | %s |\n"
                        .formatted(
                                isMap ? name + ".TYPE" : name,
                                isMap ? "none: set a system property" : "`" + variable(name) + "`",
                                byDefault(group, member.group(2)),
                                sentence));
            }
        }
        return text.toString();
    }

    private static final String HEAD = "| setting | variable | default | meaning |\n|---|---|---|---|\n";

    private static List<MatchResult> members() throws IOException {
        return MEMBER.matcher(Files.readString(SOURCE)).results().toList();
    }

    private static String byDefault(Class<?> group, String method) throws NoSuchMethodException {
        WithDefault value = group.getDeclaredMethod(method).getAnnotation(WithDefault.class);
        return value == null ? "none" : "`" + value.value() + "`";
    }

    private static String quarkus() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(Path.of("src/main/resources/application.properties"))));
        Map<String, String> rows = new LinkedHashMap<>();
        QUARKUS.forEach((name, sentence) -> {
            assertThat(properties).containsKey(name);
            rows.put(
                    name,
                    "| `%s` | `%s` | `%s` | %s |".formatted(name, variable(name), properties.get(name), sentence));
        });
        return rows.values().stream().collect(joining("\n"));
    }

    private static String kebab(String method) {
        return method.replaceAll("(?<=[a-z])(?=[A-Z0-9])", "-")
                .toLowerCase(Locale.ROOT)
                .replace("sha-256", "sha256");
    }

    /** As MicroProfile Config derives it. */
    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String prose(String javadoc) {
        return javadoc.replaceAll("\\s+\\* ?|\\s+", " ")
                .replaceAll("\\{@(?:code|link) ([^{}]*(?:\\{[^{}]*}[^{}]*)*)}", "`$1`")
                .replace("|", "\\|")
                .strip();
    }
}
