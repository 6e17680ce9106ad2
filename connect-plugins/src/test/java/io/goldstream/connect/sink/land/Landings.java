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
                new Retry(Duration.ofMinutes(2), Duration.ZERO),
                Start.EARLIEST,
                Tombstones.SKIP,
                false);
    }

    static Layout layout(String path, Duration window, Duration lateness, LateData late) {
        return new Layout(PathTemplate.parse(path, EVENT_TIME, ZoneOffset.UTC), EVENT_TIME, window, lateness, late);
    }

    static Landing with(Landing base, Layout layout) {
        return new Landing(
                base.connector(),
                base.files(),
                layout,
                base.rotation(),
                base.bounds(),
                base.retry(),
                base.start(),
                base.tombstones(),
                base.tolerant());
    }

    static Landing with(Landing base, FileType files) {
        return new Landing(
                base.connector(),
                files,
                base.layout(),
                base.rotation(),
                base.bounds(),
                base.retry(),
                base.start(),
                base.tombstones(),
                base.tolerant());
    }

    static Landing with(Landing base, Rotation rotation, Bounds bounds) {
        return new Landing(
                base.connector(),
                base.files(),
                base.layout(),
                rotation,
                bounds,
                base.retry(),
                base.start(),
                base.tombstones(),
                base.tolerant());
    }

    static Landing with(Landing base, Tombstones tombstones, boolean tolerant) {
        return new Landing(
                base.connector(),
                base.files(),
                base.layout(),
                base.rotation(),
                base.bounds(),
                base.retry(),
                base.start(),
                tombstones,
                tolerant);
    }

    static Landing with(Landing base, Retry retry) {
        return new Landing(
                base.connector(),
                base.files(),
                base.layout(),
                base.rotation(),
                base.bounds(),
                retry,
                base.start(),
                base.tombstones(),
                base.tolerant());
    }
}
