package io.goldstream.connect.sink.layout;

import java.time.Clock;
import java.util.OptionalLong;
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
    private long windowStart = Long.MIN_VALUE;

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
        OptionalLong millis = layout.eventTime().millis(record);
        if (millis.isEmpty()) {
            return false;
        }
        boolean late = millis.getAsLong() < watermark;
        long time = Math.min(millis.getAsLong(), clock.millis());
        watermark = Math.max(watermark, time - layout.lateness().toMillis());
        return late;
    }

    /** Whether the watermark has passed the end of a window since {@link #startWindow}. */
    public boolean windowEnded() {
        return !layout.window().isZero() && window() > windowStart;
    }

    /** The windows that ended so far are dealt with. */
    public void startWindow() {
        windowStart = window();
    }

    private long window() {
        return layout.window().isZero()
                ? 0
                : Math.floorDiv(watermark, layout.window().toMillis());
    }
}
