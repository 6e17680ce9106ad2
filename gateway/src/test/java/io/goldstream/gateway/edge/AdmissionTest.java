package io.goldstream.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Admission admission = new Admission(Duration.ofSeconds(1), 100, nanos::get);

    @Test
    void turnsRequestsAwayWhileTheOldestWaitsTooLong() {
        Admission.Waiting oldest = admission.await();
        nanos.set(500_000_000);
        Admission.Waiting younger = admission.await();
        nanos.set(1_000_000_001);
        assertThatThrownBy(() -> admission.admit(1)).isInstanceOf(ProblemException.class);

        oldest.close();
        admission.admit(1).over();
        younger.close();
    }

    @Test
    void aBodyThatComesSlowlyIsNotKafkasDelay() {
        Admission.Ticket uploading = admission.admit(1);
        nanos.set(60_000_000_000L);
        admission.admit(1).over();
        uploading.over();
    }

    @Test
    void boundsTheBytesThatWait() {
        Admission.Ticket large = admission.admit(90);
        assertThatThrownBy(() -> admission.admit(11)).isInstanceOf(ProblemException.class);
        admission.admit(10).over();

        large.over();
        admission.admit(100).over();
    }

    @Test
    void countsWhatARequestTurnsOutToHold() {
        Admission.Ticket small = admission.admit(10);
        try (Admission.Work work = small.begin()) {
            assertThatThrownBy(() -> work.holds(101)).isInstanceOf(ProblemException.class);
        }
        small.over();

        assertThat(admission.bytesHeld()).isZero();
    }

    @Test
    void whatIsStillWorkedAtCountsThoughItsClientHasHungUp() {
        Admission.Ticket abandoned = admission.admit(10);
        Admission.Work work = abandoned.begin();
        abandoned.over();
        work.holds(60);
        assertThat(admission.bytesHeld()).isEqualTo(60);

        work.close();
        assertThat(admission.bytesHeld()).isZero();
    }

    @Test
    void anAnswerThatIsStillSentCountsThoughTheWorkIsDone() {
        Admission.Ticket answered = admission.admit(10);
        try (Admission.Work work = answered.begin()) {
            work.holds(60);
        }
        assertThat(admission.bytesHeld()).isEqualTo(60);

        answered.over();
        answered.over();
        assertThat(admission.bytesHeld()).isZero();
    }

    @Test
    void whatWasBegunIsNotGivenUp() {
        Admission.Ticket inTime = admission.admit(10);
        Admission.Work work = inTime.begin();
        assertThat(inTime.giveUp()).isFalse();
        work.close();
        assertThat(inTime.giveUp()).isFalse();
        assertThat(admission.bytesHeld()).isEqualTo(10);
    }

    @Test
    void whatWasGivenUpIsNotBegun() {
        Admission.Ticket late = admission.admit(10);
        assertThat(late.giveUp()).isTrue();

        assertThatThrownBy(late::begin).isInstanceOf(ProblemException.class);
        assertThat(admission.bytesHeld()).isZero();
    }
}
