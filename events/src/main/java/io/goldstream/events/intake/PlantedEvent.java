package io.goldstream.events.intake;

import com.fasterxml.jackson.core.JsonGenerator;
import io.goldstream.events.AuthAttempt;
import io.goldstream.events.Common;
import io.goldstream.events.Event;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.Listen;
import io.goldstream.events.PageView;
import io.goldstream.events.StatusChange;
import io.goldstream.events.Timestamps;
import io.goldstream.events.rules.Constraint;
import io.goldstream.events.rules.RequiresUser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * An event that is made up to be judged, as JSON and as its type's record: by it, compiled rules are compared with a validator of
 * the annotations.
 */
public final class PlantedEvent {

    private static final long HOUR_MILLIS = 3_600_000;

    private final EventType type;
    private final long receivedAtMillis;
    private final Map<Field, Object> values;

    /** @param values strings, longs, doubles and booleans, by the field's kind; an instant in milliseconds */
    PlantedEvent(EventType type, long receivedAtMillis, Map<Field, Object> values) {
        this.type = type;
        this.receivedAtMillis = receivedAtMillis;
        this.values = values;
    }

    /** One that has every field of its type, and keeps every rule. */
    public static PlantedEvent valid(EventType type, long receivedAtMillis) {
        Map<Field, Object> values = new EnumMap<>(Field.class);
        type.fields().forEach(field -> values.put(field, valid(field, receivedAtMillis)));
        return new PlantedEvent(type, receivedAtMillis, values);
    }

    private static Object valid(Field field, long receivedAtMillis) {
        if (field == Field.AUTH) {
            return RequiresUser.LOGGED_IN;
        }
        if (field == Field.LEVEL) {
            return "free";
        }
        return switch (field.kind()) {
            case TEXT -> "x";
            case ID -> 1L; // numbers, so that a duration is in seconds
            case INT -> 200L;
            case INSTANT -> receivedAtMillis;
            case REAL, DURATION -> 1.0;
            case BOOL -> true;
        };
    }

    /** This event, but for one field, which breaks a rule. */
    public PlantedEvent breaking(Rules.Rule rule) {
        Map<Field, Object> changed = new EnumMap<>(values);
        Object value = breaking(rule.constraint());
        if (value == null) {
            changed.remove(rule.field());
        } else {
            boolean isWhole = rule.field().kind() == Field.Kind.INT;
            changed.put(rule.field(), value instanceof Double number && isWhole ? (Object) number.longValue() : value);
        }
        return new PlantedEvent(type, receivedAtMillis, changed);
    }

    /** A value that is just beyond what is asked for; null for none. */
    private Object breaking(Constraint constraint) {
        if (constraint instanceof Constraint.Required || constraint instanceof Constraint.UserRequired) {
            return null;
        } else if (constraint instanceof Constraint.Positive) {
            return 0.0;
        } else if (constraint instanceof Constraint.NotNegative) {
            return -1.0;
        } else if (constraint instanceof Constraint.Range range) {
            return range.minimum()
                    .map(minimum -> minimum - 1)
                    .orElseGet(() -> range.maximum().orElseThrow() + 1);
        } else if (constraint instanceof Constraint.Length length) {
            return "x".repeat(length.maximum() + 1);
        } else if (constraint instanceof Constraint.Allowed) {
            return "x";
        } else if (constraint instanceof Constraint.NotBeforeMillis) {
            return Timestamps.FIRST_MILLIS; // before any first date that is configured
        } else if (constraint instanceof Constraint.NotAfterReceiptMillis notAfter) {
            return receivedAtMillis + notAfter.tolerance() + HOUR_MILLIS; // a judge's clock may go on meanwhile
        }
        throw new IllegalStateException("no value is known that breaks " + constraint);
    }

    /** As a client would send it. */
    public byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = EventJson.ofEvent().createGenerator(bytes)) {
            json.writeStartObject();
            for (Map.Entry<Field, Object> field : values.entrySet()) {
                json.writeFieldName(field.getKey().jsonName());
                json.writePOJO(field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** As the annotations describe it. */
    public Event record() {
        Common common = new Common(
                text(Field.EVENT_ID),
                instant(Field.TS),
                text(Field.SESSION_ID),
                integer(Field.ITEM_IN_SESSION),
                text(Field.USER_ID),
                text(Field.FIRST_NAME),
                text(Field.LAST_NAME),
                text(Field.GENDER),
                instant(Field.REGISTRATION),
                text(Field.LEVEL),
                text(Field.AUTH),
                text(Field.CITY),
                text(Field.STATE),
                text(Field.ZIP),
                (Double) values.get(Field.LON),
                (Double) values.get(Field.LAT),
                text(Field.USER_AGENT));
        String page = text(Field.PAGE);
        String method = text(Field.METHOD);
        Integer status = integer(Field.STATUS);
        String artist = text(Field.ARTIST);
        String song = text(Field.SONG);
        Double duration = (Double) values.get(Field.DURATION);
        return switch (type) {
            case PAGE_VIEW -> new PageView(common, page, method, status, artist, song, duration);
            case LISTEN -> new Listen(common, artist, song, duration);
            case AUTH_ATTEMPT -> new AuthAttempt(common, page, method, status, (Boolean) values.get(Field.SUCCESS));
            case STATUS_CHANGE ->
                new StatusChange(common, page, method, status, text(Field.PREV_LEVEL), text(Field.STATUS_CHANGE_TYPE));
        };
    }

    private String text(Field field) {
        Object value = values.get(field);
        return value == null ? null : value.toString();
    }

    private Integer integer(Field field) {
        Object value = values.get(field);
        return value == null ? null : (Integer) ((Long) value).intValue();
    }

    private Instant instant(Field field) {
        Object value = values.get(field);
        return value == null ? null : Instant.ofEpochMilli((Long) value);
    }
}
