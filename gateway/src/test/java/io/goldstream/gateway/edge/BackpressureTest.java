package io.goldstream.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackpressureTest {

    /** Of sizes here. What a request holds before its body has come. */
    private static final long UNIT = GatewayConfig.Edge.REQUEST_BYTES;

    private final AtomicLong nanos = new AtomicLong();
    private final Backpressure backpressure = new Backpressure(Duration.ofSeconds(1), 100 * UNIT, nanos::get);

    @Test
    void turnsRequestsAwayWhileTheOldestWaitsTooLong() {
        Backpressure.KafkaWait oldest = backpressure.await();
        nanos.set(500_000_000);
        Backpressure.KafkaWait younger = backpressure.await();
        nanos.set(1_000_000_001);
        assertThatThrownBy(() -> backpressure.reserve("any")).hasMessageContaining("Kafka does not answer");

        oldest.close();
        backpressure.reserve("any").over();
        younger.close();
    }

    @Test
    void aBodyThatComesSlowlyIsNotKafkasDelay() {
        Backpressure.Reservation uploading = backpressure.reserve("any");
        nanos.set(60_000_000_000L);
        backpressure.reserve("any").over();
        uploading.over();
    }

    @Test
    void boundsTheBytesOfAll() {
        Backpressure.Reservation large = backpressure.reserve("one");
        large.holds(89 * UNIT);
        Backpressure.Reservation other = backpressure.reserve("other");
        other.holds(9 * UNIT);
        assertThatThrownBy(() -> backpressure.reserve("third"))
                .hasMessageContaining("too many uploads at once")
                .satisfies(refused ->
                        assertThat(((ProblemException) refused).type()).isEqualTo(ProblemType.UNAVAILABLE));

        large.over();
        backpressure.reserve("third").over();
        other.over();
        assertThat(backpressure.bytesHeld()).isZero();
    }

    @Test
    void severalRequestsOfOneClientHoldHalfOfItAtMostAndOthersAreLetIn() {
        List<Backpressure.Reservation> uploads =
                Stream.generate(() -> backpressure.reserve("greedy")).limit(50).toList();
        assertThatThrownBy(() -> backpressure.reserve("greedy"))
                .hasMessageContaining("too many uploads of this client")
                .satisfies(refused ->
                        assertThat(((ProblemException) refused).type()).isEqualTo(ProblemType.TOO_MANY_EVENTS));
        assertThatThrownBy(() -> uploads.getFirst().holds(1)).hasMessageContaining("too many uploads of this client");
        backpressure.reserve("other").holds(40 * UNIT);

        uploads.forEach(Backpressure.Reservation::over);
        Backpressure.Reservation alone = backpressure.reserve("greedy");
        assertThatCode(() -> alone.holds(58 * UNIT)).doesNotThrowAnyException();
    }

    @Test
    void countsWhatARequestTurnsOutToHold() {
        Backpressure.Reservation small = backpressure.reserve("any");
        try (Backpressure.Reservation work = small.begin()) {
            assertThatThrownBy(() -> work.holds(100 * UNIT)).isInstanceOf(ProblemException.class);
        }
        small.over();

        assertThat(backpressure.bytesHeld()).isZero();
    }

    @Test
    void whatIsStillWorkedAtCountsThoughItsClientHasHungUp() {
        Backpressure.Reservation abandoned = backpressure.reserve("any");
        Backpressure.Reservation work = abandoned.begin();
        abandoned.over();
        work.holds(60 * UNIT);
        assertThat(backpressure.bytesHeld()).isEqualTo(61 * UNIT);

        work.close();
        assertThat(backpressure.bytesHeld()).isZero();
    }

    @Test
    void anAnswerThatIsStillSentCountsThoughTheWorkIsDone() {
        Backpressure.Reservation answered = backpressure.reserve("any");
        try (Backpressure.Reservation work = answered.begin()) {
            work.holds(60 * UNIT);
        }
        assertThat(backpressure.bytesHeld()).isEqualTo(61 * UNIT);

        answered.over();
        answered.over();
        assertThat(backpressure.bytesHeld()).isZero();
    }

    @Test
    void whatWasBegunIsNotGivenUp() {
        Backpressure.Reservation inTime = backpressure.reserve("any");
        Backpressure.Reservation work = inTime.begin();
        assertThat(inTime.giveUp()).isFalse();
        work.close();
        assertThat(inTime.giveUp()).isFalse();
        assertThat(backpressure.bytesHeld()).isEqualTo(UNIT);
    }

    @Test
    void whatWasGivenUpIsNotBegunAndHoldsNoMore() {
        Backpressure.Reservation late = backpressure.reserve("any");
        assertThat(late.giveUp()).isTrue();

        assertThatThrownBy(() -> late.holds(1)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(late::begin).isInstanceOf(ProblemException.class);
        assertThat(backpressure.bytesHeld()).isZero();
    }
}
