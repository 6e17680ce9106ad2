package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdOutputStream;
import io.goldstream.gateway.edge.Body.Encoding;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static final List<String> PARTS = List.of("{\"a\": 1}\n", "{\"b\": 2}\n".repeat(40), "{\"c\": 3}");

    /** Every prefix: those that end where a member or frame does are whole; all others are cut. */
    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void aBodyIsExpandedWholeOrNotAtAll(Encoding encoding) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        for (String part : PARTS) {
            all.writeBytes(encode(encoding, part));
            ends.add(all.size());
        }
        for (int length = 1; length <= all.size(); length++) {
            byte[] prefix = java.util.Arrays.copyOf(all.toByteArray(), length);
            int whole = ends.indexOf(length);
            if (whole >= 0) {
                assertThat(new String(expand(prefix, encoding), UTF_8))
                        .isEqualTo(String.join("", PARTS.subList(0, whole + 1)));
            } else {
                assertUnreadable(prefix, encoding);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void nothingStandsBehindTheEnd(Encoding encoding) throws IOException {
        for (byte[] tail : List.of(
                new byte[1],
                new byte[40],
                "x".getBytes(UTF_8),
                "{\"d\": 4}\n".repeat(10).getBytes(UTF_8),
                new byte[] {0x1F, (byte) 0x8B},
                encode(encoding == Encoding.GZIP ? Encoding.ZSTD : Encoding.GZIP, "{}"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(encode(encoding, PARTS.getFirst()));
            body.writeBytes(tail);
            assertUnreadable(body.toByteArray(), encoding);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void aByteThatChangedOnItsWayIsFound(Encoding encoding) throws IOException {
        byte[] body = encode(encoding, "{\"song\": \"Night Shift\"}\n".repeat(20));
        for (int at = body.length - 4; at < body.length; at++) {
            byte[] changed = body.clone();
            changed[at] ^= 1;
            assertUnreadable(changed, encoding);
        }
    }

    @Test
    void gzipMayHaveNamesAndRemarks() {
        byte[] plain = encode(Encoding.GZIP, "{}");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(plain, 0, 3);
        body.write(0x04 | 0x08 | 0x10);
        body.write(plain, 4, 6);
        body.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
        body.writeBytes("events.ndjson\0of today\0".getBytes(UTF_8));
        body.write(plain, 10, plain.length - 10);
        assertThat(expand(body.toByteArray(), Encoding.GZIP)).asString().isEqualTo("{}");
    }

    @Test
    void zstdMayHaveSkippableFrames() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(encode(Encoding.ZSTD, "{}"));
        body.writeBytes(new byte[] {0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 'h', 'i'});
        body.writeBytes(Zstd.compress("[]".getBytes(UTF_8)));
        assertThat(expand(body.toByteArray(), Encoding.ZSTD)).asString().isEqualTo("{}[]");
    }

    /** Both are whole zstd: to send them once more would not help. */
    @Test
    void zstdThatNoServerHasToReadIsToldWhatItNeeds() throws IOException {
        ByteArrayOutputStream wide = new ByteArrayOutputStream();
        try (ZstdOutputStream compressing = new ZstdOutputStream(wide).setLong(24)) {
            compressing.write("{}".getBytes(UTF_8));
        }
        byte[] words = "{\"song\": \"Night Shift\"}\n".repeat(20).getBytes(UTF_8);
        byte[] dictionary = dictionary();

        assertThatThrownBy(() -> expand(wide.toByteArray(), Encoding.ZSTD))
                .hasMessageContaining("window of more than 8 MiB");
        assertThatThrownBy(() -> expand(Zstd.compressUsingDict(words, dictionary, 3), Encoding.ZSTD))
                .hasMessageContaining("needs a dictionary");
    }

    private static byte[] dictionary() {
        ZstdDictTrainer trainer = new ZstdDictTrainer(1_000_000, 10_000);
        for (int i = 0; i < 10_000; i++) {
            trainer.addSample(("{\"song\": \"Night Shift " + i * 31 + "\", \"artist\": " + i + "}").getBytes(UTF_8));
        }
        return trainer.trainSamples();
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void whatExpandsTooFarIsNoMoreRead(Encoding encoding) {
        byte[] body = encode(encoding, " ".repeat(3_000_000));
        assertThatThrownBy(() -> Body.expand(body, encoding, 2_000_000, 100_000))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.BODY_TOO_LARGE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | GZIP",
                "GZip | GZIP",
                "x-gzip | GZIP",
                "X-GZIP | GZIP",
                "zstd | ZSTD",
                "ZSTD | ZSTD",
                "identity | IDENTITY",
                "Identity, gzip | GZIP",
                "gzip,identity | GZIP",
                "'' | IDENTITY",
                "', ,' | IDENTITY"
            })
    void encodingsAreNamedInAnyCaseAndInLists(String header, Encoding encoding) {
        assertThat(Encoding.of(List.of(header))).isEqualTo(encoding);
        assertThat(Encoding.of(List.of(header.split(",")))).isEqualTo(encoding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "gzip, zstd", "gzip;q=1", "\"gzip\"", "gzipped", "*"})
    void otherEncodingsAreRefused(String header) {
        for (List<String> headers : List.of(List.of(header), List.of(header.split(",")), List.of("identity", header))) {
            assertThatThrownBy(() -> Encoding.of(headers))
                    .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.type())
                            .isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE));
        }
    }

    private static byte[] expand(byte[] body, Encoding encoding) {
        return Body.expand(body, encoding, 32_000_000, 200);
    }

    private static void assertUnreadable(byte[] body, Encoding encoding) {
        assertThatThrownBy(() -> expand(body, encoding))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNREADABLE_BODY));
    }

    private static byte[] encode(Encoding encoding, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var stream = encoding == Encoding.GZIP
                ? new GZIPOutputStream(bytes)
                : new ZstdOutputStream(bytes).setChecksum(true)) {
            stream.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
