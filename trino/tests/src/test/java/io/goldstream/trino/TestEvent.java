package io.goldstream.trino;

import static java.util.stream.Collectors.joining;

import io.goldstream.events.EventType;
import io.goldstream.events.Keys;
import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.LandedCoordinate;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An event as the pipeline lands it, written by hand. */
public final class TestEvent {

    /** As Trino writes a timestamp. */
    static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private final EventType type;
    private final Map<String, Object> values = new HashMap<>();

    private TestEvent(EventType type, String time) {
        this.type = type;
        LocalDateTime eventTime = LocalDateTime.parse(time);
        with("event_id", UUID.randomUUID().toString());
        with("event_time", eventTime).with("received_at", eventTime).with("source_timestamp", eventTime);
        with("session_id", "1").with("item_in_session", 0).with("level", "free");
        with("source_topic", "raw." + type.sourceTable()).with("source_partition", 0);
        with("source_offset", 0);
        with(LandedCoordinate.TOPIC_ID, "AAAAAAAAQUGAAAAAAAAAAA").with(LandedCoordinate.PARTITION, 0);
        with(LandedCoordinate.OFFSET, 0);
    }

    public static TestEvent listen(String time, String user) {
        return new TestEvent(EventType.LISTEN, time)
                .with("user_id", user)
                .with("duration_seconds", 200.5)
                .song("An Artist", "A Song");
    }

    public static TestEvent pageView(String time, String user) {
        return new TestEvent(EventType.PAGE_VIEW, time)
                .with("user_id", user)
                .with("page", "Home")
                .with("status", 200);
    }

    public static TestEvent auth(String time, String user) {
        return new TestEvent(EventType.AUTH_ATTEMPT, time).with("user_id", user).with("success", true);
    }

    public static TestEvent statusChange(String time, String user) {
        return new TestEvent(EventType.STATUS_CHANGE, time).with("user_id", user);
    }

    public TestEvent with(String column, Object value) {
        values.put(column, value);
        return this;
    }

    EventType type() {
        return type;
    }

    Object value(String column) {
        return values.get(column);
    }

    public TestEvent level(String level) {
        return with("level", level);
    }

    /** The event's place in the producer's order: session, then item. */
    public TestEvent place(String session, int item) {
        return with("session_id", session).with("item_in_session", item);
    }

    public TestEvent song(String artist, String song) {
        return with("artist", artist)
                .with("song", song)
                .with("artist_key", Keys.artist(artist))
                .with("song_key", Keys.song(artist, song));
    }

    public TestEvent location(String city, String state, String zip) {
        return with("city", city)
                .with("state", state)
                .with("zip", zip)
                .with("location_key", Keys.location(city, state, zip));
    }

    /** Statements that put the events into their bronze and their silver tables. */
    static List<String> inserts(List<TestEvent> events) {
        List<String> inserts = new ArrayList<>();
        for (Layer layer : List.of(Layer.BRONZE, Layer.SILVER)) {
            for (EventType type : EventType.values()) {
                List<TestEvent> ofType =
                        events.stream().filter(event -> event.type == type).toList();
                if (!ofType.isEmpty()) {
                    inserts.add(insert(Tables.of(layer, type), ofType));
                }
            }
        }
        return inserts;
    }

    private static String insert(Table table, List<TestEvent> events) {
        List<String> columns = table.landedColumns().stream().map(Column::name).toList();
        return "INSERT INTO " + LandedTable.of(table).object() + " (" + String.join(", ", columns) + ") VALUES "
                + events.stream().map(event -> event.row(columns)).collect(joining(", "));
    }

    private String row(List<String> columns) {
        return columns.stream().map(values::get).map(TestEvent::literal).collect(joining(", ", "(", ")"));
    }

    private static String literal(Object value) {
        return switch (value) {
            case null -> "NULL";
            case String text -> "'" + text.replace("'", "''") + "'";
            case LocalDateTime time -> "TIMESTAMP '" + MILLIS.format(time) + "'";
            case LocalDate date -> "DATE '" + date + "'";
            case Double number -> number.toString().contains("E") ? number.toString() : number + "e0";
            default -> value.toString();
        };
    }
}
