package io.goldstream.events.jsonschema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.intake.Rules.Rule;
import io.goldstream.events.rules.Constraint;
import io.goldstream.events.rules.RequiresUser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;

/**
 * A type's rules as JSON Schema (draft 2020-12), for clients that check before they send. What a schema cannot say stands
 * in descriptions: that blanks are no text, and that a time is not far ahead of the platform's clock.
 */
public final class EventJsonSchema {

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
            json.writeStartObject();
            json.writeStringField("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.writeStringField("$id", "urn:goldstream:event:" + type.id() + ":" + Rules.VERSION);
            json.writeStringField("title", type.id());
            json.writeStringField("type", "object");
            json.writeObjectFieldStart("properties");
            for (Field field : type.fields()) {
                property(json, field);
            }
            json.writeEndObject();
            json.writeArrayFieldStart("required");
            for (Field field : type.fields()) {
                if (rules.isRequired(field)) {
                    json.writeString(field.jsonName());
                }
            }
            json.writeEndArray();
            for (Rule rule : rules.all()) {
                if (rule.constraint() instanceof Constraint.UserRequired user) {
                    requiredUser(json, user.when());
                }
            }
            json.writeBooleanField("additionalProperties", true);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory cannot fail to be written", e);
        }
        return text.toString();
    }

    private void property(JsonGenerator json, Field field) throws IOException {
        List<Rule> ofField =
                rules.all().stream().filter(rule -> rule.field() == field).toList();
        json.writeObjectFieldStart(field.jsonName());
        StringBuilder description = new StringBuilder(field.comment());
        ofField.forEach(rule -> description
                .append(" Rule ")
                .append(rule.violation().rule())
                .append(": ")
                .append(rule.violation().message())
                .append('.'));
        json.writeStringField("description", description.toString());
        json.writeArrayFieldStart("type");
        for (String name : jsonTypes(field.kind())) {
            json.writeString(name);
        }
        if (!rules.isRequired(field)) {
            json.writeString("null");
        }
        json.writeEndArray();
        if (field.kind() == Field.Kind.INT) {
            json.writeNumberField("minimum", Integer.MIN_VALUE);
            json.writeNumberField("maximum", Integer.MAX_VALUE);
        }
        // In allOf, so that two bounds on one field stand beside each other.
        json.writeArrayFieldStart("allOf");
        for (Rule rule : ofField) {
            constraint(json, field, rule.constraint());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static List<String> jsonTypes(Field.Kind kind) {
        return switch (kind) {
            case TEXT -> List.of("string");
            case ID -> List.of("string", "integer");
            case INT, INSTANT -> List.of("integer");
            case REAL, DURATION -> List.of("number");
            case BOOL -> List.of("boolean");
        };
    }

    private void constraint(JsonGenerator json, Field field, Constraint constraint) throws IOException {
        json.writeStartObject();
        if (constraint instanceof Constraint.Required && field.kind().isText()) {
            json.writeNumberField("minLength", 1);
        } else if (constraint instanceof Constraint.Positive) {
            json.writeNumberField("exclusiveMinimum", 0);
        } else if (constraint instanceof Constraint.NotNegative) {
            json.writeNumberField("minimum", 0);
        } else if (constraint instanceof Constraint.Range range) {
            range(json, field, range);
        } else if (constraint instanceof Constraint.Length length) {
            json.writeNumberField("maxLength", length.maximum());
        } else if (constraint instanceof Constraint.NotBeforeMillis notBefore) {
            json.writeNumberField("minimum", notBefore.first());
        } else if (constraint instanceof Constraint.Allowed allowed) {
            json.writeArrayFieldStart("enum");
            for (String value : new TreeSet<>(allowed.values())) {
                json.writeString(value);
            }
            json.writeNull();
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** A duration's bound is in seconds, and its integers may be milliseconds: a schema bounds only what is too long in both. */
    private static void range(JsonGenerator json, Field field, Constraint.Range range) throws IOException {
        double unit = field.kind() == Field.Kind.DURATION ? 1_000 : 1;
        if (range.minimum().isPresent()) {
            json.writeNumberField("minimum", range.minimum().get());
        }
        if (range.maximum().isPresent()) {
            json.writeNumberField("maximum", range.maximum().get() * unit);
        }
    }

    private static void requiredUser(JsonGenerator json, RequiresUser.When when) throws IOException {
        if (when == RequiresUser.When.ALWAYS) {
            return; // stands in required
        }
        Field field = when == RequiresUser.When.LOGGED_IN ? Field.AUTH : Field.SUCCESS;
        json.writeObjectFieldStart("if");
        json.writeObjectFieldStart("properties");
        json.writeObjectFieldStart(field.jsonName());
        if (when == RequiresUser.When.LOGGED_IN) {
            json.writeStringField("const", RequiresUser.LOGGED_IN);
        } else {
            json.writeBooleanField("const", true);
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("required");
        json.writeString(field.jsonName());
        json.writeEndArray();
        json.writeEndObject();
        json.writeObjectFieldStart("then");
        json.writeObjectFieldStart("properties");
        json.writeObjectFieldStart(Field.USER_ID.jsonName());
        json.writeArrayFieldStart("type");
        for (String name : jsonTypes(Field.USER_ID.kind())) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("required");
        json.writeString(Field.USER_ID.jsonName());
        json.writeEndArray();
        json.writeEndObject();
    }
}
