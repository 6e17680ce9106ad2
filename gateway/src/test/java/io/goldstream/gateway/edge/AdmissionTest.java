package io.goldstream.gateway.edge;

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
        admission.admit(1).close();
        younger.close();
    }

    @Test
    void aBodyThatComesSlowlyIsNotKafkasDelay() {
        Admission.Ticket uploading = admission.admit(1);
        nanos.set(60_000_000_000L);
        admission.admit(1).close();
        uploading.close();
    }

    @Test
    void boundsTheBytesThatWait() {
        Admission.Ticket large = admission.admit(90);
        assertThatThrownBy(() -> admission.admit(11)).isInstanceOf(ProblemException.class);
        admission.admit(10).close();

        large.close();
        admission.admit(100).close();
    }

    @Test
    void countsWhatARequestTurnsOutToHold() {
        Admission.Ticket small = admission.admit(10);
        assertThatThrownBy(() -> small.holds(101)).isInstanceOf(ProblemException.class);
        small.close();

        admission.admit(100).close();
    }
}
