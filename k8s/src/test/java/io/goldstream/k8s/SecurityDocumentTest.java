package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the threat model names as holding a claim is there: classes, tests and their methods, rules of ours, files. */
class SecurityDocumentTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern FILE = Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)+)`");
    private static final Pattern RULE = Pattern.compile("`([A-Z]+(?:_[A-Z]+)+)`");
    private static final Pattern CODE = Pattern.compile("`([A-Z]\\w+[a-z])(?:\\.(\\w+))?`");

    @Test
    void everyClaimIsHeldBySomethingThatIsThere() throws IOException {
        String model = Files.readString(ROOT.resolve("SECURITY.md"))
                .split("## Threat model\n")[1]
                .split("### What is not defended\n")[0];
        List<MatchResult> code = CODE.matcher(model).results().toList();

        assertThat(code).hasSizeGreaterThan(30);
        for (MatchResult named : code) {
            assertThat(sources(named.group(1))).as(named.group()).isNotEmpty();
            if (named.group(2) != null) {
                assertThat(Files.readString(sources(named.group(1)).getFirst())).contains(" " + named.group(2) + "(");
            }
        }
        assertThat(RULE.matcher(model).results()).isNotEmpty().allSatisfy(rule -> Policy.valueOf(rule.group(1)));
        assertThat(FILE.matcher(model).results())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(ROOT.resolve(file.group(1))).exists());
    }

    @Test
    void everyRowOfTheModelNamesWhatHoldsIt() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("SECURITY.md")).stream()
                .dropWhile(line -> !line.equals("## Threat model"))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| cannot"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> assertThat(row.split("\\|")[2])
                .contains("`"));
    }

    private static List<Path> sources(String name) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of(
                "events",
                "gateway",
                "gateway/tests",
                "connect-plugins",
                "trino",
                "trino/tests",
                "local",
                "cli",
                "k8s")) {
            Path folder = ROOT.resolve(module).resolve("src");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.getFileName().toString().equals(name + ".java"))
                            .forEach(found::add);
                }
            }
        }
        return found;
    }
}
