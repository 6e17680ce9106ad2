package io.goldstream.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void areMd5OfThePartsInLowerCaseHex() {
        // printf 'Tony Joe White' | md5sum; printf 'Tony Joe White\x1fYo Yo Man' | md5sum
        assertThat(Keys.artist("Tony Joe White")).isEqualTo("0c579254bec15b4c0afb2ec966c3af75");
        assertThat(Keys.song("Tony Joe White", "Yo Yo Man")).isEqualTo("2125a0aee5eeb12365e21208ea985873");
        assertThat(Keys.location("Adena", "OH", "43901")).isEqualTo("9e2faf41b03cf8e96e3895655f47b68e");
        assertThat(Keys.artist("Olomidé")).isEqualTo("19cce340081afeda83273b5754797ab2");
    }

    @Test
    void aMissingPartCountsAsEmptyAndNoPartAtAllHasNoKey() {
        assertThat(Keys.location(null, "OH", null)).isEqualTo(Keys.location("", "OH", ""));
        assertThat(Keys.location(null, null, null)).isNull();
        assertThat(Keys.song(null, null)).isNull();
        assertThat(Keys.artist(null)).isNull();
    }

    @Test
    void theSeparatorKeepsPartsApart() {
        assertThat(Keys.song("ab", "c")).isNotEqualTo(Keys.song("a", "bc"));
    }
}
