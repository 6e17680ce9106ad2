package io.goldstream.connect.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockUploadsTest {

    private static final int SLOTS = 3;

    private final List<String> stored = new CopyOnWriteArrayList<>();

    @Test
    void sendsAsManyAtOnceAsThereAreSlots() throws IOException {
        CountDownLatch together = new CountDownLatch(SLOTS);
        try (BlockUploads uploads = new BlockUploads(SLOTS, (path, block) -> {
            together.countDown();
            await(together);
        })) {
            for (int i = 0; i < SLOTS; i++) {
                uploads.start("a", block(i));
            }
            uploads.await("a");
        }
        assertThat(together.getCount()).isZero();
    }

    @Test
    void neverHoldsMoreThanItsSlots() throws IOException {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        try (BlockUploads uploads = new BlockUploads(SLOTS, (path, block) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            running.decrementAndGet();
            stored.add(path + block.index());
        })) {
            for (int i = 0; i < 200; i++) {
                uploads.start("a" + i % 7, block(i));
                assertThat(uploads.held()).isLessThanOrEqualTo(SLOTS);
            }
            for (int i = 0; i < 7; i++) {
                uploads.await("a" + i);
            }
            assertThat(uploads.held()).isZero();
        }
        assertThat(most).hasValueLessThanOrEqualTo(SLOTS);
        assertThat(stored).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aBlockThatFailedIsSentAgainByTheNextWait() throws IOException {
        AtomicInteger failures = new AtomicInteger(2);
        try (BlockUploads uploads = new BlockUploads(SLOTS, (path, block) -> {
            if (block.index() == 1 && failures.getAndDecrement() > 0) {
                throw new IOException("503");
            }
            stored.add(path + block.index());
        })) {
            uploads.start("a", block(0));
            uploads.start("a", block(1));
            uploads.start("a", block(2));
            assertThatThrownBy(() -> uploads.await("a"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("503");
            assertThatThrownBy(() -> uploads.await("a")).isInstanceOf(IOException.class);
            uploads.await("a");
        }
        assertThat(stored).containsExactlyInAnyOrder("a0", "a1", "a2");
    }

    @Test
    void anOutageFillsTheSlotsAndThenKeepsNewBlocksOut() throws IOException {
        AtomicInteger outage = new AtomicInteger(1);
        try (BlockUploads uploads = new BlockUploads(1, (path, block) -> {
            if (outage.get() > 0) {
                throw new IOException("away");
            }
            stored.add(path + block.index());
        })) {
            uploads.start("a", block(0));
            assertThatThrownBy(() -> uploads.start("a", block(1))).hasMessage("away");
            assertThat(uploads.held()).isEqualTo(1);
            outage.set(0);
            uploads.start("a", block(1));
            uploads.await("a");
        }
        assertThat(stored).containsExactly("a0", "a1");
    }

    @Test
    void theSameBlockAgainComesAfterTheFirst() throws IOException {
        try (BlockUploads uploads = new BlockUploads(SLOTS, (path, block) -> stored.add(path + block.length()))) {
            uploads.start("a", new Block(0, 0, new byte[2], 1));
            uploads.start("a", new Block(0, 0, new byte[2], 2));
            uploads.await("a");
        }
        assertThat(stored).containsExactly("a1", "a2");
    }

    @Test
    void whatCannotPassIsThrownAsItIs() throws IOException {
        try (BlockUploads uploads = new BlockUploads(SLOTS, (path, block) -> {
            throw new ConnectException("no such container");
        })) {
            uploads.start("a", block(0));
            assertThatThrownBy(() -> uploads.await("a")).isInstanceOf(ConnectException.class);
            uploads.drop("a");
            uploads.await("a");
        }
    }

    private static Block block(int index) {
        return new Block(index, 0, new byte[1], 1);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
