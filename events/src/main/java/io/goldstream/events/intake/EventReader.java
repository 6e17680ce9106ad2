package io.goldstream.events.intake;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.rules.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads an event from its bytes: a streaming pass that types, repairs and checks every field. Most events are so ordinary
 * that a {@link Scan} is enough; others are parsed. Total: whatever the bytes, it returns a {@link Reading} and throws
 * nothing. Thread-safe.
 *
 * <p>Edge and refinery use the same reader, so that a verdict and what becomes of the event agree.
 */
public final class EventReader {

    /** Objects and arrays within each other, the event itself counted. */
    public static final int MAX_DEPTH = 64;

    /** Digits of one number. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    /** Bytes of one field's name, in UTF-8. */
    public static final int MAX_NAME_LENGTH = 1_000;

    /** Names, values, and ends of objects and arrays: to look up very many names takes more than their number's time. */
    public static final int MAX_TOKENS = 20_000;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private final Map<EventType, Contract> contracts = new EnumMap<>(EventType.class);

    /** What keeps bytes from being an event at all; the rule {@code event.encoding} and so on. */
    enum Fault {
        ENCODING,
        SYNTAX,
        OBJECT,
        DUPLICATE_FIELD,
        LIMITS;

        String rule() {
            return "event." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the reader knows of a type. */
    private record Contract(Set<Field> fields, Rules rules, ScanRules scanRules) {}

    /** A reader by the contract's own first date. */
    public EventReader() {
        this((LocalDate) null);
    }

    /**
     * @param firstDate the first UTC date that an event may have; null for the contract's own
     */
    public EventReader(LocalDate firstDate) {
        this(type -> Rules.of(type, firstDate));
    }

    EventReader(Function<EventType, Rules> rulesOf) {
        for (EventType type : EventType.values()) {
            Rules rules = rulesOf.apply(type);
            contracts.put(type, new Contract(EnumSet.copyOf(type.fields()), rules, new ScanRules(type, rules)));
        }
    }

    /** {@link #read(EventType, byte[], int, int, long)} of a whole array. */
    public Reading read(EventType type, byte[] bytes, long receivedAtMillis) {
        return read(type, bytes, 0, bytes.length, receivedAtMillis);
    }

    /**
     * @param type what the event claims to be
     * @param bytes UTF-8 JSON: one object, white space around it
     * @param receivedAtMillis when the platform received it, in milliseconds since the epoch
     */
    public Reading read(EventType type, byte[] bytes, int offset, int length, long receivedAtMillis) {
        return filled(type, bytes, offset, length, receivedAtMillis)
                .<Reading>map(Reading.Valid::new)
                .orElseGet(() -> parse(type, bytes, offset, length, receivedAtMillis));
    }

    /** An event that a scan is certain of; none where it has to be parsed. */
    Optional<ParsedEvent> filled(EventType type, byte[] bytes, int offset, int length, long receivedAtMillis) {
        ParsedEvent event = new ParsedEvent(type, receivedAtMillis);
        return Scan.fill(event, contracts.get(type).scanRules(), bytes, offset, length)
                ? Optional.of(event)
                : Optional.empty();
    }

    /** What {@link #read} gives, by Jackson's parser: for what a scan is not certain of, and to hold a scan to. */
    Reading parse(EventType type, byte[] bytes, int offset, int length, long receivedAtMillis) {
        if (!isUtf8(bytes, offset, length)) {
            return malformed(Fault.ENCODING, "an event is UTF-8 text");
        }
        int mark = ByteOrderMark.length(bytes, offset, length);
        int begin = offset + mark;
        int rest = length - mark;
        if (ByteOrderMark.length(bytes, begin, rest) > 0) { // Jackson would pass over this one
            return notJson();
        }
        Contract contract = contracts.get(type);
        try (JsonParser parser = EventJson.ofEvent().createParser(bytes, begin, rest)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return malformed(Fault.OBJECT, "an event is one JSON object");
            }
            FieldReader fields = new FieldReader(
                    parser, bytes, begin, contract.fields(), contract.rules(), new ParsedEvent(type, receivedAtMillis));
            Violation fault = fields.readObject();
            if (fault != null) {
                return new Reading.Malformed(fault);
            }
            if (parser.nextToken() != null) {
                return malformed(Fault.OBJECT, "an event is one JSON object, with nothing after it");
            }
            return fields.verdict();
        } catch (StreamConstraintsException e) {
            return malformed(
                    Fault.LIMITS,
                    "an event is at most " + MAX_DEPTH + " levels deep, its numbers have at most " + MAX_NUMBER_LENGTH
                            + " digits and its names " + MAX_NAME_LENGTH + " bytes, and it has at most " + MAX_TOKENS
                            + " names, values, and ends of objects and arrays");
        } catch (JsonParseException e) {
            return hasBrokenName(bytes, begin, rest)
                    ? malformed(Fault.ENCODING, "a name has no half of a surrogate pair")
                    : notJson();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    /**
     * Whether bytes that Jackson does not parse stop at a name with half a surrogate pair, escaped. Jackson makes names of
     * UTF-8, where that has no bytes; but of characters, it reads it.
     */
    private static boolean hasBrokenName(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        try (JsonParser parser = EventJson.ofEvent().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && FieldReader.hasLoneSurrogate(parser.currentName())) {
                    return true;
                }
            }
        } catch (IOException otherwiseBroken) {
            return false;
        }
        return false;
    }

