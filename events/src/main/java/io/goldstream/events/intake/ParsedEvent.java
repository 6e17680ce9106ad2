package io.goldstream.events.intake;

import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.repair.Repair;
import io.goldstream.events.repair.Repairs;
import java.time.Instant;
import java.util.function.ObjIntConsumer;

/**
 * An event's fields, repaired and typed, as one pass over its bytes found them. Whether they keep the rules is told by
 * the {@link Reading} that it came in.
 *
 * <p>Values are held flat, by the field's ordinal: this is the object that every event costs.
 */
public final class ParsedEvent {

    private static final int FIELDS = Field.values().length;
    private static final Repair[] REPAIRS = Repair.values();

    private final EventType type;
    private final long receivedAtMillis;
    private final String[] texts = new String[FIELDS];
    /** Integers, instants (milliseconds), booleans (0, 1), and the bits of doubles. */
    private final long[] numbers = new long[FIELDS];

    private int present;
    private String rescued;
    private int[] repairs;

    ParsedEvent(EventType type, long receivedAtMillis) {
        this.type = type;
        this.receivedAtMillis = receivedAtMillis;
    }

    public EventType type() {
        return type;
    }

    /** When the platform received it, in milliseconds since the epoch. */
    public long receivedAtMillis() {
        return receivedAtMillis;
    }

    public boolean has(Field field) {
        return (present & (1 << field.ordinal())) != 0;
    }

    /** The text of a field that {@linkplain Field.Kind#isText() holds text}, or null. */
    public String text(Field field) {
        return texts[field.ordinal()];
    }

    /** The value of an integer field, or the milliseconds of an instant; 0 where {@link #has} is false. */
    public long integer(Field field) {
        return numbers[field.ordinal()];
    }

    /** The value of a real field; 0 where {@link #has} is false. */
    public double real(Field field) {
        return Double.longBitsToDouble(numbers[field.ordinal()]);
    }

    /** The value of a boolean field; false where {@link #has} is false. */
    public boolean bool(Field field) {
        return numbers[field.ordinal()] != 0;
    }

    /** The value of an instant field, or null. */
    public Instant instant(Field field) {
        return has(field) ? Instant.ofEpochMilli(integer(field)) : null;
    }

    /** The fields that the contract does not know, as one JSON object, to the letter; or null. */
    public String rescued() {
        return rescued;
    }

    /** The Kafka key: the user, else the session, else null. */
    public String key() {
        String user = text(Field.USER_ID);
        return user != null ? user : text(Field.SESSION_ID);
    }

    /** Tells each repair that was made, and how often. */
    public void forEachRepair(ObjIntConsumer<Repair> consumer) {
        if (repairs == null) {
            return;
        }
        for (Repair repair : REPAIRS) {
            if (repairs[repair.ordinal()] > 0) {
                consumer.accept(repair, repairs[repair.ordinal()]);
            }
        }
    }

    /** Repairs a text, and keeps what is left of it. */
    void putRepaired(Field field, String text, boolean required) {
        String repaired = field == Field.STATE
                ? Repairs.state(text, required, this::repaired)
                : Repairs.text(text, required, this::repaired);
        if (repaired != null) {
            put(field, repaired);
        }
    }

    void put(Field field, String text) {
        texts[field.ordinal()] = text;
        present |= 1 << field.ordinal();
    }

    void put(Field field, long number) {
        numbers[field.ordinal()] = number;
        present |= 1 << field.ordinal();
    }

    void put(Field field, double number) {
        put(field, Double.doubleToRawLongBits(number));
    }

    void rescue(String json) {
        rescued = json;
    }

    void repaired(Repair repair) {
        if (repairs == null) {
            repairs = new int[REPAIRS.length];
        }
        repairs[repair.ordinal()]++;
    }
}
