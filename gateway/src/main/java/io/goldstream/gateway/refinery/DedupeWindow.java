package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The identities that lately passed through one raw partition. A record is a duplicate if the last record before it that
 * has the same source, id and attempt stands at most {@code maxRecords} offsets before it, and its timestamp is at most
 * {@code span} older: a function of the log alone, so that whoever reads the partition from so far back says the same. That
 * holds for any timestamps, also those of a topic that takes them from its producers: nothing is forgotten for its age.
 *
 * <p>Not thread-safe.
 *
 * <p>An identity is held as half of its SHA-256: no two are known, or can be made, that share it. So a record takes 40
 * to 80 bytes in arrays, and the collector has nothing to follow; as objects, the windows filled a heap.
 */
final class DedupeWindow {

    private static final int FIRST_CAPACITY = 16;
    private static final int FREE = -1;

    /** What stands in place of the offset of an identity that a later record has, too. */
    private static final long MOVED = -1;

    private final long spanMillis;
    private final int maxRecords;
    private final MessageDigest digest = sha256();
    private final ByteBuffer sum = ByteBuffer.allocate(digest.getDigestLength());

    // A ring in the order of the records, the last one of each identity: places first to next, modulo its length.
    private long[] highs = new long[FIRST_CAPACITY];
    private long[] lows = new long[FIRST_CAPACITY];
    private long[] offsets = new long[FIRST_CAPACITY];
    private long[] timestamps = new long[FIRST_CAPACITY];
    private long first;
    private long next;

    /** Where in the ring an identity stands: a hash table with open addressing, twice as long as the ring. */
    private int[] table = freeTable();

    private int size;
    private long cut;

    /** What makes two records the same event. */
    record Identity(String source, String eventId, int attempt) {}

    /**
     * @param span how much older the earlier record may be
     * @param maxRecords how many records to look back at most, by offset; an identity that goes for it is counted by
     *     {@link #cut}
     */
    DedupeWindow(Duration span, int maxRecords) {
        this.spanMillis = span.toMillis();
        this.maxRecords = maxRecords;
    }

    /** Remembers the record, and returns the offset of the earlier one if it is a duplicate. */
    Optional<Long> pass(Identity identity, long offset, long timestampMillis) {
        digest(identity);
        long high = sum.getLong(0);
        long low = sum.getLong(Long.BYTES);
        int earlier = table[slotOf(high, low)];
        if (earlier == FREE) {
            add(high, low, offset, timestampMillis);
            forget(offset, timestampMillis);
            return Optional.empty();
        }
        long earlierOffset = offsets[earlier];
        long earlierMillis = timestamps[earlier];
        offsets[earlier] = MOVED;
        size--;
        add(high, low, offset, timestampMillis);
        forget(offset, timestampMillis);
        return timestampMillis - earlierMillis <= spanMillis && offset - earlierOffset <= maxRecords
                ? Optional.of(earlierOffset)
                : Optional.empty();
    }

    /** How many identities went before their time, for the bound on records: a duplicate of one of them is not found. */
    long cut() {
        return cut;
    }

    int size() {
        return size;
    }

    private void digest(Identity identity) {
        byte[] source = identity.source().getBytes(UTF_8);
        // The first length tells where the source ends and the id begins.
        sum.putInt(0, source.length).putInt(Integer.BYTES, identity.attempt());
        digest.update(sum.array(), 0, 2 * Integer.BYTES);
        digest.update(source);
        digest.update(identity.eventId().getBytes(UTF_8));
        try {
            digest.digest(sum.array(), 0, sum.capacity());
        } catch (DigestException e) {
            throw new IllegalStateException("the digest does not fit into its buffer", e);
        }
    }

    private void add(long high, long low, long offset, long timestampMillis) {
        if (next - first == offsets.length) {
            grow();
        }
        int place = place(next++);
        highs[place] = high;
        lows[place] = low;
        offsets[place] = offset;
        timestamps[place] = timestampMillis;
        table[slotOf(high, low)] = place;
        size++;
    }

    private void forget(long offset, long timestampMillis) {
        for (; first < next; first++) {
            int oldest = place(first);
            if (offsets[oldest] == MOVED) {
                continue;
            }
            if (offset - offsets[oldest] < maxRecords) {
                return;
            }
            if (timestampMillis - timestamps[oldest] <= spanMillis) {
                cut++;
            }
            free(slotOf(highs[oldest], lows[oldest]));
            size--;
        }
    }

    private int place(long number) {
        return (int) (number & (offsets.length - 1));
    }

    /** The slot in which an identity stands, or the free one in which it would. */
    private int slotOf(long high, long low) {
        int slot = home(high);
        while (table[slot] != FREE && (highs[table[slot]] != high || lows[table[slot]] != low)) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private int home(long high) {
        return (int) high & table.length - 1;
    }

    /** Frees a slot, and closes the gap: whoever stands behind it and was kept from it by its holder moves up. */
    private void free(int slot) {
        int gap = slot;
        table[gap] = FREE;
        for (int i = gap + 1 & table.length - 1; table[i] != FREE; i = i + 1 & table.length - 1) {
            int away = i - home(highs[table[i]]) & table.length - 1;
            if (away >= (i - gap & table.length - 1)) {
                table[gap] = table[i];
                table[i] = FREE;
                gap = i;
            }
        }
    }

    private void grow() {
        int length = offsets.length;
        int begin = place(first);
        highs = unrolled(highs, begin);
        lows = unrolled(lows, begin);
        offsets = unrolled(offsets, begin);
        timestamps = unrolled(timestamps, begin);
        first = 0;
        next = length;
        table = freeTable();
        for (int place = 0; place < length; place++) {
            if (offsets[place] != MOVED) {
                table[slotOf(highs[place], lows[place])] = place;
            }
        }
    }

    /** A ring twice as long, its first place at 0. */
    private static long[] unrolled(long[] ring, int begin) {
        long[] longer = new long[2 * ring.length];
        System.arraycopy(ring, begin, longer, 0, ring.length - begin);
        System.arraycopy(ring, 0, longer, ring.length - begin, begin);
        return longer;
    }

    private int[] freeTable() {
        int[] slots = new int[2 * offsets.length];
        Arrays.fill(slots, FREE);
        return slots;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
