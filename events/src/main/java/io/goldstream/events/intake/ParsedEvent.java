package io.goldstream.events.intake;

import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.repair.Repair;
import io.goldstream.events.repair.Repairs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/**
 * An event's fields, repaired and typed, as one pass over its bytes found them. Whether they keep the rules is told by
 * the {@link Reading} that it came in.
 *
 * <p>Values are held flat, by the field's ordinal: this is the object that every event costs. Most are {@linkplain
 * #isVerbatim verbatim}: they are where they came from, and become objects only for who asks.
 */
public final class ParsedEvent {

    private static final int FIELDS = Field.values().length;
    private static final Repair[] REPAIRS = Repair.values();

    private final EventType type;
    private final long receivedAtMillis;
    private final String[] texts = new String[FIELDS];
    /**
     * Integers, instants (milliseconds), booleans (0, 1), and the bits of doubles; of a verbatim value, where it begins
     * (the lower half) and ends.
     */
    private final long[] numbers = new long[FIELDS];

    private int present;
    private int verbatim;
    private int numbered;
    private byte[] source;
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
        int i = field.ordinal();
        if (texts[i] == null && isVerbatim(field)) {
            texts[i] = ascii(field);
        }
        return texts[i];
    }

    /**
     * Whether a value stands in the event's own bytes as a row has it: a text of printable ASCII without quotes and
     * backslashes, which an id may be that came as an integer; or the digits of a real number. Other values may do so too,
     * but are not known to.
     */
    public boolean isVerbatim(Field field) {
        return (verbatim & 1 << field.ordinal()) != 0;
    }

    /** Whether an id came as a JSON number: by that, producers' dialects are told apart. */
    public boolean isNumber(Field id) {
        return (numbered & 1 << id.ordinal()) != 0;
    }

    /** The bytes in which verbatim values stand, not to be changed; null where none does. */
    public byte[] source() {
        return source;
    }

    /** Where in {@link #source} a verbatim value begins. */
    public int begin(Field field) {
        return (int) numbers[field.ordinal()];
    }

    /** Where in {@link #source} a verbatim value ends, exclusive. */
    public int end(Field field) {
        return (int) (numbers[field.ordinal()] >>> Integer.SIZE);
    }

    private String ascii(Field field) {
        return new String(source, begin(field), end(field) - begin(field), StandardCharsets.ISO_8859_1);
    }

    /** The value of an integer field, or the milliseconds of an instant; 0 where {@link #has} is false. */
    public long integer(Field field) {
        return numbers[field.ordinal()];
    }

    /** The value of a real field; 0 where {@link #has} is false. */
    public double real(Field field) {
        return isVerbatim(field) ? Double.parseDouble(ascii(field)) : Double.longBitsToDouble(numbers[field.ordinal()]);
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

    /** The Kafka key: the user, else the session, as UTF-8; else null. */
    public byte[] key() {
        Field field = has(Field.USER_ID) ? Field.USER_ID : Field.SESSION_ID;
        if (isVerbatim(field)) {
            return Arrays.copyOfRange(source, begin(field), end(field));
        }
        String text = text(field);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
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
    void putRepaired(Field field, String text) {
        putIfAny(
                field, field == Field.STATE ? Repairs.state(text, this::repaired) : Repairs.text(text, this::repaired));
    }

    /** Keeps a text to the letter; a blank one is none. */
    void putListed(Field field, String text) {
        putIfAny(field, Repairs.listed(text, this::repaired));
    }

    private void putIfAny(Field field, String text) {
        if (text != null) {
            put(field, text);
        }
    }

    /** Keeps a value that is {@linkplain #isVerbatim verbatim} where it stands. */
    void putVerbatim(Field field, byte[] bytes, int begin, int end) {
        source = bytes;
        verbatim |= 1 << field.ordinal();
        put(field, begin | (long) end << Integer.SIZE);
    }

    /** Remembers that an id came as a JSON number. */
    void putNumbered(Field id) {
        numbered |= 1 << id.ordinal();
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

    /** Makes seconds of a duration that came in milliseconds. */
    void putSeconds(Field field) {
        double seconds = real(field) / 1_000;
        verbatim &= ~(1 << field.ordinal());
        put(field, seconds);
        repaired(Repair.DURATION_UNIT);
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
