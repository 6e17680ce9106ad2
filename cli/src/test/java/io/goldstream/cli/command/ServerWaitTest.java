package io.goldstream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.cli.CommandFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerWaitTest {

    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final List<String> progress = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    @Test
    void itAsksUntilTheServerAnswersAndSaysEveryHalfMinuteWhatItWaitsFor() throws Exception {
        until(() -> {
            if (now.isBefore(Instant.EPOCH.plusSeconds(61))) {
                throw new CommandFailure("Connect at http://connect:8083 does not answer");
            }
        });

        assertThat(now).isEqualTo(Instant.EPOCH.plusSeconds(62));
        assertThat(progress)
                .containsExactly(
                        "waiting, 0 of 1200 s: Connect at http://connect:8083 does not answer",
                        "waiting, 30 of 1200 s: Connect at http://connect:8083 does not answer",
                        "waiting, 60 of 1200 s: Connect at http://connect:8083 does not answer");
    }

    @Test
    void whenTheTimeIsOverItFailsWithTheLastCause() {
        assertThatThrownBy(() -> until(() -> {
                    throw new CommandFailure("no answer at " + now);
                }))
                .hasMessage("no answer at " + Instant.EPOCH.plus(LIMIT));
    }

    private void until(ServerWait.Question question) throws Exception {
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.UTC);
        ServerWait.until(question, LIMIT, clock, time -> now = now.plus(time), progress::add);
    }
}
