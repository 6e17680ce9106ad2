package io.goldstream.connect.sink;

import io.goldstream.connect.sink.layout.LateData;
import io.goldstream.connect.sink.layout.Layout;
import io.goldstream.connect.sink.layout.PathTemplate;
import io.goldstream.connect.sink.layout.RecordTime;
import io.goldstream.connect.value.EpochUnit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The options of where files are, and of the time that decides it. */
final class LayoutOptions {

    /** The files' folders, see {@link PathTemplate}. */
    static final String PATH_TEMPLATE = "path.template";

    /** The zone of times in the path. */
    static final String PATH_ZONE = "path.zone";

    /** When a record's event happened, see {@link RecordTime}. */
    static final String EVENT_TIME = "event.time";

    /** What a plain number that is a time counts, see {@link EpochUnit}. */
    static final String TIME_UNIT = "time.unit";

    /** How far behind a record may be before it is late, an ISO-8601 duration. */
    static final String LATENESS = "event.time.lateness";

    /** What becomes of late records, see {@link LateData}. */
    static final String LATE_DATA = "late.data";

    /** The length of event-time windows at whose end files are flushed, an ISO-8601 duration. */
    static final String EVENT_WINDOW = "rotate.event.window";

    private static final Duration MOST = Duration.ofDays(366);

    private LayoutOptions() {}

    static void define(ConfigDef definition, String group) {
        definition
                .define(
                        PATH_TEMPLATE,
                        Type.STRING,
                        "{topic:/}/ingest_date={timestamp:yyyy-MM-dd}",
                        Validators.check("a path template", LayoutOptions::template),
                        Importance.HIGH,
                        "The folder of a record's file, relative to store.root. Variables: {topic}, the topic "
                                + "that the record was read from, whatever a transformation such as RegexRouter calls it; "
                                + "{topic:/}, the same with each dot as a slash; {partition}; {timestamp:PATTERN}, the record's "
                                + "timestamp; {event:PATTERN}, the time that event.time names; {value.FIELD}, "
                                + "{key.FIELD} and {header.NAME}. A dot in FIELD leads into a nested field. If a field "
                                + "or a header is a time, as in event.time, it takes a PATTERN, too, such as "
                                + "{value.at:yyyy-MM-dd}. A PATTERN is one of java.time.format.DateTimeFormatter, from "
                                + "years to minutes, with ISO weeks. No part of the path may begin with _ or a dot, "
                                + "because query engines ignore such folders, or end with a dot. In a topic or a value, "
                                + "such a character is percent-encoded. Each folder has files of its own, so many "
                                + "different values make many small files.",
                        group,
                        0,
                        Width.LONG,
                        "Path template")
                .define(
                        PATH_ZONE,
                        Type.STRING,
                        "UTC",
                        Validators.check("a time zone", LayoutOptions::zone),
                        Importance.LOW,
                        "The time zone of each PATTERN in path.template, such as UTC or Europe/Berlin. A date "
                                + "without a time has no zone and stays as it is.",
                        group,
                        1,
                        Width.MEDIUM,
                        "Path zone")
                .define(
                        EVENT_TIME,
                        Type.STRING,
                        "timestamp",
                        Validators.check("timestamp, value.FIELD, key.FIELD or header.NAME", RecordTime::parse),
                        Importance.MEDIUM,
                        "When a record's event happened. {event:PATTERN} in path.template, rotate.event.window and "
                                + "late.data use this time. timestamp: the record's timestamp. value.FIELD, key.FIELD or header.NAME: a "
                                + "Timestamp or a Date of Connect's or Debezium's, a number since 1970, see time.unit, "
                                + "or ISO-8601 text. Text without an offset is UTC. A record without it cannot be "
                                + "landed if path.template uses it; otherwise such a record is never late.",
                        group,
                        2,
                        Width.MEDIUM,
                        "Event time")
                .define(
                        TIME_UNIT,
                        Type.STRING,
                        "default",
                        Validators.oneOf(EpochUnit.class),
                        Importance.LOW,
                        "The unit of a number that is read as a time, in event.time and in variables with a "
                                + "PATTERN. s, ms, us or ns: seconds, milliseconds, microseconds or nanoseconds since "
                                + "1970 in UTC. default: milliseconds; but a number from 100000000 to 99999999999 may be "
                                + "seconds, and such a record cannot be landed.",
                        group,
                        3,
                        Width.SHORT,
                        "Time unit",
                        Recommend.oneOf(EpochUnit.class))
                .define(
                        LATENESS,
                        Type.STRING,
                        "PT0S",
                        Validators.duration(Duration.ZERO, MOST),
                        Importance.LOW,
                        "How far a record's event time may be behind the greatest one that the task has seen "
                                + "in its partition since it opened it (one in the future counts as now). A record that is further behind is late, see "
                                + "late.data. A window of rotate.event.window stays open this long after its end. An "
                                + "ISO-8601 duration, PT0S to P366D.",
                        group,
                        4,
                        Width.SHORT,
                        "Lateness")
                .define(
                        LATE_DATA,
                        Type.STRING,
                        "keep",
                        Validators.oneOf(LateData.class),
                        Importance.LOW,
                        "What becomes of a late record. keep: it is landed in the folder of its own time. "
                                + "separate: the same under late/, so that finished folders stay as they are. report: it "
                                + "cannot be landed, so the task fails; with errors.tolerance=all it goes to the "
                                + "dead-letter queue.",
                        group,
                        5,
                        Width.SHORT,
                        "Late data",
                        Recommend.oneOf(LateData.class));
    }

