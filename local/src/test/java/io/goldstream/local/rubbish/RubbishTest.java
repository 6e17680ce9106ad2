package io.goldstream.local.rubbish;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.EventType;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.Reading;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The rubbish is what it claims to be: otherwise the pipeline would be tested with less. */
class RubbishTest {

    private final EventReader reader = new EventReader();

    @Test
    void isAHundredDifferentLinesOfWhichNoneIsValid() {
        assertThat(Rubbish.hundred()).hasSize(100);
        assertThat(Rubbish.hundred().stream().map(line -> Base64.getEncoder().encodeToString(line.bytes())))
                .doesNotHaveDuplicates();
        assertThat(Rubbish.hundred().stream().filter(Rubbish.Line::isKept))
                .allSatisfy(line -> assertThat(reader.read(EventType.LISTEN, line.bytes(), System.currentTimeMillis()))
                        .isNotInstanceOf(Reading.Valid.class));
        assertThat(reader.read(EventType.LISTEN, Rubbish.valid(1), System.currentTimeMillis()))
                .isInstanceOf(Reading.Valid.class);
    }

    @Test
    void hasNoLineBreakInALine() {
        assertThat(Rubbish.hundred())
                .allSatisfy(line -> assertThat(line.bytes()).doesNotContain('\n'));
    }
}
