package io.goldstream.events.jsonschema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.Lines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Well-formed events in both dialects, with fields lost, added and bent at random: types, spellings, blanks, lengths, bounds. */
final class BentEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As JSON. Whatever stands here as itself may stand in any field. */
    private static final List<String> VALUES = values();

    /** What is another number as a double than to its last digit. Most validators read doubles; one that does not differs. */
    private static final List<String> ROUNDED = List.of(
            "1e-400",
            "-1e-400",
            "0." + "0".repeat(400) + "1",
            "200.00000000000000000001",
            "199.99999999999999999999",
            "599.00000000000000000001",
            "90.000000000000000000001",
            "86400.000000000000000001",
            "2147483647.0000000001",
            "2147483648.00000000001",
            "1577836799999.99999999",
            "1738195209000.0000000001",
            "253402300799999.99999999",
            "9007199254740993.5");

    private static final List<String> UNKNOWN = List.of("new", "TS", "sessionid", "", "song ", "duration\\u0000");

    private final Random random;

    BentEvents(long seed) {
        random = new Random(seed);
    }

    private static List<String> values() {
        List<String> values = new ArrayList<>(List.of("null", "true", "false", "{}", "[]", "[1]", "{\"a\":[{}]}"));
        for (String text : List.of(
                "",
                "x",
                " x ",
                "\\\"\\\"",
                "\\\"x\\\"",
                "\\\" \\\"",
                "Ã©",
                "Â\\u00a0",
                "Â\\u0085",
                "\\u0958",
                "Cafe\\u0301",
                "ß",
                "\\ud83c\\udfb5",
                "1",
                "1354",
                "1738195209000",
                "2025-01-30",
                "2025-01-30T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "true",
                "free",
                "paid",
                "Free",
                " free",
                "free\\t",
                "fr\\u0001ee",
                "\\\"free\\\"",
                "Logged In",
                "Logged In ",
                "Logged\\u00a0In",
                "logged in",
                "Guest")) {
            values.add('"' + text + '"');
        }
        // Blanks, and what looks like some and is none: U+180E, U+200B, U+2060, U+FEFF.
        for (int blank : new int[] {
            0x20, 0x09, 0x0A, 0x0B, 0x0D, 0x00, 0x1C, 0x1F, 0x7F, 0x80, 0x85, 0x9F, 0xA0, 0x1680, 0x2000, 0x2007,
            0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0x180E, 0x200B, 0x2060, 0xFEFF, 0xAD, 0xA1, 0x7E, 0x21
        }) {
            values.add("\"\\u%04x\"".formatted(blank));
            values.add("\" \\u%04x\\u00a0\"".formatted(blank));
        }
        for (int length : new int[] {100, 200, 256, 1_024, 2_048}) {
            for (String unit : List.of("x", "\\ud83c\\udfb5", " ")) {
                values.add('"' + unit.repeat(length) + '"');
                values.add('"' + unit.repeat(length + 1) + '"');
            }
        }
        values.addAll(List.of(
                "0", "-0", "0.0", "-0.0", "0e5", "1", "1.0", "1e0", "10e-1", "0.1e1", "1E+3", "1e3", "1.5", "-1",
                "-1.0", "0.5"));
        values.addAll(List.of("99", "100", "1e2", "99.5", "599", "599.0", "600", "200.0", "2e2"));
        values.addAll(
                List.of("2147483647", "2147483647.0", "2147483648", "-2147483648", "-2147483649", "21474836470e-1"));
        values.addAll(List.of(
                "89.99999", "90", "90.0", "9e1", "90.0000001", "-90", "-90.1", "180", "180.5", "-180", "-180.01"));
        values.addAll(
                List.of("0.001", "999", "1000", "1500", "1500.0", "15e2", "86399.9", "86400", "86400.001", "86401"));
        values.addAll(List.of("86400000", "8.64e7", "86400001", "86400000.5", "1e-7"));
        values.addAll(List.of("1577836799999", "1577836800000", "1577836800000.5", "1.5778368e12", "1738195209000.0"));
        values.addAll(List.of("253402300799999", "253402300800000", "-62135596800000", "-62135596800001", "9e15"));
        values.addAll(List.of(
                "9007199254740993", "18446744073709551616", "1e21", "1e150", "1e201", "1e308", "1e400", "-1e400"));
        values.add("9".repeat(400));
        return values;
    }

    /** An event with up to three changes, as one line of JSON. */
    String next(EventType type) {
        Map<String, String> fields = fields(Lines.eventsim(type));
        // The ids tell the dialect: both as eventsim has them, both as the other one has them, or mixed.
        int dialect = random.nextInt(4);
        if (dialect % 2 == 1) {
            fields.put("sessionId", "\"s-4\"");
        }
        if (dialect >= 2) {
            fields.put("userId", "\"u-17\"");
        }
        List<Field> known = type.fields();
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            String name = random.nextInt(20) == 0
                    ? UNKNOWN.get(random.nextInt(UNKNOWN.size()))
                    : known.get(random.nextInt(known.size())).jsonName();
            if (random.nextInt(6) == 0) {
                fields.remove(name);
            } else {
                fields.put(name, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        List<String> members = new ArrayList<>();
        fields.forEach((name, value) -> members.add('"' + name + "\":" + value));
        return "{" + String.join(",", members) + "}";
    }

    /** Every value in every field, one at a time. */
    List<String> each(EventType type) {
        return each(type, type.fields(), VALUES);
    }

    /** Numbers that a double rounds, in every field that is no id. */
    List<String> rounded(EventType type) {
        return each(
                type,
                type.fields().stream()
                        .filter(field -> field.kind() != Field.Kind.ID)
                        .toList(),
                ROUNDED);
    }

    private static List<String> each(EventType type, List<Field> bent, List<String> values) {
        List<String> events = new ArrayList<>();
        for (Field field : bent) {
            for (String value : values) {
                Map<String, String> fields = fields(Lines.eventsim(type));
                fields.put(field.jsonName(), value);
                List<String> members = new ArrayList<>();
                fields.forEach((name, there) -> members.add('"' + name + "\":" + there));
                events.add("{" + String.join(",", members) + "}");
            }
        }
        return events;
    }

    private static Map<String, String> fields(String line) {
        try {
            Map<String, String> fields = new LinkedHashMap<>();
            JSON.readTree(line)
                    .properties()
                    .forEach(
                            field -> fields.put(field.getKey(), field.getValue().toString()));
            return fields;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }
}
