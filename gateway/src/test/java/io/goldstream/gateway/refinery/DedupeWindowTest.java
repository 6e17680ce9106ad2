package io.goldstream.gateway.refinery;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.gateway.refinery.DedupeWindow.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DedupeWindowTest {

    private static final Duration SPAN = Duration.ofMinutes(15);
    private static final long SPAN_MILLIS = SPAN.toMillis();

    /** Fewer than the span holds, so that both bounds are met. */
    private static final int MAX_RECORDS = 90;

    private final DedupeWindow window = new DedupeWindow(SPAN, 1_000);

    @Test
    void aRepetitionWithinTheSpanIsADuplicateOfTheEarlierRecord() {
        assertThat(pass("a", 10, 0)).isEmpty();
        assertThat(pass("b", 11, 5)).isEmpty();
        assertThat(pass("a", 12, SPAN_MILLIS)).contains(10L);
        assertThat(pass("a", 13, 2 * SPAN_MILLIS)).contains(12L);
        assertThat(pass("a", 14, 3 * SPAN_MILLIS + 1)).isEmpty();
    }

    @Test
    void anotherSourceOrAttemptIsAnotherEvent() {
        assertThat(window.pass(new Identity("s1", "a", 0), 1, 0)).isEmpty();
        assertThat(window.pass(new Identity("s2", "a", 0), 2, 0)).isEmpty();
        assertThat(window.pass(new Identity("s1", "a", 1), 3, 0)).isEmpty();
        assertThat(window.pass(new Identity("s1", "a", 0), 4, 0)).contains(1L);
        assertThat(window.pass(new Identity("s1a", "", 0), 5, 0)).isEmpty();
        assertThat(window.pass(new Identity("", "s1a", 0), 6, 0)).isEmpty();
    }

    @Test
    void whatIsBeyondTheSpanIsNoCutWhenItGoes() {
        for (int i = 0; i < 500; i++) {
            pass("id-" + i, i, i);
        }
        pass("later", 1_400, 10 * SPAN_MILLIS);

        assertThat(window.size()).isEqualTo(100);
        assertThat(window.cut()).isZero();
    }

    /** As a topic can have it that takes timestamps from its producers. */
    @Test
    void oneTimestampFarAheadMakesNothingForgotten() {
        pass("a", 0, 0);
        pass("far ahead", 1, 1_000 * SPAN_MILLIS);
        pass("b", 2, 1);

        assertThat(pass("a", 3, 2)).contains(0L);
        assertThat(pass("b", 4, 3)).contains(2L);
        assertThat(pass("far ahead", 5, 4)).contains(1L);
        assertThat(pass("far ahead", 6, 2 * SPAN_MILLIS)).isEmpty();
    }

    @Test
    void whatIsTooManyRecordsBackIsForgottenAndCounted() {
        for (int i = 0; i < 1_100; i++) {
            pass("id-" + i, i, i);
        }
        assertThat(window.size()).isEqualTo(1_000);
        assertThat(window.cut()).isEqualTo(100);
        assertThat(pass("id-99", 1_100, 1_100)).isEmpty();
        assertThat(pass("id-1099", 1_101, 1_101)).contains(1_099L);
    }

    /** Records without an id leave no identity, but they are records: the rebuilt window reads no further back. */
    @Test
    void recordsWithoutAnIdCountForTheDistance() {
        pass("a", 0, 0);
        pass("b", 1, 0);

        assertThat(pass("a", 1_000, 1)).contains(0L);
        assertThat(pass("b", 1_002, 1)).isEmpty();
    }

    /** A function of the log alone: it does not matter where, before the span, the reading began. */
    @Test
    void aWindowThatIsRebuiltSaysTheSame() {
        Random random = new Random(11);
        List<Long> times = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 5_000; i++) {
            now += random.nextInt((int) (SPAN_MILLIS / 100));
            times.add(now + aside(random));
            ids.add("id-" + random.nextInt(300));
        }
        List<Optional<Long>> whole = replay(times, ids, 0);
        for (int resumeAt : new int[] {200, 777, 2_500}) {
            int start = resumeAt - MAX_RECORDS;
            List<Optional<Long>> rebuilt = replay(times, ids, start);
            for (int i = resumeAt; i < times.size(); i++) {
                assertThat(rebuilt.get(i - start)).isEqualTo(whole.get(i));
            }
        }
        assertThat(whole).anyMatch(Optional::isPresent).anyMatch(Optional::isEmpty);
    }

    /** The rule once more, by looking at every record before: what the window's arrays do must make no difference. */
    @Test
    void itSaysWhatTheWholeLogSays() {
        Random random = new Random(12);
        DedupeWindow window = new DedupeWindow(SPAN, MAX_RECORDS);
        List<Long> offsets = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        long now = 0;
        long offset = 0;
        for (int i = 0; i < 20_000; i++) {
            boolean isBurst = random.nextInt(200) < 100;
            now += random.nextInt(isBurst ? 10 : (int) (SPAN_MILLIS / 20));
            long time = now + aside(random);
            offset += 1 + random.nextInt(2);
            String id = "id-" + random.nextInt(isBurst ? 5 : 150);
            Optional<Long> expected = Optional.empty();
            for (int back = i - 1; back >= 0 && offset - offsets.get(back) <= MAX_RECORDS; back--) {
                if (ids.get(back).equals(id)) {
                    expected = time - times.get(back) <= SPAN_MILLIS ? Optional.of(offsets.get(back)) : expected;
                    break;
                }
            }
            assertThat(window.pass(new Identity("", id, 0), offset, time)).isEqualTo(expected);
            offsets.add(offset);
            times.add(time);
            ids.add(id);
        }
        assertThat(window.cut()).isPositive();
        assertThat(window.size()).isBetween(1, MAX_RECORDS);
    }

    /** A clock that now and then is far ahead or behind. */
    private static long aside(Random random) {
        return random.nextInt(50) == 0 ? (random.nextInt(7) - 3) * SPAN_MILLIS : 0;
    }

    private static List<Optional<Long>> replay(List<Long> times, List<String> ids, int start) {
        DedupeWindow window = new DedupeWindow(SPAN, MAX_RECORDS);
        List<Optional<Long>> answers = new ArrayList<>();
        for (int i = start; i < times.size(); i++) {
            answers.add(window.pass(new Identity("", ids.get(i), 0), i, times.get(i)));
        }
        return answers;
    }

    private Optional<Long> pass(String id, long offset, long timestampMillis) {
        return window.pass(new Identity("", id, 0), offset, timestampMillis);
    }
}
