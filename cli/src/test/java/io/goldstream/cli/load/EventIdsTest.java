package io.goldstream.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"ts\":1,\"x\":{\"eventId\":\"inner\"}} | {\"eventId\":\"7\",\"ts\":1,\"x\":{\"eventId\":\"inner\"}}",
                "{} | {\"eventId\":\"7\"}",
                "{ \"ts\" : 1e5 } | {\"eventId\":\"7\", \"ts\" : 1e5 }",
                "{\"ts\":1,\"eventId\":\"own\"} | {\"ts\":1,\"eventId\":\"own\"}",
                "{\"ts\":1,\"eventId\":5} | {\"ts\":1,\"eventId\":5}",
                "{\"eventId\" : null , \"ts\":1} | {\"eventId\" : \"7\" , \"ts\":1}",
                "{\"ts\":1,\"eventId\":\"\"} | {\"ts\":1,\"eventId\":\"7\"}",
                "{\"é\":1,\"eventId\":\" \\u00a0\",\"x\":2} | {\"é\":1,\"eventId\":\"7\",\"x\":2}"
            })
    void theIdComesFirstAndAllElseStays(String event, String withId) {
        assertThat(EventIds.insert(bytes(event), "7"))
                .hasValueSatisfying(bytes ->
                        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(withId));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "\"{}\"", "{\"ts\":", "nonsense"})
    void whatIsNoObjectCanHoldNone(String event) {
        assertThat(EventIds.insert(bytes(event), "7")).isEmpty();
    }

    @Test
    void anIdIsEscaped() {
        assertThat(EventIds.insert(bytes("{}"), "a\"b"))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(bytes("{\"eventId\":\"a\\\"b\"}")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
