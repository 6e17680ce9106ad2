package io.goldstream.events.schema;

import static io.goldstream.events.schema.Column.optional;
import static io.goldstream.events.schema.Column.required;
import static io.goldstream.events.schema.ColumnType.Scalar.*;

import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.schema.ColumnType.Rows;
import io.goldstream.events.schema.Table.Partitioning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Every table that a topic feeds. Connect's schemas, the Parquet columns and Trino's DDL follow from these. */
public final class Tables {

    /**
     * The compacted topic of replays, which feeds no table: its keys are the raw coordinates of the quarantined records that
     * were sent again, such as {@code raw.listen_events-0-42}; its values, the attempt that they were sent as.
     */
    public static final String REPLAYED = "quarantine.replayed";

    /**
     * The column of bronze, silver and quarantine that tells a raw topic from one that had its name before. It is no part of
     * a row's identity.
     */
    public static final String SOURCE_TOPIC_ID = "source_topic_id";

    private static final Set<Field> NOT_IN_SILVER = EnumSet.of(Field.FIRST_NAME, Field.LAST_NAME);

    private static final Map<String, Table> BY_TOPIC = new LinkedHashMap<>();

    static {
        for (EventType type : EventType.values()) {
            add(raw(type));
        }
        for (EventType type : EventType.values()) {
            add(bronze(type));
        }
        for (EventType type : EventType.values()) {
            add(silver(type));
        }
        add(quarantine());
    }

    private Tables() {}

    /** All tables: raw, bronze, silver, quarantine, in that order. */
    public static List<Table> all() {
        return List.copyOf(BY_TOPIC.values());
    }

    /** The tables of one layer. */
    public static List<Table> of(Layer layer) {
        return all().stream().filter(table -> table.layer() == layer).toList();
    }

    /** The table that a topic of any {@link Generation} feeds, by the topic's name such as {@code bronze.listen_events}. */
    public static Optional<Table> byTopic(String topic) {
        return Optional.ofNullable(BY_TOPIC.get(Generation.unsuffixed(topic)));
    }

    public static Table of(Layer layer, EventType type) {
        String name =
                switch (layer) {
                    case RAW, BRONZE -> type.sourceTable();
                    case SILVER -> type.silverTable();
                    case QUARANTINE -> "events";
                };
        return BY_TOPIC.get(layer.id() + "." + name);
    }

    private static void add(Table table) {
        BY_TOPIC.put(table.topic(), table);
    }

    private static Table raw(EventType type) {
        List<Column> columns = new ArrayList<>();
        columns.add(optional("key", BYTES, "The Kafka record's key, as it came."));
        columns.add(optional("value", BYTES, "The Kafka record's value, as it came."));
        columns.add(headers());
        columns.addAll(lineage());
        return new Table(
                Layer.RAW,
                type.sourceTable(),
                columns,
                Partitioning.INGEST_DATE,
                "One row for each record of the raw topic, byte for byte.");
    }

    private static Table bronze(EventType type) {
        List<Column> columns = fields(type, EnumSet.noneOf(Field.class));
        columns.add(required("received_at", TIMESTAMP_MILLIS, "When the platform received the event, in UTC."));
        columns.add(optional("rescued", STRING, "The fields that the contract does not know, as one JSON object."));
        columns.addAll(lineageOfDerived());
        return new Table(
                Layer.BRONZE,
                type.sourceTable(),
                columns,
                Partitioning.EVENT_DATE,
                "One row for each valid " + type.id() + " event, repaired and typed.");
    }

