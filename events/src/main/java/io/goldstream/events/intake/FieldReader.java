package io.goldstream.events.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.goldstream.events.Field;
import io.goldstream.events.Lengths;
import io.goldstream.events.Timestamps;
import io.goldstream.events.rules.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the fields of one object into a {@link ParsedEvent}. Used once. */
final class FieldReader {

    private final JsonParser parser;
    private final byte[] bytes;
    private final int offset;
    private final Set<Field> known;
    private final Rules rules;
    private final ParsedEvent event;

    private int seen;
    private boolean isSessionText;
    private boolean isUserNumber;
    private List<Violation> violations = List.of();
    private StringBuilder rescued;
    private Set<String> rescuedNames;

    FieldReader(JsonParser parser, byte[] bytes, int offset, Set<Field> known, Rules rules, ParsedEvent event) {
        this.parser = parser;
        this.bytes = bytes;
        this.offset = offset;
        this.known = known;
        this.rules = rules;
        this.event = event;
    }

    /** Reads up to the object's end. Returns why it is not an event at all, or null. */
    Violation readObject() throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            Field field = Field.byJsonName(name);
            if (field == null || !known.contains(field)) {
                if (!rescue(name)) {
                    return duplicate();
                }
                continue;
            }
            int bit = 1 << field.ordinal();
            if ((seen & bit) != 0) {
                return duplicate();
            }
            seen |= bit;
            if (token == JsonToken.VALUE_NULL) {
                continue;
            }
            if (token == JsonToken.VALUE_STRING && hasLoneSurrogate(parser.getText())) {
                return EventReader.fault(
                        EventReader.Fault.ENCODING, field.pointer(), "a text has no half of a surrogate pair");
            }
            if (!read(field, token)) {
                add(new Violation(
                        Rules.ofType(event.type(), field),
                        field.pointer(),
                        field.jsonName() + " is " + field.kind().expectation()));
                parser.skipChildren();
            }
        }
        return null;
    }

    Reading verdict() {
        if (rescued != null) {
            event.rescue(rescued.append('}').toString());
        }
        if (event.has(Field.DURATION) && isSessionText && !isUserNumber) {
            event.putSeconds(Field.DURATION);
        }
        for (Violation broken : rules.check(event)) {
            // A value of the wrong type, or too long, was reported as that; that it is missing besides is no news.
            if (violations.stream().noneMatch(known -> known.pointer().equals(broken.pointer()))) {
                add(broken);
            }
        }
        return violations.isEmpty() ? new Reading.Valid(event) : new Reading.Invalid(event, violations);
    }

    /** Reads one value; false where the JSON type does not fit the field. */
    private boolean read(Field field, JsonToken token) throws IOException {
        return switch (field.kind()) {
            case TEXT -> token == JsonToken.VALUE_STRING && text(field, parser.getText());
            case ID -> id(field, token);
            case INT -> token.isNumeric() && integer(field, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case REAL, DURATION -> token.isNumeric() && real(field, parser.getDoubleValue());
            case BOOL -> token.isBoolean() && put(field, token == JsonToken.VALUE_TRUE ? 1 : 0);
            case INSTANT -> token.isNumeric() && integer(field, Timestamps.FIRST_MILLIS, Timestamps.LAST_MILLIS);
        };
    }

    private boolean id(Field field, JsonToken token) throws IOException {
        if (field == Field.SESSION_ID) {
            isSessionText = token == JsonToken.VALUE_STRING;
        } else if (field == Field.USER_ID) {
            isUserNumber = token.isNumeric();
        }
        if (token == JsonToken.VALUE_STRING) {
            return text(field, parser.getText());
        }
        String digits = token.isNumeric() ? WholeNumber.digits(parser.getText(), Lengths.ID) : null;
        if (digits != null) {
            event.put(field, digits);
            event.putNumbered(field);
        }
        return digits != null;
    }

    /** By its value as a double, as validators of JSON Schema see it: within these bounds, that is each integer's own. */
    private boolean integer(Field field, long least, long most) throws IOException {
        double number = parser.getDoubleValue();
        return number == Math.rint(number) && number >= least && number <= most && put(field, (long) number);
    }

    /** Keeps a text, unless it is too long: then nothing is made of it. */
    private boolean text(Field field, String text) {
        Violation tooLong = rules.tooLong(field, text);
        if (tooLong != null) {
            add(tooLong);
        } else if (rules.isListed(field)) {
            event.putListed(field, text);
        } else {
            event.putRepaired(field, text);
        }
        return true;
    }

    private boolean put(Field field, long number) {
        event.put(field, number);
        return true;
    }

    private boolean real(Field field, double number) {
        if (!Double.isFinite(number)) {
            return false;
        }
        event.put(field, number);
        return true;
    }

    /** Keeps an unknown field to the letter; false where its name was there before. */
    private boolean rescue(String name) throws IOException {
        if (rescued == null) {
            rescued = new StringBuilder("{");
            rescuedNames = new HashSet<>();
        }
        if (!rescuedNames.add(name)) {
            return false;
        }
        int start = offset + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = offset + (int) parser.currentLocation().getByteOffset();
        if (rescued.length() > 1) {
            rescued.append(',');
        }
        quote(name);
        rescued.append(':').append(new String(bytes, start, end - start, StandardCharsets.UTF_8));
        return true;
    }

    private void quote(String name) {
        rescued.append('"')
                .append(JsonStringEncoder.getInstance().quoteAsString(name))
                .append('"');
    }

    private void add(Violation violation) {
        if (violations.isEmpty()) {
            violations = new ArrayList<>();
        }
        violations.add(violation);
    }

    private static Violation duplicate() {
        return EventReader.fault(EventReader.Fault.DUPLICATE_FIELD, "", "an event names each field once");
    }

    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isLowSurrogate(c)
                    || i + 1 == text.length()
                    || !Character.isLowSurrogate(text.charAt(i + 1))) {
                return true;
            }
            i++;
        }
        return false;
    }
}
