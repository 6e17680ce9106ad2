package io.goldstream.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** docs/connect.md: the part of it that is made from the code, and the part that is held to what is built. */
public final class ConnectDocumentation {

    static final Path FILE = Path.of("../docs/connect.md");

    private static final Pattern JAR_ROW = Pattern.compile("(?m)^\\| ((?:`[a-z0-9.-]+`(?:, )?)+) \\| ([^|]+) \\|$");
    private static final Pattern BLOCK = Pattern.compile("(?s)```\n(.*?)```");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private ConnectDocumentation() {}

    static String read() throws IOException {
        return Files.readString(FILE);
    }

    /** A section's text, by its heading. */
    public static String section(String heading) throws IOException {
        Matcher found = Pattern.compile("(?s)\n## " + Pattern.quote(heading) + "\n(.*?)\n## ")
                .matcher(read());
        if (!found.find()) {
            throw new IllegalStateException(FILE + " has no section " + heading);
        }
        return found.group(1);
    }

    /** The fenced blocks of a section. */
    static List<String> blocks(String heading) throws IOException {
        return BLOCK.matcher(section(heading))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** The text with a plugin's table of options renewed. */
    static String withOptions(String text, String plugin, ConfigDef options) {
        Pattern section = Pattern.compile("(?s)(<!-- options of " + Pattern.quote(plugin) + " -->\n).*?(<!-- end -->)");
        Matcher found = section.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException(FILE + " has no place for the options of " + plugin);
        }
        return found.replaceFirst("$1" + Matcher.quoteReplacement(table(options)) + "$2");
    }

    /** The jars that the last section explains, without their versions. */
    static List<String> jars(String text) {
        String section = text.substring(text.indexOf("## Jars in the plugin folder"));
        return JAR_ROW.matcher(section)
                .results()
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .sorted()
                .toList();
    }

    private static String table(ConfigDef options) {
        return "| option | type | default | what it says |\n|---|---|---|---|\n"
                + options.configKeys().values().stream()
                        .map(ConnectDocumentation::row)
                        .collect(Collectors.joining());
    }

    private static String row(ConfigKey option) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        option.name,
                        option.type.name().toLowerCase(Locale.ROOT),
                        byDefault(option),
                        option.documentation.replace("|", "\\|"));
    }

    private static String byDefault(ConfigKey option) {
        if (!option.hasDefault()) {
            return "**required**";
        }
        if (option.type == ConfigDef.Type.PASSWORD) {
            return "none";
        }
        String text = ConfigDef.convertToString(option.defaultValue, option.type);
        return text == null || text.isEmpty() ? "empty" : "`" + text + "`";
    }
}
