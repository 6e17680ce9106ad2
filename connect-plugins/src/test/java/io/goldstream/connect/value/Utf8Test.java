package io.goldstream.connect.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Olomidé", "\uD83C\uDFB5", "a\uD83C\uDFB5\uD83C\uDFB5?", "\uFFFD"})
    void textComesBack(String text) {
        assertThat(new String(Utf8.bytes(text), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF})
    void halfASurrogatePairHasNoBytes(int half) {
        String text = String.valueOf((char) half);
        for (String refused : new String[] {text, "a" + text, text + "a", "\uD83C\uDFB5" + text, "\uDFB5" + text}) {
            assertThatThrownBy(() -> Utf8.bytes(refused))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("half a surrogate pair");
        }
    }
}
