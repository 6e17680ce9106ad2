package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.format.Compression;
import io.goldstream.connect.sink.format.FileType;
import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.land.Landing.Bounds;
import io.goldstream.connect.sink.land.Landing.Retry;
import io.goldstream.connect.sink.land.Landing.Start;
import io.goldstream.connect.sink.land.Landing.Tombstones;
import io.goldstream.connect.sink.layout.LateData;
import io.goldstream.connect.sink.layout.Layout;
import io.goldstream.connect.sink.layout.PathTemplate;
import io.goldstream.connect.sink.layout.RecordTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;

/** A landing that most tests start from, and what they change of it. */
final class Landings {

    static final RecordTime EVENT_TIME = RecordTime.parse("value.event_time");

    private Landings() {}

    /** Parquet, flushed after 10 s or 1000 records. */
    static Landing of(String connector, String path) {
        return new Landing(
                connector,
                new FileType(Format.PARQUET, Compression.ZSTD),
                layout(path, Duration.ZERO, Duration.ZERO, LateData.KEEP),
                new Rotation(Duration.ofSeconds(10), Long.MAX_VALUE, 1000),
                new Bounds(100, Long.MAX_VALUE),
                new Retry(Optional.of(Duration.ofMinutes(2)), Duration.ZERO),
                new Start(Start.From.EARLIEST, true, true),
                Tombstones.SKIP,
                false,
                false);
    }

    static Layout layout(String path, Duration window, Duration lateness, LateData late) {
        return new Layout(PathTemplate.parse(path, EVENT_TIME, ZoneOffset.UTC), EVENT_TIME, window, lateness, late);
    }

    static Landing with(Landing base, Layout layout) {
        return changed(base, parts -> parts.layout = layout);
    }

    static Landing with(Landing base, FileType files) {
        return changed(base, parts -> parts.files = files);
    }

    static Landing with(Landing base, Rotation rotation, Bounds bounds) {
        return changed(base, parts -> {
            parts.rotation = rotation;
            parts.bounds = bounds;
        });
    }

    static Landing with(Landing base, Tombstones tombstones, boolean tolerant) {
        return changed(base, parts -> {
            parts.tombstones = tombstones;
            parts.tolerant = tolerant;
        });
    }

    static Landing with(Landing base, Retry retry) {
        return changed(base, parts -> parts.retry = retry);
    }

    static Landing with(Landing base, Start start) {
        return changed(base, parts -> parts.start = start);
    }

    static Landing withLandedColumns(Landing base) {
        return changed(base, parts -> parts.landedColumns = true);
    }

    private static Landing changed(Landing base, Consumer<Parts> change) {
        Parts parts = new Parts(base);
        change.accept(parts);
        return new Landing(
                base.connector(),
                parts.files,
                parts.layout,
                parts.rotation,
                parts.bounds,
                parts.retry,
                parts.start,
                parts.tombstones,
                parts.tolerant,
                parts.landedColumns);
    }

    /** What tests change of a landing. */
    private static final class Parts {
        private FileType files;
        private Layout layout;
        private Rotation rotation;
        private Bounds bounds;
        private Retry retry;
        private Start start;
        private Tombstones tombstones;
        private boolean tolerant;
        private boolean landedColumns;

        private Parts(Landing base) {
            files = base.files();
            layout = base.layout();
            rotation = base.rotation();
            bounds = base.bounds();
            retry = base.retry();
            start = base.start();
            tombstones = base.tombstones();
            tolerant = base.tolerant();
            landedColumns = base.landedColumns();
        }
    }
}
