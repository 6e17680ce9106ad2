package io.goldstream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.trino.check.Since;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class SinceConverterTest {

    private final SinceConverter converter = new SinceConverter();

    @Test
    void aDateOrDaysAgo() {
        assertThat(converter.convert("2025-01-30")).isEqualTo(Since.of(LocalDate.of(2025, 1, 30)));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        assertThat(converter.convert("7d").date().orElseThrow()).isBetween(today.minusDays(7), today.minusDays(6));
    }

    @Test
    void anythingElseIsRefused() {
        for (String wrong : new String[] {"", "7", "d", "-1d", "2025-02-30", "yesterday", "999999d"}) {
            assertThatThrownBy(() -> converter.convert(wrong))
                    .as(wrong)
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageContaining("2025-01-30 or 7d");
        }
    }
}
