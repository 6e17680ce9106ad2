package io.goldstream.connect.sink.layout;

import io.goldstream.connect.value.Moment;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A topic partition's clock, which its events move: its time, the watermark, is the greatest event time since the partition
 * was opened, less the lateness. An event from the future moves it to the present at most, so that one wrong clock does not
 * make all others late.
 */
public final class EventClock {

    private final Layout layout;
    private final Clock clock;
    private long watermark = Long.MIN_VALUE;
    private long oldestWindow = Long.MAX_VALUE;

    public EventClock(Layout layout, Clock clock) {
        this.layout = layout;
        this.clock = clock;
    }

    /**
     * Takes notice of a record.
     *
     * @return whether it is late
     */
    public boolean isLate(SinkRecord record) {
        Optional<Moment> moment = layout.eventTime().of(record);
        if (moment.isEmpty()) {
            return false;
        }
        long millis = moment.get().millis();
        boolean late = millis < watermark;
        watermark = Math.max(
                watermark, Math.min(millis, clock.millis()) - layout.lateness().toMillis());
        // A window that has ended already is not waited for again, or each straggler would end it once more.
        if (!late && !layout.window().isZero()) {
            oldestWindow = Math.min(oldestWindow, window(millis));
        }
        return late;
    }

    /** Whether the watermark has passed the end of a window that records came for since {@link #startAnew}. */
    public boolean windowEnded() {
        return oldestWindow != Long.MAX_VALUE && window(watermark) > oldestWindow;
    }

    /** The records so far are flushed. */
    public void startAnew() {
        oldestWindow = Long.MAX_VALUE;
    }

    private long window(long millis) {
        return Math.floorDiv(millis, layout.window().toMillis());
    }
}
