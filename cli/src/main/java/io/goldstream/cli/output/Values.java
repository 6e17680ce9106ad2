package io.goldstream.cli.output;

import io.trino.jdbc.Row;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** SQL values in terms of text, numbers, lists and maps. */
final class Values {

    /** With milliseconds, or with more digits if there are more. */
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 3, 9, true)
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter ZONED = new DateTimeFormatterBuilder()
            .append(TIMESTAMP)
            .appendPattern(" VV")
            .toFormatter(Locale.ROOT);

    private Values() {}

    /** Numbers, booleans and null as they are; lists and rows with their parts plain; bytes as base64; all else as text. */
    static Object plain(Object value) {
        return switch (value) {
            case null -> null;
            case Double number when Double.isFinite(number) -> new BigDecimal(number.toString());
            case Float number when Float.isFinite(number) -> new BigDecimal(number.toString());
            case Double number -> number.toString();
            case Float number -> number.toString();
            case Number number -> number;
            case Boolean truth -> truth;
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case LocalDateTime time -> TIMESTAMP.format(time);
            case ZonedDateTime time -> ZONED.format(time);
            case List<?> list -> plain(list);
            case Row row -> plain(row);
            case Map<?, ?> map -> plain(map);
            default -> value.toString();
        };
    }

    /** One line of text without exponents; empty for NULL. */
    static String text(Object value) {
        return switch (plain(value)) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            case List<?> list -> JsonPrinter.json(list);
            case Map<?, ?> map -> JsonPrinter.json(map);
            case Object plain -> plain.toString();
        };
    }

    /** Names for an object's members: the second of a name gets {@code _2} at its end, and so on, so no value is lost. */
    static List<String> distinct(List<String> names) {
        List<String> distinct = new ArrayList<>();
        for (String name : names) {
            String free = name;
            for (int i = 2; distinct.contains(free) || !free.equals(name) && names.contains(free); i++) {
                free = name + "_" + i;
            }
            distinct.add(free);
        }
        return distinct;
    }

    private static List<Object> plain(List<?> list) {
        List<Object> parts = new ArrayList<>();
        list.forEach(part -> parts.add(plain(part)));
        return parts;
    }

    private static Map<String, Object> plain(Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> names = distinct(row.getFields().stream()
                .map(field -> field.getName().orElse("field" + field.getOrdinal()))
                .toList());
        for (int i = 0; i < names.size(); i++) {
            fields.put(names.get(i), plain(row.getFields().get(i).getValue()));
        }
        return fields;
    }

    private static Map<String, Object> plain(Map<?, ?> map) {
        Map<String, Object> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> entries.put(text(key), plain(value)));
        return entries;
    }
}
