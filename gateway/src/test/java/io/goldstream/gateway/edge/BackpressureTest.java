package io.goldstream.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackpressureTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Backpressure backpressure = new Backpressure(Duration.ofSeconds(1), 100, nanos::get);

    @Test
    void turnsRequestsAwayWhileTheOldestWaitsTooLong() {
        Backpressure.KafkaWait oldest = backpressure.await();
        nanos.set(500_000_000);
        Backpressure.KafkaWait younger = backpressure.await();
        nanos.set(1_000_000_001);
        assertThatThrownBy(() -> backpressure.reserve(1)).isInstanceOf(ProblemException.class);

        oldest.close();
        backpressure.reserve(1).over();
        younger.close();
    }

    @Test
    void aBodyThatComesSlowlyIsNotKafkasDelay() {
        Backpressure.Reservation uploading = backpressure.reserve(1);
        nanos.set(60_000_000_000L);
        backpressure.reserve(1).over();
        uploading.over();
    }

    @Test
    void boundsTheBytesThatWait() {
        Backpressure.Reservation large = backpressure.reserve(90);
        assertThatThrownBy(() -> backpressure.reserve(11)).isInstanceOf(ProblemException.class);
        backpressure.reserve(10).over();

        large.over();
        backpressure.reserve(100).over();
    }

    @Test
    void countsWhatARequestTurnsOutToHold() {
        Backpressure.Reservation small = backpressure.reserve(10);
        try (Backpressure.Reservation work = small.begin()) {
            assertThatThrownBy(() -> work.holds(101)).isInstanceOf(ProblemException.class);
        }
        small.over();

        assertThat(backpressure.bytesHeld()).isZero();
    }

    @Test
    void whatIsStillWorkedAtCountsThoughItsClientHasHungUp() {
        Backpressure.Reservation abandoned = backpressure.reserve(10);
        Backpressure.Reservation work = abandoned.begin();
        abandoned.over();
        work.holds(60);
        assertThat(backpressure.bytesHeld()).isEqualTo(60);

        work.close();
        assertThat(backpressure.bytesHeld()).isZero();
    }

    @Test
    void anAnswerThatIsStillSentCountsThoughTheWorkIsDone() {
        Backpressure.Reservation answered = backpressure.reserve(10);
        try (Backpressure.Reservation work = answered.begin()) {
            work.holds(60);
        }
        assertThat(backpressure.bytesHeld()).isEqualTo(60);

        answered.over();
        answered.over();
        assertThat(backpressure.bytesHeld()).isZero();
    }

    @Test
    void whatWasBegunIsNotGivenUp() {
        Backpressure.Reservation inTime = backpressure.reserve(10);
        Backpressure.Reservation work = inTime.begin();
        assertThat(inTime.giveUp()).isFalse();
        work.close();
        assertThat(inTime.giveUp()).isFalse();
        assertThat(backpressure.bytesHeld()).isEqualTo(10);
    }

    @Test
    void whatWasGivenUpIsNotBegun() {
        Backpressure.Reservation late = backpressure.reserve(10);
        assertThat(late.giveUp()).isTrue();

        assertThatThrownBy(late::begin).isInstanceOf(ProblemException.class);
        assertThat(backpressure.bytesHeld()).isZero();
    }
}
