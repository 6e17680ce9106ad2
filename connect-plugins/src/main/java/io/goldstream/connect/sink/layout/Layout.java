package io.goldstream.connect.sink.layout;

import java.time.Duration;
import org.apache.kafka.connect.sink.SinkRecord;

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

    private static final String LATE = "late";

    /**
     * The folder for a record, relative to the lake's root. Only late records are in {@code late/}, whatever a topic or a
     * value is called.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the record has none
     */
    public String folder(SinkRecord record, boolean isLate) {
        String folder = path.folder(record);
        if (late != LateData.SEPARATE) {
            return folder;
        }
        if (isLate) {
            return LATE + "/" + folder;
        }
        return beginsWithLate(folder) ? "%6c" + folder.substring(1) : folder;
    }

    /** Whether a path, or a template, has the folder of late records as its first part. */
    public static boolean beginsWithLate(String path) {
        return path.equals(LATE) || path.startsWith(LATE + "/");
    }

    /** Whether the event time of each record has to be looked at. */
    public boolean watchesTime() {
        return !window.isZero() || late != LateData.KEEP;
    }
}
