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

    private static final Manifest.Discard DISCARD = new Manifest.Discard("c1", COMMIT.files());

    @Test
    void whatItWritesItReadsBack() {
        for (Manifest manifest : List.of(
                new Manifest(1, "o", OptionalLong.empty(), Optional.empty(), Optional.empty()),
                new Manifest(2, "o", OptionalLong.of(0), Optional.empty(), Optional.empty()),
                new Manifest(3, "o", OptionalLong.of(9), Optional.of(COMMIT), Optional.empty()),
                new Manifest(4, "o", OptionalLong.empty(), Optional.empty(), Optional.of(DISCARD)))) {
            assertThat(ManifestJson.read(ManifestJson.write(manifest), "here")).isEqualTo(manifest);
        }
    }

    @Test
    void skipsWhatANewerSinkAdded() {
        Manifest manifest = read("""
                {"version":1,"new":{"a":[1]},"epoch":4,"owner":"o","next":7,
                 "commitId":"c","prev":3,"files":[{"path":"p","x":{},"rows":2}]}""");

        assertThat(manifest.next()).hasValue(7);
        assertThat(manifest.commit().orElseThrow().files()).containsExactly(new StagedFile("p", 0, 0, 2, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"version":2,"epoch":1}               | format version is 2
            {"version":1}                         | no epoch
            {"version":1,"epoch":1,"commitId":"c"} | commit without next
            {"version":1,                         | Unexpected end-of-input
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
