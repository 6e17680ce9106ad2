package io.goldstream.events;

import static io.goldstream.events.Field.*;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The four kinds of event: the name in URLs and rules, the names of the tables, the record that states the rules. */
public enum EventType {
    PAGE_VIEW(
            "page_view",
            "page_view_events",
            "page_views",
            PageView.class,
            List.of(PAGE, METHOD, STATUS, ARTIST, SONG, DURATION)),
    LISTEN("listen", "listen_events", "listens", Listen.class, List.of(ARTIST, SONG, DURATION)),
    AUTH_ATTEMPT("auth", "auth_events", "auth_attempts", AuthAttempt.class, List.of(PAGE, METHOD, STATUS, SUCCESS)),
    STATUS_CHANGE(
            "status_change",
            "status_change_events",
            "status_changes",
            StatusChange.class,
            List.of(PAGE, METHOD, STATUS, PREV_LEVEL, STATUS_CHANGE_TYPE));

    private static final Set<Field> COMMON = EnumSet.of(
            EVENT_ID,
            TS,
            SESSION_ID,
            ITEM_IN_SESSION,
            USER_ID,
            FIRST_NAME,
            LAST_NAME,
            GENDER,
            REGISTRATION,
            LEVEL,
            AUTH,
            CITY,
            STATE,
            ZIP,
            LON,
            LAT,
            USER_AGENT);

    private final String id;
    private final String sourceTable;
    private final String silverTable;
    private final Class<? extends Record> record;
    private final Collection<Field> own;

    EventType(
            String id, String sourceTable, String silverTable, Class<? extends Record> record, Collection<Field> own) {
        this.id = id;
        this.sourceTable = sourceTable;
        this.silverTable = silverTable;
        this.record = record;
        this.own = own;
    }

    /** The type of that id ({@code page_view}, {@code listen}, {@code auth}, {@code status_change}), if there is one. */
    public static Optional<EventType> byId(String id) {
        for (EventType type : values()) {
            if (type.id.equals(id)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The name in URLs, in rules and in {@code ce_type}. */
    public String id() {
        return id;
    }

    /** The name of its raw and its bronze table, and of eventsim's own topic. */
    public String sourceTable() {
        return sourceTable;
    }

    /** The name of its silver table. */
    public String silverTable() {
        return silverTable;
    }

    /** The record whose constraints are its rules. */
    public Class<? extends Record> record() {
        return record;
    }

    /** Its fields, in the order of the bronze columns. */
    public List<Field> fields() {
        Set<Field> fields = EnumSet.copyOf(COMMON);
        fields.addAll(own);
        return new ArrayList<>(fields);
    }
}
