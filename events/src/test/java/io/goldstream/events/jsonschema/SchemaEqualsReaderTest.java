package io.goldstream.events.jsonschema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.goldstream.events.EventType;
import io.goldstream.events.Lines;
import io.goldstream.events.Timestamps;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.Reading;
import io.goldstream.events.intake.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is published is what is done: an event keeps its type's schema if and only if the reader takes it for valid, by two
 * validators that others wrote. What the schema says that it cannot say is left out: the events are received at the end of
 * time, so none is from the future, and all are well-formed JSON with one name each.
 */
class SchemaEqualsReaderTest {

    private static final int RANDOM_EVENTS = 2_000;

    /** Read as a double, a number such as 1e400 is infinite, at which the validator of enum throws. */
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final EventReader reader = new EventReader();

    /** An event, and whether the reader takes it. */
    private record Judged(EventType type, String event, boolean isValid) {}

    private Stream<Judged> judged(EventType type) {
        BentEvents bent = new BentEvents(type.ordinal());
        return Stream.concat(
                        bent.each(type).stream(),
                        Stream.generate(() -> bent.next(type)).limit(RANDOM_EVENTS))
                .map(event -> new Judged(type, event, isValid(type, event)));
    }

    private boolean isValid(EventType type, String event) {
        return reader.read(type, event.getBytes(UTF_8), Timestamps.LAST_MILLIS) instanceof Reading.Valid;
    }

    private static String schema(EventType type) {
        return new EventJsonSchema(type, Rules.of(type)).text();
    }

    @ParameterizedTest
    @EnumSource
    void byNetworknt(EventType type) throws Exception {
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema(type));
        List<String> differing = new ArrayList<>();
        List<Judged> all = judged(type).toList();
        for (Judged one : all) {
            if (schema.validate(JSON.readTree(one.event())).isEmpty() != one.isValid()) {
                differing.add(one.isValid() + ": " + one.event());
            }
        }
        assertThat(differing).isEmpty();
        assertThat(all.stream().filter(Judged::isValid).count()).isBetween(all.size() / 5L, all.size() * 4L / 5);
    }

    @Test
    void byAjv(@TempDir Path folder) throws Exception {
        Path schemas = Files.createDirectory(folder.resolve("schemas"));
        List<Judged> all = new ArrayList<>();
        for (EventType type : EventType.values()) {
            Files.writeString(schemas.resolve(type.id() + ".json"), schema(type));
            all.addAll(judged(type).toList());
            new BentEvents(0).rounded(type).forEach(event -> all.add(new Judged(type, event, isValid(type, event))));
        }
        Path events = Files.write(
                folder.resolve("events"),
                all.stream().map(one -> one.type().id() + "\t" + one.event()).toList());

        List<Boolean> answers = Ajv.check(schemas, events);

        assertThat(answers).hasSameSizeAs(all);
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (answers.get(i) != all.get(i).isValid()) {
                differing.add(all.get(i).isValid() + ": " + all.get(i).event());
            }
        }
        assertThat(differing).isEmpty();
    }

    /** Each of these keeps the schema, whose description says that it is not enough. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"song\":\"\\ud800\"",
                "{\"new\\ud800\":1",
                "{\"new\":[{\"\\udc00\":1}]",
                "{\"song\":\"a\",\"song\":\"b\"",
                "{\"new\":1,\"new\":1"
            })
    void whatItCannotSayStandsInItsDescription(String begin) {
        String listen = begin + "," + Lines.eventsim(EventType.LISTEN).replaceFirst("\\{|\"song\":\"[^\"]*\",", "");

        assertThat(isValid(EventType.LISTEN, listen)).isFalse();
        assertThat(schema(EventType.LISTEN))
                .contains(
                        "each property is given once",
                        "no name, and no text of a property that is listed here, has half a surrogate pair",
                        "5 minutes after");
    }

    /** An id is never rounded to another's. */
    @ParameterizedTest
    @ValueSource(strings = {"1e-400", "7.00000000000000000001", "9007199254740993.5"})
    void anIdIsAnIntegerToItsLastDigit(String number) {
        String listen = Lines.eventsim(EventType.LISTEN).replaceFirst("\"userId\":[^,}]*", "\"userId\":" + number);

        assertThat(listen).contains(number);
        assertThat(isValid(EventType.LISTEN, listen)).isFalse();
        assertThat(schema(EventType.LISTEN)).contains("an id that is a number is an integer to its last digit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"new\":\"\\ud800\"", "{\"new\":{\"a\":1,\"a\":2}"})
    void whatItAsksOfListedPropertiesIsNotAskedOfOthers(String begin) {
        assertThat(isValid(
                        EventType.LISTEN,
                        begin + "," + Lines.eventsim(EventType.LISTEN).substring(1)))
                .isTrue();
    }
}
