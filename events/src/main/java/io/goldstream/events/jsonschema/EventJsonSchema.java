package io.goldstream.events.jsonschema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.Lengths;
import io.goldstream.events.Timestamps;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.intake.Rules.Rule;
import io.goldstream.events.repair.Repairs;
import io.goldstream.events.rules.Constraint;
import io.goldstream.events.rules.RequiresUser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A type's rules as JSON Schema (draft 2020-12), for clients that check before they send. It takes what the gateway takes for
 * valid, and only that; what a schema cannot say stands in its description. It is one that Ajv compiles in strict mode: no
 * list is empty, and no value has several types, unless one of two is null.
 */
public final class EventJsonSchema {

    private static final double MILLIS_PER_SECOND = 1_000;

    private static final String DESCRIPTION = """
            A valid event. A schema cannot express some of the rules: the event's time is at most 5 minutes after the platform \
            received it; each property is given once; no name, and no text of a property that is listed here, has half a \
            surrogate pair; the event is at most %d levels deep, no number has more than %d digits, no name more than %d \
            bytes, and there are at most %d names, values, and ends of objects and arrays. Null is the same as absent; a text without a visible character is the same as null. \
            Numbers are read as 64-bit floating point, but an id that is a number is an integer to its last digit: 1e-400 is no id.\
            """.formatted(
            EventReader.MAX_DEPTH, EventReader.MAX_NUMBER_LENGTH, EventReader.MAX_NAME_LENGTH, EventReader.MAX_TOKENS);

    private final EventType type;
    private final Rules rules;

    public EventJsonSchema(EventType type, Rules rules) {
        this.type = type;
        this.rules = rules;
    }

