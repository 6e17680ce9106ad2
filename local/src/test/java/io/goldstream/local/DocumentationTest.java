package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.cli.endpoint.Setting;
import io.goldstream.local.stack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation names is there. */
class DocumentationTest {

    private static final Path ROOT = Project.current().root();
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))(?:\\.(\\w+))?`");
    private static final Pattern COMMAND = Pattern.compile("(?m)(?:^|`|\\s)\\./goldstream ([a-z]+)");
    private static final Pattern PORT = Pattern.compile("(?:localhost|127\\.0\\.0\\.1):(19\\d{3})");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

    /** From the root on: a file or a folder of a module, of the documentation or of what builds them. */
    private static final Pattern PATH =
            Pattern.compile("`((?:events|gateway|connect-plugins|trino|cli|local|k8s|docs|\\.ci)/[\\w./-]*)`");

    private static final String MAP = "CONTRIBUTING.md";

    @Test
    void everyTestThatIsNamedExists() {
        for (Path document : documents()) {
            for (MatchResult named : all(TEST, read(document))) {
                assertThat(test(named.group(1)))
                        .as("%s of %s", named.group(), document)
                        .isNotEmpty();
                if (named.group(2) != null) {
                    assertThat(read(test(named.group(1)).getFirst()))
                            .as("%s of %s", named.group(), document)
                            .contains(" " + named.group(2) + "(");
                }
            }
        }
    }

    @Test
    void everyPortThatIsNamedIsTheStacks() {
        Ports ports = new Ports(Ports.DEFAULT_BASE);
        List<Integer> stacks = List.of(
                ports.gateway(),
                ports.gatewayManagement(),
                ports.connect(),
                ports.azurite(),
                ports.trino(),
                ports.broker());
        int named = 0;
        for (Path document : documents()) {
            for (MatchResult port : all(PORT, read(document))) {
                assertThat(stacks).as("%s of %s", port.group(), document).contains(Integer.parseInt(port.group(1)));
                named++;
            }
        }
        assertThat(named).isGreaterThan(5);
    }

    @Test
    void everyCommandThatIsNamedExists() {
        List<String> commands =
                new ArrayList<>(Goldstream.commandLine().getSubcommands().keySet());
        commands.add("test"); // the launcher's own
        for (Path document : documents()) {
            for (MatchResult named : all(COMMAND, read(document))) {
                assertThat(commands).as("%s of %s", named.group(), document).contains(named.group(1));
            }
        }
    }

    @Test
    void everyWayToNameAPlaceIsInTheTableOfThem() {
        String operations = read(ROOT.resolve("docs/operations.md"));
        for (Setting setting : Setting.values()) {
            assertThat(operations).contains("`" + setting.variable() + "` | `" + setting.key() + "` |");
        }
    }

    @Test
    void everyLinkLeadsSomewhere() {
        for (Path document : documents()) {
            for (MatchResult link : all(LINK, read(document))) {
                assertThat(document.resolveSibling(link.group(1)))
                        .as("%s of %s", link.group(), document)
                        .exists();
            }
        }
    }

    @Test
    void everyPathOfTheContributorsMapExists() {
        List<MatchResult> paths = all(PATH, read(ROOT.resolve(MAP)));
        assertThat(paths).hasSizeGreaterThan(40);
        for (MatchResult path : paths) {
            assertThat(ROOT.resolve(path.group(1))).as(path.group()).exists();
        }
    }

    private static List<Path> documents() {
        List<Path> documents =
                new ArrayList<>(Stream.of("README.md", MAP, "SECURITY.md", "CHANGELOG.md", "findings/README.md")
                        .map(ROOT::resolve)
                        .toList());
        documents.addAll(files(ROOT.resolve("docs"), ".md"));
        return documents;
    }

    private static List<Path> test(String name) {
        return Stream.of("events", "gateway", "connect-plugins", "trino", "cli", "local", "k8s")
                .flatMap(module -> files(ROOT.resolve(module).resolve("src/test"), "/" + name + ".java").stream())
                .toList();
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
