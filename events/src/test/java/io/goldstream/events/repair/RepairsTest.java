package io.goldstream.events.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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
                        "Crécy",
                        List.of(Repair.MOJIBAKE, Repair.TRIM, Repair.WRAPPING_QUOTES)),
                arguments("\" Night Shift \"", "Night Shift", List.of(Repair.TRIM, Repair.WRAPPING_QUOTES)),
                arguments("\"\u00a0Home\"", "Home", List.of(Repair.TRIM, Repair.WRAPPING_QUOTES)),
                arguments(
                        "\"\tHome\u3000\"",
                        "Home",
                        List.of(Repair.CONTROL_CHARACTERS, Repair.TRIM, Repair.WRAPPING_QUOTES)),
                arguments("\" \\\"G\\\" \"", "\"G\"", List.of(Repair.TRIM, Repair.WRAPPING_QUOTES, Repair.ESCAPES)),
                arguments("", null, List.of(Repair.BLANK)),
                arguments(" \u00a0\t", null, List.of(Repair.BLANK)),
                arguments(" \u00a0\u0001\u007f", null, List.of(Repair.BLANK)));
    }

    @ParameterizedTest
    @MethodSource
    void repaired(String sent, String kept, List<Repair> repairs) {
        List<Repair> applied = new ArrayList<>();

        assertThat(Repairs.text(sent, applied::add)).isEqualTo(kept);
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

        assertThat(Repairs.text(text, applied::add)).isEqualTo(text);
        assertThat(applied).isEmpty();
    }

    /** A text that has something to be seen keeps it: the song {@code ""} is a song wherever it stands. */
    static Stream<Arguments> neverEmptied() {
        return Stream.of(
                arguments("\"\"", "\"\"", List.of()),
                arguments(" \"\" ", "\"\"", List.of(Repair.TRIM)),
                arguments("\"\u0001\"", "\"\"", List.of(Repair.CONTROL_CHARACTERS)),
                arguments("\" \u00a0\"", "\" \u00a0\"", List.of()),
                arguments("\u00c2\u00a0", "\u00c2", List.of(Repair.TRIM)),
                arguments("\u00c2\u0085", "\u00c2", List.of(Repair.CONTROL_CHARACTERS)));
    }

    @ParameterizedTest
    @MethodSource
    void neverEmptied(String sent, String kept, List<Repair> repairs) {
        repaired(sent, kept, repairs);
    }

    /** Schemas tell blanks by the expression, repairs and rules by the method. */
    @Test
    void aVisibleCharacterIsTheSameInSchemasAndInRepairs() {
        Pattern visible = Pattern.compile(Repairs.VISIBLE);
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String text = String.valueOf((char) c);
            assertThat(visible.matcher(text).find())
                    .as("U+%04X", c)
                    .isEqualTo(!Repairs.isBlank(text))
                    .isEqualTo(Repairs.text(text, repair -> {}) != null);
        }
    }

    static Stream<Arguments> damaged() {
        Stream<Arguments> each = Stream.of(
                arguments(List.of(), "plain text,"),
                arguments(List.of(), "日本の歌"),
                arguments(List.of(), "Bj\u00f6rk,"),
                arguments(List.of(Repair.MOJIBAKE), "OlomidÃ© et Orchestre,"),
                arguments(List.of(Repair.MOJIBAKE), "all of it in plain text but \u00e6\u0097\u00a5,"),
                arguments(List.of(Repair.MOJIBAKE), "\u00f0\u009f\u008e\u00b5"),
                arguments(List.of(Repair.CONTROL_CHARACTERS), "It\u0019s Raining 日"),
                arguments(List.of(Repair.NORMALIZATION), "Cafe\u0301,"),
                arguments(List.of(Repair.NORMALIZATION), "\ufb2c"), // becomes three
                arguments(List.of(Repair.NORMALIZATION), "\u0958"),
                arguments(List.of(Repair.ESCAPES), "日\\\\ \\\""),
                arguments(List.of(Repair.BLANK), "\u00a0\t"));
        Stream<Arguments> aroundAll = Stream.of(
                arguments(List.of(Repair.TRIM), " ".repeat(5_000) + "日" + " ".repeat(5_000)),
                arguments(List.of(Repair.WRAPPING_QUOTES), '"' + "日本".repeat(5_000) + '"'),
                arguments(List.of(Repair.WRAPPING_QUOTES, Repair.ESCAPES), '"' + "\\\"日".repeat(3_333) + '"'),
                arguments(
                        List.of(Repair.TRIM, Repair.WRAPPING_QUOTES),
                        " ".repeat(2_500) + '"' + " ".repeat(2_500) + "日" + " ".repeat(2_500) + '"'
                                + " ".repeat(2_500)),
                arguments(List.of(), '"' + "日本 \"".repeat(2_500) + '"'));
        return Stream.concat(
                each.map(row ->
                        arguments(row.get()[0], String.valueOf(row.get()[1]).repeat(2_000))),
                aroundAll);
    }

    /**
     * What a repair looks at, writes and gives to a library grows with the text, and no faster: for each repair that a text
     * needs, at most 8 steps a character, among them those that find out that no other is needed. A state is in capitals
     * besides, which is a repair of its own.
     */
    @ParameterizedTest
    @MethodSource("damaged")
    void workIsAtMostEightStepsForEachCharacterAndRepair(List<Repair> repairs, String text) {
        for (String sent : List.of(text, text.substring(0, 255))) {
            Set<Repair> applied = new HashSet<>();
            Draft draft = new Draft(sent);
            Repairs.repair(draft, false, applied::add);
            assertThat(draft.touched()).isLessThanOrEqualTo(8L * sent.length() * Math.max(1, applied.size()));
            assertThat(draft.touched()).isGreaterThanOrEqualTo(sent.length());
            if (sent.length() > 255) {
                assertThat(applied).containsExactlyInAnyOrderElementsOf(repairs);
            }

            applied.clear();
            Draft state = new Draft(sent);
            Repairs.repair(state, true, applied::add);
            assertThat(state.touched()).isLessThanOrEqualTo(8L * sent.length() * Math.max(1, applied.size()));
        }
    }

    @Test
    void everyRepairOfATextIsAmongThem() {
        Set<Object> repairs = new HashSet<>(Set.of(Repair.UPPER_CASE)); // below
        damaged().forEach(row -> repairs.addAll((List<?>) row.get()[0]));

        assertThat(repairs).isEqualTo(EnumSet.complementOf(EnumSet.of(Repair.DURATION_UNIT)));
    }

    /** Letters whose capitals are several, or elsewhere in Unicode, too: the text stays as long as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"ß", "ŉ", "ǰ", "ΐ", "ﬃ", "ö", "ny", "i̇", "ı"})
    void capitalsAreMadeOneByOne(String letters) {
        String sent = letters.repeat(1_000);
        Draft draft = new Draft(sent);

        assertThat(Repairs.repair(draft, true, repair -> {})).hasSizeLessThanOrEqualTo(sent.length());
        assertThat(draft.touched()).isLessThanOrEqualTo(8L * sent.length());
    }

    /** Normalized, each of these would take minutes: the time grows with the square of a run's length. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0301", "\u0301\u0323", "\u0e38\u0301", "\ud800\uddfd"})
    void aLongRunOfCombiningMarksIsLeftAsItIs(String marks) {
        List<Repair> applied = new ArrayList<>();
        String text = "Cafe" + marks.repeat(500_000 / marks.length());

        assertThat(Repairs.text(text, applied::add)).isEqualTo(text);
        assertThat(applied).isEmpty();
    }

    @Test
    void thirtyCombiningMarksInARowAreStillNormalized() {
        assertThat(Repairs.text("e" + "\u0301".repeat(30) + "x", repair -> {}))
                .isEqualTo("\u00e9" + "\u0301".repeat(29) + "x");
        String beyond = "e" + "\u0301".repeat(31) + "x";
        assertThat(Repairs.text(beyond, repair -> {})).isEqualTo(beyond);
    }

    @Test
    void aStateIsInCapitals() {
        List<Repair> applied = new ArrayList<>();

        assertThat(Repairs.state(" ny", applied::add)).isEqualTo("NY");
        assertThat(applied).containsExactly(Repair.TRIM, Repair.UPPER_CASE);
        assertThat(Repairs.state(" ", applied::add)).isNull();
    }
}