    private static Table silver(EventType type) {
        List<Column> columns = fields(type, NOT_IN_SILVER);
        columns.add(optional("device", STRING, "The device family, from the user agent."));
        columns.add(optional("os", STRING, "The operating system family, from the user agent."));
        columns.add(optional("browser", STRING, "The browser family, from the user agent."));
        columns.add(optional(
                "form",
                STRING,
                "What the client runs on, from the user agent: " + words(ClientForm.values(), ClientForm::id)
                        + "; null in rows that are older than this column."));
        if (type.fields().contains(Field.SONG)) {
            columns.add(optional("song_key", STRING, "md5 of artist, U+001F, song: the key of dim_songs."));
            columns.add(optional("artist_key", STRING, "md5 of artist: the key of dim_artists."));
        }
        if (type == EventType.STATUS_CHANGE) {
            columns.add(optional("from_level", STRING, "The level before the change."));
            columns.add(optional("to_level", STRING, "The level after the change."));
            columns.add(optional("change_type", STRING, "upgrade, downgrade, or what the producer called it."));
        }
        columns.add(
                optional("location_key", STRING, "md5 of city, U+001F, state, U+001F, zip: the key of dim_location."));
        columns.add(required("received_at", TIMESTAMP_MILLIS, "When the platform received the event, in UTC."));
        columns.addAll(lineageOfDerived());
        return new Table(
                Layer.SILVER,
                type.silverTable(),
                columns,
                Partitioning.EVENT_DATE,
                "One row for each row of bronze." + type.sourceTable() + ", with keys and device, without names.");
    }

    private static Table quarantine() {
        List<Column> columns = new ArrayList<>();
        columns.add(required("event_id", STRING, "The event's id, as it would be in bronze."));
        columns.add(required(
                "kind",
                STRING,
                "invalid: breaks a rule; malformed: not an event; duplicate: the same id came before; unread: the refinery"
                        + " failed at it."));
        columns.add(required("type", STRING, "The event's type, as its raw topic says."));
        columns.add(required(
                "reason", STRING, "The first violation, or where the event of a duplicate is, as one sentence."));
        columns.add(required(
                "violations",
                new Rows(List.of(
                        required("rule", STRING, "The rule's stable name."),
                        required("pointer", STRING, "JSON pointer to the field; empty for the whole event."),
                        required("message", STRING, "What the rule asks for."))),
                "Every rule that the event breaks."));
        columns.add(optional(
                "key", BYTES, "The raw record's key, as it came; null if key and value are too large for a row."));
        columns.add(
                optional(
                        "value",
                        BYTES,
                        "The raw record's value, as it came; null for a duplicate, and if key and value are too large for a row."));
        columns.add(headers());
        columns.add(required("attempt", INTEGER, "0 for the first try, one more for each replay."));
        columns.add(required("rules_version", STRING, "The version of the rules that judged it."));
        columns.add(required("received_at", TIMESTAMP_MILLIS, "When the platform received the event, in UTC."));
        columns.addAll(lineageOfDerived());
        return new Table(
                Layer.QUARANTINE,
                "events",
                columns,
                Partitioning.INGEST_DATE,
                "One row for each raw record that is not in bronze, with the reason.");
    }

    private static List<Column> fields(EventType type, Set<Field> without) {
        List<Column> columns = new ArrayList<>();
        Rules rules = Rules.of(type);
        for (Field field : type.fields()) {
            if (!without.contains(field)) {
                columns.add(new Column(
                        field.column(),
                        field.kind().type(),
                        field == Field.EVENT_ID || rules.isRequired(field),
                        field.comment()));
            }
        }
        return columns;
    }

    /** As {@code a, b or c}. */
    private static <T> String words(T[] values, Function<T, String> id) {
        List<String> words = Arrays.stream(values).map(id).toList();
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    private static Column headers() {
        return required(
                "headers",
                new Rows(List.of(
                        required("key", STRING, "The header's name."),
                        optional("value", BYTES, "The header's value, as it came."))),
                "The Kafka record's headers, in order.");
    }

    private static List<Column> lineage() {
        return List.of(
                required("source_topic", STRING, "The raw topic that the row came from."),
                required("source_partition", INTEGER, "The raw topic's partition."),
                required("source_offset", LONG, "The offset in that partition."),
                required("source_timestamp", TIMESTAMP_MILLIS, "The raw record's timestamp, in UTC."));
    }

    /** In raw, the id of the topic is that of the landed coordinate. */
    private static List<Column> lineageOfDerived() {
        List<Column> columns = new ArrayList<>(lineage());
        columns.add(optional(
                SOURCE_TOPIC_ID, STRING, "Kafka's id of the raw topic; null in rows that are older than this column."));
        return columns;
    }
}
