package io.goldstream.events;

import io.goldstream.events.schema.ColumnType;
import io.goldstream.events.schema.ColumnType.Scalar;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields that producers send, whatever the event's type: the JSON name, and the bronze column that it becomes. Which
 * type has which field is said by {@link EventType}; which values are valid, by the records ({@link Listen} and its
 * like). The order is the order of the bronze columns.
 */
public enum Field {
    EVENT_ID("eventId", "event_id", Kind.ID, "The event's id: the client's own, or the one the platform gave it."),
    TS("ts", "event_time", Kind.INSTANT, "When the event happened, by the producer's clock, in UTC."),
    SESSION_ID("sessionId", "session_id", Kind.ID, "The listening session, as the producer numbers it."),
    ITEM_IN_SESSION("itemInSession", "item_in_session", Kind.INT, "The event's place in its session, from 0."),
    USER_ID("userId", "user_id", Kind.ID, "The account; null if the event names nobody."),
    FIRST_NAME("firstName", "first_name", Kind.TEXT, "The user's first name. Personal data."),
    LAST_NAME("lastName", "last_name", Kind.TEXT, "The user's last name. Personal data."),
    GENDER("gender", "gender", Kind.TEXT, "The user's gender as the account states it."),
    REGISTRATION("registration", "registered_at", Kind.INSTANT, "When the account was registered, in UTC."),
    LEVEL("level", "level", Kind.TEXT, "The subscription level as the producer sent it: free or paid."),
    AUTH("auth", "auth", Kind.TEXT, "The login state: Logged In, Logged Out, Guest or Cancelled."),
    PAGE("page", "page", Kind.TEXT, "The page that was shown, such as Home or NextSong."),
    METHOD("method", "method", Kind.TEXT, "The HTTP method of the page's request."),
    STATUS("status", "status", Kind.INT, "The HTTP status of the page's answer."),
    ARTIST("artist", "artist", Kind.TEXT, "The artist's name, repaired."),
    SONG("song", "song", Kind.TEXT, "The song's title, repaired."),
    DURATION("duration", "duration_seconds", Kind.DURATION, "The song's length in seconds."),
    SUCCESS("success", "success", Kind.BOOL, "Whether the login succeeded."),
    PREV_LEVEL("prevLevel", "prev_level", Kind.TEXT, "The level before the change, if the producer sends it."),
    STATUS_CHANGE_TYPE(
            "statusChangeType", "status_change_type", Kind.TEXT, "The kind of change, if the producer sends it."),
    CITY("city", "city", Kind.TEXT, "The city that the client was located in."),
    STATE("state", "state", Kind.TEXT, "The US state's code, in capitals."),
    ZIP("zip", "zip", Kind.TEXT, "The US zip code, with its leading zeros."),
    LON("lon", "lon", Kind.REAL, "Longitude in degrees, -180 to 180."),
    LAT("lat", "lat", Kind.REAL, "Latitude in degrees, -90 to 90."),
    USER_AGENT("userAgent", "user_agent", Kind.TEXT, "The client's User-Agent, without wrapping quotes.");

    /** What a field may hold in JSON, and what it becomes. {@code null} and absent mean the same everywhere. */
    public enum Kind {
        /** A string, repaired. */
        TEXT(Scalar.STRING, "a string"),
        /** A string or an integer; kept as text, an integer as its digits. */
        ID(Scalar.STRING, "a string or an integer"),
        /** An integer within 32 bits. */
        INT(Scalar.INTEGER, "an integer of at most 32 bits"),
        /** Any JSON number. */
        REAL(Scalar.DOUBLE, "a finite number"),
        /** true or false. */
        BOOL(Scalar.BOOLEAN, "true or false"),
        /** An integer: milliseconds since the epoch. */
        INSTANT(Scalar.TIMESTAMP_MILLIS, "an integer: milliseconds since 1970-01-01T00:00:00Z"),
        /**
         * A time in the unit of the producer's dialect, which its ids tell: milliseconds where {@code sessionId} is a
         * string and {@code userId} is not a number, else seconds. How large the number is, and how it is written, tells
         * nothing: JavaScript writes {@code 1500.0} as {@code 1500}.
         */
        DURATION(
                Scalar.DOUBLE,
                "a number: of milliseconds if sessionId is a string and userId is not a number, else of seconds");

        private final ColumnType type;
        private final String expectation;

        Kind(ColumnType type, String expectation) {
            this.type = type;
            this.expectation = expectation;
        }

        public ColumnType type() {
            return type;
        }

        /** What a field's value is, to stand behind "is". An integer is one by its value, as {@code 7.0} and {@code 1e3} are. */
        public String expectation() {
            return expectation;
        }

        /** Whether the value is held as a string. */
        public boolean isText() {
            return type == Scalar.STRING;
        }
    }

    private static final Map<String, Field> BY_JSON_NAME = new HashMap<>();

    static {
        for (Field field : values()) {
            BY_JSON_NAME.put(field.jsonName, field);
        }
    }

    private final String jsonName;
    private final String column;
    private final Kind kind;
    private final String comment;

    Field(String jsonName, String column, Kind kind, String comment) {
        this.jsonName = jsonName;
        this.column = column;
        this.kind = kind;
        this.comment = comment;
    }

    /** The field of that JSON name, or null for one that no type has. */
    public static Field byJsonName(String name) {
        return BY_JSON_NAME.get(name);
    }

    public String jsonName() {
        return jsonName;
    }

    /** The JSON pointer to it (RFC 6901). */
    public String pointer() {
        return "/" + jsonName;
    }

    /** The name of its bronze column. */
    public String column() {
        return column;
    }

    public Kind kind() {
        return kind;
    }

    public String comment() {
        return comment;
    }
}
