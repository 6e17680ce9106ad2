package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {

    static Stream<Arguments> json() {
        return Stream.of(
                arguments("{\"a\":1}", List.of("{\"a\":1}")),
                arguments(" {\"a\":1}\n", List.of(" {\"a\":1}\n")),
                arguments("not json", List.of("not json")),
                arguments("\ufeff[{},1]", List.of("{}", "1")),
                arguments("\ufeff{}", List.of("{}")),
                arguments("[]", List.of()),
                arguments(
                        "\n[ {\"a\": \"]\"} , 17,\"ü\",null,[1,{}],-1.5e3 , {}]",
                        List.of("{\"a\": \"]\"}", "17", "\"ü\"", "null", "[1,{}]", "-1.5e3", "{}")));
    }

    @ParameterizedTest
    @MethodSource
    void json(String body, List<String> events) {
        assertThat(texts(Batch.ofJson(body.getBytes(UTF_8), 10))).isEqualTo(events);
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                arguments("{\"a\":1}", List.of("{\"a\":1}")),
                arguments("{\"a\":1}\n{\"b\":2}\n", List.of("{\"a\":1}", "{\"b\":2}")),
                arguments("one\r\n\r\n \n two\n", List.of("one", " two")),
                arguments("\n\n", List.of()));
    }

    @ParameterizedTest
    @MethodSource
    void lines(String body, List<String> events) {
        assertThat(texts(Batch.ofLines(body.getBytes(UTF_8), 10))).isEqualTo(events);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[{}", "[{},", "[{},]", "[{}] {}", "[{\"a\":}]", "[1 2]", "[{\"\\ud800\":1}]"})
    void anArrayWhoseElementsCannotBeToldApartIsRefusedWhole(String body) {
        assertThatThrownBy(() -> Batch.ofJson(body.getBytes(UTF_8), 10))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNREADABLE_BODY));
    }

    /** Not as an empty batch, whose answer says that nothing is left to send. */
    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n", "\ufeff"})
    void aBodyWithoutAValueIsRefused(String body) {
        assertThatThrownBy(() -> Batch.ofJson(body.getBytes(UTF_8), 10))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNREADABLE_BODY));
    }

    @Test
    void millionsOfTinyEventsAreRefusedBeforeTheyTakeMemory() {
        byte[] lines = "1\n".repeat(16_000_000).getBytes(UTF_8);
        byte[] array = ("[" + "1,".repeat(11) + "1]").getBytes(UTF_8);

        assertThatThrownBy(() -> Batch.ofLines(lines, 10))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.BODY_TOO_LARGE));
        assertThatThrownBy(() -> Batch.ofJson(array, 10))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.BODY_TOO_LARGE));
    }

    static Stream<String> beyondTheLimitsOfAnEvent() {
        return Stream.of(
                "{\"a\":" + "1".repeat(100_000) + "}",
                "{\"a\":0." + "1".repeat(100_000) + "e1}",
                "{\"" + "a".repeat(100_000) + "\":1}",
                "{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}",
                "{\"a\":[" + "0,".repeat(100_000) + "0]}");
    }

    /** The event's own verdict tells its limits. */
    @ParameterizedTest
    @MethodSource("beyondTheLimitsOfAnEvent")
    void anEventBeyondItsLimitsSpoilsNoOther(String event) {
        byte[] array = ("[{\"a\":1}, " + event + " ,{\"b\":2}]").getBytes(UTF_8);

        assertThat(texts(Batch.ofJson(array, 10))).containsExactly("{\"a\":1}", event, "{\"b\":2}");
    }

    @Test
    void anElementWhoseEndTakesTooMuchWorkToFindIsAProblem() {
        byte[] deep = ("[" + "[".repeat(2_000) + "]".repeat(2_000) + "]").getBytes(UTF_8);

        assertThatThrownBy(() -> Batch.ofJson(deep, 10)).isInstanceOf(ProblemException.class);
    }

    private static List<String> texts(Batch batch) {
        return batch.slices().stream()
                .map(slice -> new String(batch.bytes(), slice.offset(), slice.length(), UTF_8))
                .toList();
    }
}
