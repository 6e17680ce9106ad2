package io.goldstream.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.EventType;
import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.events.protocol.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words that clients use are the same in the code, in the protocol's document and in what browsers are let through with. */
class ProtocolWordsTest {

    @Test
    void theDocumentHasARowForEachVerdict() throws IOException {
        String table = Stream.of(document().split("\n\n"))
                .filter(block -> block.contains("| `" + Verdict.ACCEPTED.id() + "` |"))
                .findFirst()
                .orElseThrow();

        assertThat(found("(?m)^\\| `(\\w+)` \\|", table))
                .containsExactlyElementsOf(
                        Stream.of(Verdict.values()).map(Verdict::id).toList());
    }

    @Test
    void theDocumentNamesEveryType() throws IOException {
        String sentence = found("(?s)types are (`.+?)[.;]", document()).getFirst();

        assertThat(found("`(\\w+)`", sentence))
                .containsExactlyElementsOf(
                        Stream.of(EventType.values()).map(EventType::id).toList());
    }

    @Test
    void theDocumentNamesWhatClientsSend() throws IOException {
        assertThat(document())
                .contains(
                        EdgeProtocol.EVENTS,
                        EdgeProtocol.LINES,
                        EdgeProtocol.IDEMPOTENCY_KEY,
                        EdgeProtocol.WRITE_KEY,
                        EdgeProtocol.WRITE_KEY_PREFIX,
                        EdgeProtocol.OPERATORS_VARIABLE);
    }

    @Test
    void browsersMaySendTheProtocolsHeaders() throws IOException {
        Properties settings = new Properties();
        try (InputStream file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }

        assertThat(settings.getProperty("quarkus.http.cors.headers").split(","))
                .contains(
                        EdgeProtocol.IDEMPOTENCY_KEY.toLowerCase(Locale.ROOT),
                        EdgeProtocol.WRITE_KEY.toLowerCase(Locale.ROOT),
                        "ce-specversion",
                        "ce-id",
                        "ce-source",
                        "ce-type",
                        "ce-time",
                        "ce-subject",
                        "ce-dataschema");
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("../docs/gateway.md"));
    }
}
