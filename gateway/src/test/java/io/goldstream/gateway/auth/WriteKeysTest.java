package io.goldstream.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.events.EventType;
import java.time.Instant;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteKeysTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    /** {@code printf gsk_web | sha256sum}. */
    private static final String HASH = "6dce04f2508bad2ad76569c67841c28c402e83e768a4a5ff307f34761a7c1afd";

    @Test
    void aKeyIsFoundByItselfAndNotByItsHash() {
        WriteKeys keys = keys("{'id': 'web', 'sha256': '%s', 'source': '/web'}".formatted(HASH));

        assertThat(keys.find("gsk_web", NOW)).hasValueSatisfying(key -> {
            assertThat(key.id()).isEqualTo("web");
            assertThat(key.source()).isEqualTo("/web");
            assertThat(key.types()).isEqualTo(EnumSet.allOf(EventType.class));
            assertThat(key.ratePerSecond()).isZero();
        });
        assertThat(keys.find("gsk_wEb", NOW)).isEmpty();
        assertThat(keys.find(HASH, NOW)).isEmpty();
        assertThat(keys.find("", NOW)).isEmpty();
    }

    @Test
    void aKeySaysWhatMayBeSentHowFastAndUntilWhen() {
        WriteKeys keys = keys("{'id': 'app', 'sha256': '%s', 'source': '/app', 'types': ['listen', 'auth'],"
                + " 'ratePerSecond': 50, 'expires': '2026-06-01T00:00:01Z'}");

        assertThat(keys.find("gsk_web", NOW)).hasValueSatisfying(key -> {
            assertThat(key.types()).containsExactlyInAnyOrder(EventType.LISTEN, EventType.AUTH_ATTEMPT);
            assertThat(key.ratePerSecond()).isEqualTo(50);
        });
        assertThat(keys.find("gsk_web", NOW.plusSeconds(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'source': '/a', 'sha256': '%s'}                                            | key 1: id is a text
                    {'id': ' ', 'source': '/a', 'sha256': '%s'}                                 | key 1: id is a text
                    {'id': 'a', 'sha256': '%s'}                                                 | key 1: source is a text
                    {'id': 'a', 'source': '/a'}                                                 | key 1: sha256 is
                    {'id': 'a', 'source': '/a', 'sha256': 'gsk_secret'}                         | key 1: sha256 is 64
                    {'id': 'a', 'source': '/a', 'sha256': '%s', 'type': 'listen'}               | key 1: its fields are
                    {'id': 'a', 'source': '/a', 'sha256': '%s', 'types': []}                    | key 1: types is a list
                    {'id': 'a', 'source': '/a', 'sha256': '%s', 'types': 'listen'}              | key 1: types is a list
                    {'id': 'a', 'source': '/a', 'sha256': '%s', 'types': ['gsk_secret']}        | key 1: types is a list
                    {'id': 'a', 'source': '/a', 'sha256': '%s', 'types': {'x': 'listen'}}       | key 1: types is a list
                    {'id': 'a', 'source': '/a', 'sha256': '%s', 'ratePerSecond': 0}             | key 1: ratePerSecond is
                    {'id': 'a', 'source': '/a', 'sha256': '%s', 'ratePerSecond': 1.5}           | key 1: ratePerSecond is
                    {'id': 'a', 'source': '/a', 'sha256': '%s', 'expires': 'gsk_secret'}        | key 1: expires is a time
                    {'id': 'a', 'source': '/a', 'sha256': '%s'},{'id': 'b', 'source': '/a', 'sha256': '%s'} | key 2: sha256 is that of an earlier key
                    'gsk_secret'                                                                | key 1: a key is
                    {'id': gsk_secret}                                                          | not well-formed JSON in line 1
                    """)
    void aMistakeIsNamedAndNothingOfTheFileIsRepeated(String entries, String reason) {
        assertThatThrownBy(() -> keys(entries))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void anOriginIsComparedAsBrowsersSayIt() {
        WriteKeys keys =
                keys("{'id': 'page', 'sha256': '%s', 'source': '/page', 'origins': ['https://Player.example:443',"
                        + " 'http://player.example:80', 'https://player.example:80', 'http://[::1]:8080']}");

        assertThat(keys.find("gsk_web", NOW).orElseThrow().origins())
                .containsExactlyInAnyOrder(
                        "https://player.example",
                        "http://player.example",
                        "https://player.example:80",
                        "http://[::1]:8080");
    }

    @Test
    void anIdAndASourceHaveAtMostTwoHundredCharacters() {
        String entry = "{'id': '%s', 'source': '%s', 'sha256': '" + HASH + "'}";
        for (String character : new String[] {"a", "😀"}) {
            String longest = character.repeat(200);
            assertThat(keys(entry.formatted(longest, longest)).size()).isEqualTo(1);
            assertThatThrownBy(() -> keys(entry.formatted(longest + "a", "/a"))).hasMessageContaining("id is a text");
            assertThatThrownBy(() -> keys(entry.formatted("a", longest + "a")))
                    .hasMessageContaining("source is a text");
        }
    }

    @Test
    void twoKeysCannotShareAnId() {
        assertThatThrownBy(() ->
                        WriteKeys.of("""
                        [{"id": "a", "source": "/a", "sha256": "%s"}, {"id": "a", "source": "/a", "sha256": "%s"}]""".formatted(HASH, HASH.replace('5', '6')).getBytes(UTF_8)))
                .hasMessageContaining("key 2: id is that of an earlier key");
    }

    private static WriteKeys keys(String entries) {
        return WriteKeys.of(
                ("[" + entries + "]").replace("%s", HASH).replace('\'', '"').getBytes(UTF_8));
    }
}
