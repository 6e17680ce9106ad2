package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.goldstream.gateway.refinery.JsonRow.Name;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** To the byte what Jackson's generator writes. */
class JsonRowTest {

    private static final Name A = Name.of("a");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final JsonRow row = new JsonRow();

    /** Jackson, too. */
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    @Test
    void anyTextIsWritten() throws IOException {
        Random random = new Random(5);
        for (int limit : new int[] {0x7F, 0xFF, 0x7FF, 0xFFFF, Character.MAX_CODE_POINT}) {
            for (int i = 0; i < 2_000; i++) {
                String text = random.ints(random.nextInt(40), 0, limit + 1)
                        .filter(codePoint ->
                                !Character.isBmpCodePoint(codePoint) || !Character.isSurrogate((char) codePoint))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                begin();
                row.text(A, text);
                assertWritten(json -> json.writeStringField("a", text));
            }
        }
    }

    @Test
    void aTextLargerThanTheMemoryIsWritten() throws IOException {
        for (String unit : new String[] {"x", "\u0001", "ü", "\uD83C\uDFB5"}) {
            String text = unit.repeat(100_000);
            begin();
            row.text(A, text);
            assertWritten(json -> json.writeStringField("a", text));
        }
    }

    @Test
    void whatIsJsonAlreadyIsCopied() throws IOException {
        byte[] source = "<plain text>-12.50".getBytes(UTF_8);
        begin();
        row.plainText(A, source, 1, 11);
        row.plainText(Name.of("b"), source, 1, 1);
        row.number(Name.of("c"), source, 12, 18);
        row.number(Name.of("d"), source, 13, 15);
        assertWritten(json -> {
            json.writeStringField("a", "plain text");
            json.writeStringField("b", "");
            json.writeFieldName("c");
            json.writeRawValue("-12.50");
            json.writeNumberField("d", 12);
        });
        String large = "x".repeat(100_000);
        begin();
        row.plainText(A, large.getBytes(UTF_8), 0, large.length());
        assertWritten(json -> json.writeStringField("a", large));
    }

    @Test
    void halfASurrogatePairIsNoText() {
        for (String half : new String[] {"\uD83C", "a\uD83Cb", "\uDFB5"}) {
            begin();
            assertThatThrownBy(() -> row.text(A, half)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anyNumberIsWritten() throws IOException {
        Random random = new Random(6);
        for (int i = 0; i < 5_000; i++) {
            long integer = random.nextLong() >> random.nextInt(64);
            double real = random.nextBoolean() ? random.nextInt(1_000) / 8.0 : random.nextGaussian() * integer;
            begin();
            row.integer(A, integer);
            row.real(Name.of("b"), real);
            row.bool(Name.of("c"), integer > 0);
            assertWritten(json -> {
                json.writeNumberField("a", integer);
                json.writeNumberField("b", real);
                json.writeBooleanField("c", integer > 0);
            });
        }
        for (long integer : new long[] {0, 9, 10, 99, 100, 999_999_999_999_999_999L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            begin();
            row.integer(A, integer);
            assertWritten(json -> json.writeNumberField("a", integer));
        }
    }

    @Test
    void arraysAndBytesAreWritten() throws IOException {
        byte[] bytes = "\u0000\u00FF any bytes".getBytes(UTF_8);
        begin();
        row.beginArray(Name.of("none"));
        row.endArray();
        row.beginArray(A);
        for (int i = 0; i < 2; i++) {
            row.beginObject();
            row.base64(Name.of("b"), bytes);
            row.text(Name.of("c"), "[{");
            row.endObject();
        }
        row.endArray();
        assertWritten(json -> {
            json.writeArrayFieldStart("none");
            json.writeEndArray();
            json.writeArrayFieldStart("a");
            for (int i = 0; i < 2; i++) {
                json.writeStartObject();
                json.writeBinaryField("b", bytes);
                json.writeStringField("c", "[{");
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private void begin() {
        row.clear();
        row.beginObject();
    }

    private void assertWritten(Body body) throws IOException {
        row.endObject();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(expected)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        }
        assertThat(new String(row.toByteArray(), UTF_8)).isEqualTo(expected.toString(UTF_8));
    }
}
