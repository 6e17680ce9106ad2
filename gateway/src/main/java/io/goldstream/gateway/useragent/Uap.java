package io.goldstream.gateway.useragent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import ua_parser.Device;
import ua_parser.DeviceParser;
import ua_parser.OS;
import ua_parser.OSParser;
import ua_parser.Parser;
import ua_parser.UserAgent;
import ua_parser.UserAgentParser;

/**
 * The families that the expressions of the uap project tell, as its {@link Parser} does, which tries all 1,179 of them.
 * Thread-safe.
 */
final class Uap {

    private static final String OTHER = "Other";

    private final Patterns<String> browsers = new Patterns<>();
    private final Patterns<String> systems = new Patterns<>();
    private final Patterns<String> devices = new Patterns<>();

    private Uap() {}

    static Uap read() {
        try (InputStream yaml = Parser.class.getResourceAsStream("/ua_parser/regexes.yaml")) {
            Map<String, List<Map<String, String>>> all =
                    new Yaml(new SafeConstructor(Parser.getDefaultLoaderOptions())).load(yaml);
            Uap uap = new Uap();
            add(uap.browsers, all.get("user_agent_parsers"), Uap::browser);
            add(uap.systems, all.get("os_parsers"), Uap::system);
            add(uap.devices, all.get("device_parsers"), Uap::device);
            return uap;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(
            Patterns<String> patterns,
            List<Map<String, String>> expressions,
            Function<List<Map<String, String>>, Function<String, String>> parser) {
        expressions.forEach(one -> patterns.add(one.get("regex"), parser.apply(List.of(one))));
    }

    private static Function<String, String> browser(List<Map<String, String>> one) {
        UserAgentParser parser = UserAgentParser.fromList(one);
        return text -> {
            UserAgent found = parser.parse(text);
            return found == UserAgent.OTHER ? null : found.family;
        };
    }

    private static Function<String, String> system(List<Map<String, String>> one) {
        OSParser parser = OSParser.fromList(one);
        return text -> {
            OS found = parser.parse(text);
            return found == OS.OTHER ? null : found.family;
        };
    }

    private static Function<String, String> device(List<Map<String, String>> one) {
        DeviceParser parser = DeviceParser.fromList(one);
        return text -> {
            Device found = parser.parse(text);
            return found == Device.OTHER ? null : found.family;
        };
    }

    String browser(String text, String lowerCase) {
        return known(browsers.first(text, lowerCase));
    }

    String os(String text, String lowerCase) {
        return known(systems.first(text, lowerCase));
    }

    String device(String text, String lowerCase) {
        return known(devices.first(text, lowerCase));
    }

    private static String known(String family) {
        return family == null ? OTHER : family;
    }

    /** How many expressions were tried up to now. */
    long tried() {
        return browsers.tried() + systems.tried() + devices.tried();
    }

    int size() {
        return browsers.size() + systems.size() + devices.size();
    }
}
