package io.goldstream.connect.sink.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.store.StagedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestJsonTest {

    private static final Commit COMMIT = new Commit(
            "c1", 5, 9, List.of(new StagedFile("t/é.parquet", 5, 7, 3, 100, 1), new StagedFile("u", 8, 8, 1, 50, 2)));

    private static final History HISTORY = new History("0123abcd", Optional.empty(), List.of());

    @Test
    void whatItWritesItReadsBack() {
        for (Manifest manifest : List.of(
                Manifest.of(HISTORY, 1, OptionalLong.empty()),
                Manifest.of(HISTORY, 2, OptionalLong.of(0)).openedBy("o", Optional.of("id")),
                Manifest.of(HISTORY, 2, OptionalLong.of(0)).with(COMMIT),
                Manifest.of(HISTORY, 3, OptionalLong.of(9)).resetTo(OptionalLong.of(4), "o"),
                Manifest.of(HISTORY, 3, OptionalLong.of(9)).backTo(4, List.of("t/é.parquet", "u"), "o"),
                Manifest.of(HISTORY, 4, OptionalLong.of(9)).discarding(COMMIT))) {
            assertThat(ManifestJson.read(ManifestJson.write(manifest), "here")).isEqualTo(manifest);
        }
    }

    @Test
    void skipsWhatANewerSinkAdded() {
        Manifest manifest = read("""
                {"version":2,"history":"h","new":{"a":[1]},"epoch":4,"owner":"o","next":7,
                 "commitId":"c","prev":3,"files":[{"path":"p","x":{},"rows":2}]}""");

        assertThat(manifest.next()).hasValue(7);
        assertThat(manifest.commit().orElseThrow().files()).containsExactly(new StagedFile("p", 0, 0, 2, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"version":1,"epoch":1}               | format version is 1, but this version of the plugin reads only 2: use the version that wrote it
            {"version":2,"epoch":1}               | no history
            {"version":2,"history":"h"}           | no epoch
            {"version":2,"history":"h","epoch":1,"commitId":"c"} | commit without next
            {"version":2,                         | Unexpected end-of-input
            []                                    | no JSON object
            """)
    void refusesWhatItCannotTrust(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("the manifest here cannot be read")
                .hasMessageContaining(message);
    }

    private static Manifest read(String json) {
        return ManifestJson.read(json.getBytes(StandardCharsets.UTF_8), "here");
    }
}
