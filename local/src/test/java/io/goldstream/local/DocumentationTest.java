package io.goldstream.local;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.cli.endpoint.Setting;
import io.goldstream.events.EventType;
import io.goldstream.local.stack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What any Markdown file of the project names is there. */
class DocumentationTest {

    private static final Path ROOT = Project.current().root();

    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*[a-z]\\w*(?:IT|Test))(?:\\.(\\w+))?`");
    private static final Pattern COMMAND = Pattern.compile("\\./goldstream ((?:\\\\\\n|[^\\n`|;#&)])*)");
    private static final Pattern INLINE_OPTION = Pattern.compile("`(--[a-z][a-z-]*)[^`]*`");
    private static final Pattern PORT = Pattern.compile("(?:localhost|127\\.0\\.0\\.1):(\\d{4,5})");
    private static final Pattern FORWARDED_PORT =
            Pattern.compile("-n goldstream\\S* port-forward [^\\n`]*\\w/\\S+ (\\d+)");
    private static final Pattern MANIFEST_PORT = Pattern.compile("(?:containerPort|port|-port)[:\\s=]+(\\d{4,5})");
    private static final Pattern GATEWAY_PORT = Pattern.compile("(?:port=|bootstrap\\.servers=[\\w.]+:)(\\d+)");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|mailto:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");
    private static final Pattern FENCE = Pattern.compile("(?ms)^\\s*```.*?^\\s*```");
    private static final Pattern MAVEN = Pattern.compile("\\bmvn ((?:\\\\\\n|[^\\n`])*)");
    private static final Pattern MODULES = Pattern.compile("-pl (\\S+)");
    private static final Pattern PROPERTY = Pattern.compile("-D([a-z][\\w.]*)");
    private static final Pattern VARIABLE = Pattern.compile("\\bGOLDSTREAM_[A-Z0-9_]*[A-Z0-9]\\b(?!_)");
    private static final Pattern METRIC = Pattern.compile("\\bgoldstream_([a-z]+(?:_[a-z0-9]+)*)");
    private static final Pattern TABLE = Pattern.compile(
            "(?<![\\w./-])((?:raw|bronze|silver|quarantine|gold|ops)\\.(?!md\\b|sql\\b|json\\b)[a-z_0-9]+)\\b(?!\\()");
    private static final Pattern TOPIC = Pattern.compile("topicName: (\\S+)");
    private static final Pattern PATH = Pattern.compile("`((?!\\.\\./)(?:[\\w.-]+/)+[\\w.-]*)`");
    private static final Pattern GLOB = Pattern.compile("`((?:[\\w.-]+/)+\\*(?:/[\\w.-]+|[\\w.-]+))`");
    private static final Pattern ALERT =
            Pattern.compile("(?s)- alert: (\\w+).*?severity: (\\w+).*?runbook_url: docs/(\\S+)");
    private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");
    private static final List<String> NUMBERS = List.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

    /** As much of a message as says what is wrong, and where. */
    private static final int MESSAGE = 200;

    private static final String MAP = "CONTRIBUTING.md";

    private static final List<Path> DOCUMENTS = files(ROOT, ".md").stream()
            .filter(file -> !file.toString().contains("/src/"))
            .toList();

    @Test
    void everyMarkdownFileIsRead() {
        assertThat(DOCUMENTS.stream().map(file -> ROOT.relativize(file).toString()))
                .contains(
                        "README.md", MAP, "SECURITY.md", "CHANGELOG.md", "docs/gold.md", "docs/adr/0011-an-own-sink.md")
                .contains("trino/README.md", "connect-plugins/sinks/README.md", "findings/README.md");
    }

    @Test
    void everyTestThatIsNamedExists() {
        forEach(TEST, (named, where) -> {
            List<Path> tests = tests(named.group(1));
            assertThat(tests).as(where).isNotEmpty();
            if (named.group(2) != null) {
                assertThat(read(tests.getFirst())).as(where).contains(" " + named.group(2) + "(");
            }
        });
    }

    @Test
    void everyPortIsTheStacksOrOneOfTheManifests() {
        Ports ports = new Ports(Ports.DEFAULT_BASE);
        Set<String> known = Stream.of(
                        ports.gateway(),
                        ports.gatewayManagement(),
                        ports.connect(),
                        ports.azurite(),
                        ports.trino(),
                        ports.broker())
                .map(String::valueOf)
                .collect(toSet());
        String manifests = text(ROOT.resolve("k8s/base"), ".yaml");
        MANIFEST_PORT.matcher(manifests).results().forEach(port -> known.add(port.group(1)));
        GATEWAY_PORT
                .matcher(read(ROOT.resolve("gateway/src/main/resources/application.properties")))
                .results()
                .forEach(port -> known.add(port.group(1)));

        int named = forEach(PORT, (port, where) -> assertThat(known).as(where).contains(port.group(1)));
        int forwarded = forEach(
                FORWARDED_PORT, (port, where) -> assertThat(known).as(where).contains(port.group(1)));
        assertThat(named).isGreaterThan(20);
        assertThat(forwarded).isGreaterThan(4);
    }

    @Test
    void everyCommandAndEachOfItsOptionsExists() {
        int named = forEach(COMMAND, (line, where) -> {
            CommandLine command = Goldstream.commandLine();
            boolean launchers = line.group(1).startsWith("test");
            for (String word : words(line.group(1))) {
                if (word.equals("COMMAND")) { // a placeholder
                    break;
                }
                if (launchers) { // the launcher's own: an option of its own, and Maven's
                    assertThat(word).as(where).matches("test|--fast|-D.*");
                } else if (word.startsWith("--") && word.length() > 2) {
                    assertThat(command.getCommandSpec().findOption(name(word)))
                            .as("%s in %s", word, where)
                            .isNotNull();
                } else if (command.getSubcommands().containsKey(word)) {
                    command = command.getSubcommands().get(word);
                } else {
                    assertThat(command.getParent()).as("%s in %s", word, where).isNotNull();
                }
            }
        });
        assertThat(named).isGreaterThan(60);
    }

    @Test
    void everyOptionIsSomeCommands() {
        Set<String> options = new HashSet<>();
        collectOptions(Goldstream.commandLine(), options);
        // Of az, zstd, of the program in local/servers that runs beside a benchmark, and of the launcher.
        options.addAll(
                Set.of("--zones", "--record", "--jvm", "--server", "--fast", "--long", "--ultra", "--drain-timeout"));

        forEach(INLINE_OPTION, (option, where) -> assertThat(options).as(where).contains(option.group(1)));
    }

    @Test
    void everyWayToNameAPlaceIsInTheTableOfThem() {
        String operations = read(ROOT.resolve("docs/operations.md"));
        for (Setting setting : Setting.values()) {
            assertThat(operations).contains("`" + setting.variable() + "` | `" + setting.key() + "` |");
        }
    }

    @Test
    void everyLinkLeadsToAFileAndAHeading() {
        forEach(LINK, (link, where, document) -> {
            Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertThat(target).as(where).exists();
            if (link.group(2) != null && target.toString().endsWith(".md")) {
                assertThat(anchors(target)).as(where).contains(link.group(2));
            }
        });
    }

    @Test
    void everyCallOfMavenNamesModulesAndPropertiesThatExist() {
        Set<String> modules = MODULE.matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .collect(toSet());
        String sources = sources();
        int named = forEach(MAVEN, (line, where) -> {
            assertThat(line.group(1))
                    .as("%s: a module alone does not find the others in the local repository", where)
                    .doesNotContain("-f ");
            MODULES.matcher(line.group(1))
                    .results()
                    .flatMap(list -> Stream.of(list.group(1).split(",")))
                    .filter(module -> !module.equals("MODULE")) // a placeholder
                    .forEach(module -> assertThat(modules).as(where).contains(module));
        });
        assertThat(named).isGreaterThan(5);
        Set<String> plugins = Set.of(
                "test", "it.test", "skipTests", "surefire.failIfNoSpecifiedTests", "failsafe.failIfNoSpecifiedTests");
        forEach(PROPERTY, (property, where) -> {
            if (!plugins.contains(property.group(1))) {
                assertThat(sources.contains(property.group(1))).as(where).isTrue();
            }
        });
    }

    @Test
    void everyVariableIsReadSomewhere() {
        String sources =
                sources() + read(ROOT.resolve("docs/settings.md")) + read(ROOT.resolve("trino/dbt/profiles.yml"));
        int named = forEach(VARIABLE, (variable, where) -> assertThat(sources.contains(variable.group()))
                .as(where)
                .isTrue());
        assertThat(named).isGreaterThan(50);
    }

    @Test
    void everyMetricIsTheGateways() {
        String sources = text(ROOT.resolve("gateway/src/main"), ".java").replace('_', '.');
        forEach(METRIC, (metric, where) -> {
            String meter =
                    metric.group(1).replaceFirst("(_seconds|_bytes|_records)?(_total|_count|_sum|_max|_bucket)?$", "");
            assertThat(sources.contains("goldstream." + meter.replace('_', '.')))
                    .as(where)
                    .isTrue();
        });
    }

    @Test
    void everyTableExists() {
        Set<String> known = files(ROOT.resolve("trino/sql"), ".sql").stream()
                .map(file -> file.getParent().getFileName() + "."
                        + file.getFileName().toString().replace(".sql", ""))
                .collect(toSet());
        TOPIC.matcher(read(ROOT.resolve("k8s/base/kafka/topics.yaml")))
                .results()
                .forEach(topic -> known.add(topic.group(1)));

        int named = forEach(TABLE, (table, where) -> assertThat(known).as(where).contains(table.group(1)));
        assertThat(named).isGreaterThan(100);
    }

    @Test
    void everyPathOfTheProjectExists() {
        int named = forEach(PATH, (path, where, document) -> {
            String first = path.group(1).substring(0, path.group(1).indexOf('/'));
            boolean built = path.group(1).contains("target/") || path.group(1).matches(".*[A-Z]{4}.*\\..*");
            if (built) {
                return;
            }
            if (Files.isDirectory(ROOT.resolve(first))) {
                assertThat(ROOT.resolve(path.group(1))).as(where).exists();
            } else if (Files.isDirectory(document.resolveSibling(first))) {
                assertThat(document.resolveSibling(path.group(1))).as(where).exists();
            }
        });
        assertThat(named).isGreaterThan(100);
    }

    @Test
    void everyPatternOfPathsFitsAFile() {
        int named = forEach(GLOB, (glob, where, document) -> {
            String path = glob.group(1);
            String ending = path.substring(path.indexOf('*') + 1);
            assertThat(Stream.of(ROOT, document.getParent())
                            .map(base -> base.resolve(path.substring(0, path.indexOf('*'))))
                            .filter(Files::isDirectory)
                            .flatMap(folder -> files(folder, ending).stream()))
                    .as(where)
                    .isNotEmpty();
        });
        assertThat(named).isGreaterThan(2);
    }

    @Test
    void everyCountIsRight() {
        Map<String, Integer> counts = new HashMap<>();
        counts.put("event types", EventType.values().length);
        counts.put("gold views", files(ROOT.resolve("trino/sql/gold"), ".sql").size() - 1); // schema.sql
        counts.put(
                "checks of the lake",
                files(ROOT.resolve("trino/checks"), ".sql").size());
        counts.put(
                "sinks of this project",
                files(ROOT.resolve("connect-plugins/sinks"), ".json").size());
        counts.put("alerts", count("- alert:", read(ROOT.resolve("k8s/base/monitoring/rules.yaml"))));
        counts.forEach((noun, count) -> forEach(
                Pattern.compile(
                        "(?i)\\b([0-9]+|" + String.join("|", NUMBERS) + ")\\s+" + noun.replace(" ", "\\s+") + "\\b"),
                (named, where) -> assertThat(number(named.group(1))).as(where).isEqualTo(count)));
    }

    @Test
    void whoComesFromTheNotebooksFindsEachByItsNameFirst() {
        String bridge = read(ROOT.resolve("docs/from-databricks.md"));
        String first =
                bridge.substring(bridge.indexOf("\n## ") + 1, bridge.indexOf("\n## ", bridge.indexOf("\n## ") + 1));
        assertThat(first)
                .contains(
                        "`00_Setup.ipynb`",
                        "`01_Initialize_Setting.ipynb`",
                        "`02_Ingest_From_Kafka_To_Raw.ipynb`",
                        "`03_Process_From_Raw_To_Bronze.ipynb`",
                        "`04.1_Stream_Process_From_Bronze_To_Silver.ipynb`",
                        "`04.2_Batch_Process_From_Bronze_To_Silver.ipynb`",
                        "`05_Process_From_Silver_To_Gold.ipynb`",
                        "`06_Test.ipynb`");
        assertThat(bridge)
                .contains("Unity Catalog", "external location", "storage credential", "`USE CATALOG music_streaming`")
                .contains("Databricks UI", "checkpoint", "Best practices", "Troubleshooting", "Maintenance");
    }

    @Test
    void theIndexOfDecisionsHasEachWithItsTitle() {
        String index = read(ROOT.resolve("docs/adr/README.md"));
        for (Path decision : files(ROOT.resolve("docs/adr"), ".md")) {
            String name = decision.getFileName().toString();
            if (!name.equals("README.md")) {
                String title = read(decision).lines().findFirst().orElseThrow().replaceFirst("# \\d+\\. ", "");
                assertThat(index).contains("| [" + title + "](" + name + ") |");
            }
        }
        assertThat(index)
                .contains("`quarkus-smallrye-reactive-messaging-kafka`", "`quarkus-hibernate-validator`")
                .contains("`quarkus-micrometer`", "`kafka-connect-api`", "`kafka-connect-azure-blob-storage-sink`")
                .contains("`trino-jdbc`", "`junit5`", "`quarkus-junit5`");
    }

    @Test
    void everyAlertIsInTheTableOfThemWithItsSection() {
        String table = read(ROOT.resolve("docs/troubleshooting.md"));
        List<MatchResult> alerts = ALERT.matcher(read(ROOT.resolve("k8s/base/monitoring/rules.yaml")))
                .results()
                .toList();
        assertThat(alerts).hasSizeGreaterThan(15);
        for (MatchResult alert : alerts) {
            assertThat(table)
                    .containsPattern("\\| `%s` \\| %s \\| \\[[^]]+]\\(%s\\) \\|"
                            .formatted(alert.group(1), alert.group(2), Pattern.quote(alert.group(3))));
        }
    }

    private static int number(String text) {
        int word = NUMBERS.indexOf(text.toLowerCase(Locale.ROOT));
        return word >= 0 ? word : Integer.parseInt(text);
    }

    private static int count(String what, String text) {
        return text.split(Pattern.quote(what), -1).length - 1;
    }

    /** A line's words, without what is quoted. */
    private static List<String> words(String line) {
        String plain = line.replace("\\\n", " ").replaceAll("\"[^\"]*\"?|'[^']*'?", "…");
        return Stream.of(plain.trim().split("\\s+"))
                .map(word -> word.replaceAll("^\\[|[\\],.:]+$", ""))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String name(String option) {
        return option.replaceFirst("=.*", "");
    }

    private static void collectOptions(CommandLine command, Set<String> options) {
        command.getCommandSpec().options().forEach(option -> options.addAll(List.of(option.names())));
        command.getSubcommands().values().forEach(sub -> collectOptions(sub, options));
    }

    /** The anchors that GitHub gives the headings of a file. */
    private static Set<String> anchors(Path document) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        String prose = FENCE.matcher(read(document)).replaceAll("");
        HEADING.matcher(prose).results().forEach(heading -> {
            String anchor = heading.group(1)
                    .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    /** All that is no documentation: code, scripts, manifests, configuration. */
    private static String sources() {
        return Stream.of(
                        ".java",
                        ".xml",
                        ".yaml",
                        ".json",
                        ".properties",
                        ".sh",
                        ".sql",
                        "/goldstream",
                        "/answers",
                        "/run")
                .map(ending -> text(ROOT, ending))
                .reduce("", String::concat);
    }

    private static String text(Path folder, String ending) {
        StringBuilder text = new StringBuilder();
        files(folder, ending).forEach(file -> text.append(read(file)).append('\n'));
        return text.toString();
    }

    private static List<Path> tests(String name) {
        return files(ROOT, "/" + name + ".java");
    }

    private interface Place {
        void check(MatchResult found, String where);
    }

    private interface PlaceInDocument {
        void check(MatchResult found, String where, Path document);
    }

    private static int forEach(Pattern pattern, Place place) {
        return forEach(pattern, (found, where, document) -> place.check(found, where));
    }

    /** Tells all mistakes at once; returns how many places there are. */
    private static int forEach(Pattern pattern, PlaceInDocument place) {
        int found = 0;
        List<String> mistakes = new ArrayList<>();
        for (Path document : DOCUMENTS) {
            for (MatchResult result : pattern.matcher(read(document)).results().toList()) {
                found++;
                try {
                    place.check(result, result.group() + " in " + ROOT.relativize(document), document);
                } catch (AssertionError mistake) {
                    String message = mistake.getMessage().strip();
                    mistakes.add(message.substring(0, Math.min(message.length(), MESSAGE)));
                }
            }
        }
        assertThat(mistakes).isEmpty();
        return found;
    }

    /** The project's own files of an ending: not what was built, nor what Git or an editor keeps. */
    private static List<Path> files(Path folder, String ending) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                    String name = inner.getFileName().toString();
                    boolean ours = inner.equals(folder)
                            || Set.of(".ci", ".github").contains(name)
                            || !(name.startsWith(".")
                                    || Set.of("target", "node_modules").contains(name));
                    return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(ending)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
