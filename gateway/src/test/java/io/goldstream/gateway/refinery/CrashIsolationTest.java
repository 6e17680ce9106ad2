package io.goldstream.gateway.refinery;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** A partition's records from 0 on, of which one ends every session that touches it, as {@code kill -9} would. */
class CrashIsolationTest {

    private static final int RECORDS = 5_000;
    private static final int BATCH = 5_000;

    /** What Kafka has committed, which is all that a session leaves. */
    private OffsetAndMetadata committed;

    private int sessions;
    private int setAside;

    @Test
    void aRecordThatEndsItsSessionsIsFoundWhereverItStandsAndNoOtherIsSetAside() {
        for (int poison : new int[] {0, 1, 15, 16, 255, 256, 257, 2_047, 4_095, RECORDS - 1}) {
            committed = null;
            sessions = 0;
            setAside = -1;

            refineAll(poison);

            assertThat(setAside).as("of %d", poison).isEqualTo(poison);
            assertThat(sessions).as("sessions for %d", poison).isLessThanOrEqualTo(9);
            assertThat(committed.metadata()).endsWith("unread=" + poison);
        }
    }

    @Test
    void sessionsThatAreEndedFromOutsideSetNothingAside() {
        setAside = -1;
        for (int i = 0; i < 100; i++) {
            session(-1, 1 + i % 3); // and killed within the next transaction
        }

        assertThat(setAside).isEqualTo(-1);
        assertThat(committed.offset()).isGreaterThan(100);
    }

    @Test
    void whatIsGivenUpInPeaceIsNoFailure() {
        for (int i = 0; i < 20; i++) {
            CrashIsolation isolation = CrashIsolation.of(next(), committed, false);
            committed = isolation.begin();
            committed = isolation.release();
        }

        CrashIsolation isolation = CrashIsolation.of(next(), committed, false);
        assertThat(isolation.isCareful()).isFalse();
        assertThat(committed.metadata()).isEmpty();
    }

    @Test
    void whatKafkaDoesIsNoFailure() {
        committed = CrashIsolation.of(7, null, false).begin();
        for (int i = 0; i < 20; i++) {
            committed = CrashIsolation.of(7, committed, true).begin();
        }

        assertThat(committed.metadata()).isEqualTo("tries=1");
    }

    @Test
    void unreadOffsetsAreKeptForTheWindowAndFitKafkasLimit() {
        CrashIsolation isolation = CrashIsolation.of(0, null, false);
        isolation.begin();
        long first = Long.MAX_VALUE - 1_000;
        for (long offset = first; offset < first + 500; offset++) {
            isolation.setAside(offset);
        }
        committed = isolation.commit(new OffsetAndMetadata(first + 500), 0);

        assertThat(committed.metadata()).hasSizeLessThan(4_096);
        CrashIsolation next = CrashIsolation.of(first + 500, committed, false);
        assertThat(next.isUnread(first + 499)).isTrue();
        assertThat(next.isUnread(first)).isFalse();
        next.begin();
        assertThat(next.commit(new OffsetAndMetadata(first + 501), first + 501).metadata())
                .as("behind the window")
                .isEmpty();
    }

    @Test
    void anybodyElsesMetadataIsNone() {
        for (String other : new String[] {"", "tries=", "tries=x", "tries=-3", "unread=", "unread=1,x", "a note"}) {
            CrashIsolation isolation = CrashIsolation.of(3, new OffsetAndMetadata(3, other), false);
            assertThat(isolation.isCareful()).as(other).isFalse();
        }
    }

    private void refineAll(int poison) {
        while (next() < RECORDS) {
            session(poison, Integer.MAX_VALUE);
        }
    }

    /** A session, until it ends or dies of the record. */
    private void session(int poison, int transactions) {
        sessions++;
        CrashIsolation isolation = CrashIsolation.of(next(), committed, false);
        committed = isolation.begin();
        for (int i = 0; i < transactions && next() < RECORDS; i++) {
            long end = Math.min(RECORDS, next() + Math.min(BATCH, isolation.records()));
            for (long offset = next(); offset < end; offset++) {
                if (isolation.isTheNextToBeSetAside()) {
                    assertThat(setAside).as("only one").isEqualTo(-1);
                    setAside = (int) offset;
                    isolation.setAside(offset);
                } else if (offset == poison) {
                    return;
                }
            }
            committed = isolation.commit(new OffsetAndMetadata(end), 0);
        }
    }

    private long next() {
        return committed == null ? 0 : committed.offset();
    }
}
