package io.goldstream.events.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.goldstream.events.EventType;
import io.goldstream.events.Lines;
import io.goldstream.events.intake.Rules;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonSchemaTest {

    @ParameterizedTest
    @EnumSource
    void acceptsWhatProducersWrite(EventType type) {
        assertThat(validate(type, "{}")).isEmpty();
        assertThat(validate(type, "{\"sessionId\":\"s-1\",\"lon\":null,\"unknown\":[1]}"))
                .isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(EventType.LISTEN, "{\"ts\":null}"),
                arguments(EventType.LISTEN, "{\"ts\":1577836799999}"),
                arguments(EventType.LISTEN, "{\"ts\":\"2025-01-30\"}"),
                arguments(EventType.LISTEN, "{\"userId\":null}"),
                arguments(EventType.LISTEN, "{\"song\":\"\"}"),
                arguments(EventType.LISTEN, "{\"duration\":0}"),
                arguments(EventType.LISTEN, "{\"duration\":86401}"),
                arguments(EventType.LISTEN, "{\"level\":\"gold\"}"),
                arguments(EventType.LISTEN, "{\"lat\":90.5}"),
                arguments(EventType.LISTEN, "{\"itemInSession\":-1}"),
                arguments(EventType.LISTEN, "{\"itemInSession\":2147483648}"),
                arguments(EventType.PAGE_VIEW, "{\"status\":600}"),
                arguments(EventType.PAGE_VIEW, "{\"userId\":null}"),
                arguments(EventType.AUTH_ATTEMPT, "{\"userId\":null}"),
                arguments(EventType.AUTH_ATTEMPT, "{\"success\":\"true\"}"),
                arguments(EventType.STATUS_CHANGE, "{\"userId\":null}"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(EventType type, String changes) {
        assertThat(validate(type, changes)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void namesEveryRule(EventType type) {
        assertThat(new EventJsonSchema(type, Rules.of(type)).text())
                .contains(Rules.of(type).names());
    }

    private static Set<ValidationMessage> validate(EventType type, String changes) {
        String schema = new EventJsonSchema(type, Rules.of(type)).text();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(new String(Lines.with(type, changes), StandardCharsets.UTF_8), InputFormat.JSON);
    }
}
