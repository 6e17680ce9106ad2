package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The commands of docs/gateway.md, run as they stand, with the output that stands behind each. {@code -Dgolden.update=true}
 * writes the output into the document. Needs curl.
 */
@Tag("fast")
class DocumentIT {

    private static final Path DOCUMENT = Path.of("../../docs/gateway.md");
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n([^`]*curl[^`]*)```\n\n```json\n([^`]*)```");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static Servers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.shared();
    }

    @TestFactory
    Stream<DynamicTest> everyCommandPrintsWhatStandsBehindIt() throws Exception {
        String document = Files.readString(DOCUMENT);
        List<MatchResult> examples = EXAMPLE.matcher(document).results().toList();
        // One that stood without its output would not be run.
        assertThat(examples).hasSize(document.split("curl -s").length - 1);
        return examples.stream()
                .map(example -> dynamicTest(
                        example.group(1).lines().findFirst().orElseThrow(),
                        () -> check(example.group(1), example.group(2))));
    }

    private static void check(String command, String expected) throws Exception {
        JsonNode answer = JSON.readTree(run(command));
        if (Boolean.getBoolean("golden.update")) {
            String printed = JSON.writeValueAsString(answer) + "\n";
            Files.writeString(
                    DOCUMENT,
                    Files.readString(DOCUMENT)
                            .replace(
                                    command + "```\n\n```json\n" + expected + "```",
                                    command + "```\n\n```json\n" + printed + "```"));
        } else {
            assertThat(JSON.writeValueAsString(answer)).isEqualTo(JSON.writeValueAsString(JSON.readTree(expected)));
        }
    }

    private static String run(String command) throws Exception {
        ProcessBuilder shell = new ProcessBuilder(
                "sh",
                "-c",
                command.replace("localhost:8080", servers.gateway().url().getAuthority())
                        .replace(
                                "localhost:9000",
                                servers.gateway().managementUrl().getAuthority()));
        shell.environment().put("KEY", "gsk_web");
        Process process = shell.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return out;
    }
}
