package io.goldstream.events.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepairsTest {

    static Stream<Arguments> repaired() {
        return Stream.of(
                arguments("OlomidÃ©", "Olomidé", List.of(Repair.MOJIBAKE)),
                arguments("\u00c3\u0089tienne Daho", "Étienne Daho", List.of(Repair.MOJIBAKE)),
                arguments("Bj\u00c3\u00b6rk", "Björk", List.of(Repair.MOJIBAKE)),
                arguments("It\u0019s Raining", "Its Raining", List.of(Repair.CONTROL_CHARACTERS)),
                arguments("one\ttwo", "one two", List.of(Repair.CONTROL_CHARACTERS)),
                arguments("a\u0085b", "ab", List.of(Repair.CONTROL_CHARACTERS)),
                arguments("a\u0000b", "ab", List.of(Repair.CONTROL_CHARACTERS)),
                arguments("  Home ", "Home", List.of(Repair.TRIM)),
                arguments("Dang Pyar Da\u00a0", "Dang Pyar Da", List.of(Repair.TRIM)),
                arguments("\"Mozilla/5.0 (X11)\"", "Mozilla/5.0 (X11)", List.of(Repair.WRAPPING_QUOTES)),
                arguments(
                        "\"Bobby \\\"Blue\\\" Bland\"",
                        "Bobby \"Blue\" Bland",
                        List.of(Repair.WRAPPING_QUOTES, Repair.ESCAPES)),
                arguments(
                        "\"Return Of The \\\"G\"",
                        "Return Of The \"G",
                        List.of(Repair.WRAPPING_QUOTES, Repair.ESCAPES)),
                // The last quote is escaped, so nothing wraps; the escape itself is mended.
                arguments("\"open\\\"", "\"open\"", List.of(Repair.ESCAPES)),
                arguments("back\\\\slash", "back\\slash", List.of(Repair.ESCAPES)),
                arguments("Cafe\u0301", "Café", List.of(Repair.NORMALIZATION)),
                arguments(
                        " \"CrÃ©cy\u00c2\u00a0\" ",
                        "Crécy\u00a0",
                        List.of(Repair.MOJIBAKE, Repair.TRIM, Repair.WRAPPING_QUOTES)),
                arguments("", null, List.of(Repair.BLANK)),
                arguments(" \u00a0\t", null, List.of(Repair.CONTROL_CHARACTERS, Repair.TRIM, Repair.BLANK)),
                arguments("\"\"", null, List.of(Repair.WRAPPING_QUOTES, Repair.BLANK)));
    }

    @ParameterizedTest
    @MethodSource
    void repaired(String sent, String kept, List<Repair> repairs) {
        List<Repair> applied = new ArrayList<>();

        assertThat(Repairs.text(sent, false, applied::add)).isEqualTo(kept);
        assertThat(applied).isEqualTo(repairs);
    }

    static Stream<String> untouched() {
        return Stream.of(
                "Yo Yo Man (Garter Belt)",
                "Franco_ Valeriana",
                "Björk", // already right: its bytes as ISO-8859-1 are not UTF-8
                "Don\u2019t", // beyond ISO-8859-1
                "\u65e5\u672c",
                "\"Heroes\" and \"Villains\"", // two quoted words, not one wrapped text
                "12\" Mix",
                "\"",
                "AC\\DC",
                "Caf\u00e9 \ud83c\udfb5");
    }

    @ParameterizedTest
    @MethodSource
    void untouched(String text) {
        List<Repair> applied = new ArrayList<>();

        assertThat(Repairs.text(text, false, applied::add)).isEqualTo(text);
        assertThat(applied).isEmpty();
    }

    @Test
    void aRepairThatWouldEmptyARequiredFieldIsNotApplied() {
        List<Repair> applied = new ArrayList<>();

        assertThat(Repairs.text("\"\"", true, applied::add)).isEqualTo("\"\"");
        assertThat(Repairs.text("  ", true, applied::add)).isEqualTo("  ");
        assertThat(Repairs.text("\u0001", true, applied::add)).isEqualTo("\u0001");
        assertThat(applied).isEmpty();
    }

    /** Normalized, each of these would take minutes: the time grows with the square of a run's length. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0301", "\u0301\u0323", "\u0e38\u0301", "\ud800\uddfd"})
    void aLongRunOfCombiningMarksIsLeftAsItIs(String marks) {
        List<Repair> applied = new ArrayList<>();
        String text = "Cafe" + marks.repeat(500_000 / marks.length());

        assertThat(Repairs.text(text, false, applied::add)).isEqualTo(text);
        assertThat(applied).isEmpty();
    }

    @Test
    void thirtyCombiningMarksInARowAreStillNormalized() {
        assertThat(Repairs.text("e" + "\u0301".repeat(30) + "x", false, repair -> {}))
                .isEqualTo("\u00e9" + "\u0301".repeat(29) + "x");
        String beyond = "e" + "\u0301".repeat(31) + "x";
        assertThat(Repairs.text(beyond, false, repair -> {})).isEqualTo(beyond);
    }

    @Test
    void aStateIsInCapitals() {
        List<Repair> applied = new ArrayList<>();

        assertThat(Repairs.state(" ny", false, applied::add)).isEqualTo("NY");
        assertThat(applied).containsExactly(Repair.TRIM, Repair.UPPER_CASE);
        assertThat(Repairs.state(" ", false, applied::add)).isNull();
    }
}
