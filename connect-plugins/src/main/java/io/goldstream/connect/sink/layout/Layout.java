package io.goldstream.connect.sink.layout;

import java.time.Duration;

/**
 * Where a record's file goes, and what its time has to do with it.
 *
 * @param path the files' folders
 * @param eventTime when the record's event happened
 * @param window the length of the event-time windows at whose end files are flushed; zero for none
 * @param lateness how far behind the greatest event time seen a record may be before it is late; a window ends this long
 *     after its end
 * @param late what becomes of a late record
 */
public record Layout(PathTemplate path, RecordTime eventTime, Duration window, Duration lateness, LateData late) {

    /** Whether the event time of each record has to be looked at. */
    public boolean watchesTime() {
        return !window.isZero() || late != LateData.KEEP;
    }
}