    /**
     * The id that an event names within its first bytes, as {@link #outline} finds it in a whole event; none where it does
     * not stand there. For an event that is too large to be read.
     *
     * @param length how many bytes to look at; the event goes on behind them
     */
    public Optional<String> idAmongFirst(EventType type, byte[] bytes, int offset, int length) {
        int mark = ByteOrderMark.length(bytes, offset, length);
        int begin = offset + mark;
        try (JsonParser parser = EventJson.ofEvent().createParser(bytes, begin, length - mark)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                int start = begin + (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (name.equals(Field.EVENT_ID.jsonName())) {
                    parser.finishToken();
                    int end = begin + (int) parser.currentLocation().getByteOffset();
                    return end < offset + length ? idOf(type, bytes, start, end) : Optional.empty();
                }
            }
        } catch (IOException cutOrBroken) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** By an event that has nothing else. */
    private Optional<String> idOf(EventType type, byte[] bytes, int start, int end) {
        String value = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1); // byte for byte, and back
        byte[] event = ("{\"" + Field.EVENT_ID.jsonName() + "\":" + value + "}").getBytes(StandardCharsets.ISO_8859_1);
        return Optional.ofNullable(outline(type, event, 0, event.length, 0).id());
    }

    /**
     * What has to be known of an event in order to keep it, as {@link #read} finds it, in less time: no value is kept.
     */
    public Outline outline(EventType type, byte[] bytes, int offset, int length, long receivedAtMillis) {
        return scan(type, bytes, offset, length, receivedAtMillis)
                .orElseGet(() -> Outline.of(parse(type, bytes, offset, length, receivedAtMillis)));
    }

    /** The outline of an event that is certain to be valid; none of one that has to be parsed. */
    Optional<Outline> scan(EventType type, byte[] bytes, int offset, int length, long receivedAtMillis) {
        return Optional.ofNullable(
                Scan.outline(contracts.get(type).scanRules(), bytes, offset, length, receivedAtMillis));
    }

    static Violation fault(Fault fault, String pointer, String message) {
        return new Violation(fault.rule(), pointer, message);
    }

    private static Reading malformed(Fault fault, String message) {
        return new Reading.Malformed(fault(fault, "", message));
    }

    private static Reading notJson() {
        return malformed(Fault.SYNTAX, "an event is well-formed JSON");
    }

    /** Jackson is lenient with some malformed UTF-8; this is not. Pure ASCII, the usual case, costs one scan, by eight bytes. */
    private static boolean isUtf8(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i + Long.BYTES <= end && ((long) EIGHT_BYTES.get(bytes, i) & NOT_ASCII) == 0) {
            i += Long.BYTES;
        }
        while (i < end && bytes[i] >= 0) {
            i++;
        }
        return i == end || isUtf8Decodable(bytes, i, end - i);
    }

    private static boolean isUtf8Decodable(byte[] bytes, int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The name of every rule that a reading of this type can name. */
    public Set<String> rules(EventType type) {
        Set<String> names = new TreeSet<>(contracts.get(type).rules().names());
        type.fields().forEach(field -> names.add(Rules.ofType(type, field)));
        names.addAll(faults());
        return names;
    }

    /** The name of every rule that a {@link Reading.Malformed} can name, whatever the type. */
    public static Set<String> faults() {
        return Stream.of(Fault.values()).map(Fault::rule).collect(Collectors.toUnmodifiableSet());
    }
}