    static void defineWindow(ConfigDef definition, String group, int order) {
        definition.define(
                EVENT_WINDOW,
                Type.STRING,
                "PT0S",
                Validators.durationOrZero(Duration.ofMillis(1), MOST),
                Importance.LOW,
                "Flush a partition's files when an event-time window of this length has ended, such as "
                        + "PT1H for hourly folders. Then a window's files are there soon after its end. Windows "
                        + "begin at multiples of the length since 1970 in UTC. An ISO-8601 duration, PT0.001S to "
                        + "P366D; PT0S for no windows.",
                group,
                order,
                Width.SHORT,
                "Event-time window");
    }

    static Layout layout(SinkOptions options) {
        EpochUnit unit = Validators.constant(EpochUnit.class, options.getString(TIME_UNIT));
        RecordTime eventTime = RecordTime.parse(options.getString(EVENT_TIME), unit);
        return new Layout(
                PathTemplate.parse(
                        options.getString(PATH_TEMPLATE), eventTime, ZoneId.of(options.getString(PATH_ZONE))),
                eventTime,
                Duration.parse(options.getString(EVENT_WINDOW)),
                Duration.parse(options.getString(LATENESS)),
                Validators.constant(LateData.class, options.getString(LATE_DATA)));
    }

    /** @param values see {@link SinkOptions#conflicts} */
    static Map<String, String> conflicts(Function<String, Object> values) {
        if (!(values.apply(PATH_TEMPLATE) instanceof String template)) {
            return Map.of();
        }
        if (Layout.beginsWithLate(template) && "separate".equalsIgnoreCase(String.valueOf(values.apply(LATE_DATA)))) {
            return Map.of(PATH_TEMPLATE, "does not fit late.data=separate, which keeps late/ for late records");
        }
        if (values.apply(PATH_ZONE) instanceof String zone) {
            try {
                PathTemplate.parse(template, RecordTime.parse("timestamp"), ZoneId.of(zone));
            } catch (IllegalArgumentException e) {
                return Map.of(PATH_TEMPLATE, "does not fit path.zone=" + zone + ": " + e.getMessage());
            }
        }
        return Map.of();
    }

    private static void template(String template) {
        PathTemplate.parse(template, RecordTime.parse("timestamp"), ZoneOffset.UTC);
    }

    private static void zone(String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is no time zone, such as UTC or Europe/Berlin", e);
        }
    }
}