    /** The schema, as JSON text. */
    public String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.setHighestNonEscapedChar('~'); // so that the blanks in an expression can be seen
            write(json, schema());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : object.entrySet()) {
                json.writeFieldName((String) member.getKey());
                write(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> array) {
            json.writeStartArray();
            for (Object element : array) {
                write(json, element);
            }
            json.writeEndArray();
        } else {
            json.writeObject(value);
        }
    }

    private Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Field field : type.fields()) {
            Map<String, Object> property = object("description", description(field));
            property.putAll(value(field));
            properties.put(field.jsonName(), property);
            if (rules.isRequired(field)) {
                required.add(field.jsonName());
            }
        }
        Map<String, Object> schema = object("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:goldstream:event:" + type.id() + ":" + Rules.VERSION);
        schema.put("title", type.id());
        schema.put("description", DESCRIPTION);
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        List<Object> conditions = conditions();
        if (!conditions.isEmpty()) {
            schema.put("allOf", conditions);
        }
        schema.put("additionalProperties", true);
        return schema;
    }

    private String description(Field field) {
        StringBuilder description = new StringBuilder(field.comment());
        description.append(' ').append(field.jsonName()).append(" is ");
        description.append(field.kind().expectation()).append('.');
        of(field).stream().map(Rule::violation).distinct().forEach(violation -> description
                .append(" Rule ")
                .append(violation.rule())
                .append(": ")
                .append(violation.message())
                .append('.'));
        return description.toString();
    }

    private List<Rule> of(Field field) {
        return rules.all().stream().filter(rule -> rule.field() == field).toList();
    }

    private Map<String, Object> value(Field field) {
        return switch (field.kind()) {
            case TEXT -> text(field);
            case ID -> id(field);
            case BOOL -> typed("boolean", field);
            case INT -> bounded("integer", field, Integer.MIN_VALUE, Integer.MAX_VALUE, 1);
            case INSTANT -> bounded("integer", field, Timestamps.FIRST_MILLIS, Timestamps.LAST_MILLIS, 1);
            case REAL -> bounded("number", field, -Double.MAX_VALUE, Double.MAX_VALUE, 1);
            // What is too much in either unit. Which one it is, a condition says.
            case DURATION -> bounded("number", field, -Double.MAX_VALUE, Double.MAX_VALUE, MILLIS_PER_SECOND);
        };
    }

    private Map<String, Object> typed(String name, Field field) {
        return object("type", rules.isRequired(field) ? name : List.of(name, "null"));
    }

    private Map<String, Object> text(Field field) {
        Map<String, Object> text = typed("string", field);
        text.putAll(length(field));
        if (rules.isRequired(field)) {
            text.put("pattern", Repairs.VISIBLE);
        }
        for (Rule rule : of(field)) {
            if (rule.constraint() instanceof Constraint.Allowed allowed) {
                text.put(
                        "anyOf",
                        List.of(
                                object("enum", List.copyOf(new TreeSet<>(allowed.values()))),
                                object("not", visible())));
            }
        }
        return text;
    }

    private Map<String, Object> length(Field field) {
        Map<String, Object> length = new LinkedHashMap<>();
        for (Rule rule : of(field)) {
            if (rule.constraint() instanceof Constraint.Length longest) {
                length.put("maxLength", longest.maximum());
            }
        }
        return length;
    }

    private static Map<String, Object> visible() {
        Map<String, Object> visible = object("type", "string");
        visible.put("pattern", Repairs.VISIBLE);
        return visible;
    }

    private Map<String, Object> id(Field field) {
        Map<String, Object> text = object("type", "string");
        text.putAll(length(field));
        Map<String, Object> number = object("type", "integer");
        double tooLarge = Math.pow(10, Lengths.ID);
        number.put("exclusiveMinimum", -tooLarge);
        number.put("exclusiveMaximum", tooLarge);
        if (rules.isRequired(field)) {
            text.put("pattern", Repairs.VISIBLE);
            return object("anyOf", List.of(text, number));
        }
        return object("anyOf", List.of(text, number, object("type", "null")));
    }

    private Map<String, Object> bounded(String name, Field field, double least, double most, double unit) {
        Map<String, Object> number = typed(name, field);
        double minimum = least;
        double maximum = most;
        for (Rule rule : of(field)) {
            Constraint constraint = rule.constraint();
            if (constraint instanceof Constraint.Positive) {
                number.put("exclusiveMinimum", 0);
            } else if (constraint instanceof Constraint.NotNegative) {
                minimum = Math.max(minimum, 0);
            } else if (constraint instanceof Constraint.NotBeforeMillis notBefore) {
                minimum = Math.max(minimum, notBefore.first());
            } else if (constraint instanceof Constraint.Range range) {
                minimum = Math.max(minimum, range.minimum().orElse(least) * unit);
                maximum = Math.min(maximum, range.maximum().orElse(most) * unit);
            }
        }
        if (!number.containsKey("exclusiveMinimum")) {
            number.put("minimum", plain(minimum));
        }
        number.put("maximum", plain(maximum));
        return number;
    }

    /** An integer where it is one. */
    private static Object plain(double number) {
        return number == (long) number ? (Object) (long) number : (Object) number;
    }

    private List<Object> conditions() {
        List<Object> conditions = new ArrayList<>();
        for (Rule rule : rules.all()) {
            if (rule.constraint() instanceof Constraint.UserRequired user && user.when() != RequiresUser.When.ALWAYS) {
                conditions.add(requiredUser(user.when()));
            } else if (rule.constraint() instanceof Constraint.Range range
                    && rule.field().kind() == Field.Kind.DURATION) {
                conditions.add(unit(rule.field(), range.maximum().orElse(Double.MAX_VALUE / MILLIS_PER_SECOND)));
            }
        }
        return conditions;
    }

    private static Map<String, Object> requiredUser(RequiresUser.When when) {
        boolean isByAuth = when == RequiresUser.When.LOGGED_IN;
        Map<String, Object> condition = object(
                "if",
                having(
                        isByAuth ? Field.AUTH : Field.SUCCESS,
                        object("const", isByAuth ? RequiresUser.LOGGED_IN : Boolean.TRUE)));
        condition.put("then", having(Field.USER_ID, object("anyOf", List.of(visible(), object("type", "integer")))));
        return condition;
    }

    /** As the reader tells it: milliseconds where the session's id is a string and the user's is no number. */
    private Map<String, Object> unit(Field field, double mostSeconds) {
        Map<String, Object> sessionIsText = object(Field.SESSION_ID.jsonName(), object("type", "string"));
        sessionIsText.put(Field.USER_ID.jsonName(), object("type", List.of("string", "null")));
        Map<String, Object> millis = object("properties", sessionIsText);
        millis.put("required", List.of(Field.SESSION_ID.jsonName()));
        Map<String, Object> condition = object("if", millis);
        condition.put("then", atMost(field, mostSeconds * MILLIS_PER_SECOND));
        condition.put("else", atMost(field, mostSeconds));
        return condition;
    }

    private Map<String, Object> atMost(Field field, double most) {
        Map<String, Object> value = typed("number", field);
        value.put("maximum", plain(most));
        return object("properties", object(field.jsonName(), value));
    }

    private static Map<String, Object> having(Field field, Map<String, Object> value) {
        Map<String, Object> having = object("properties", object(field.jsonName(), value));
        having.put("required", List.of(field.jsonName()));
        return having;
    }

    private static Map<String, Object> object(String name, Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(name, value);
        return object;
    }
}
