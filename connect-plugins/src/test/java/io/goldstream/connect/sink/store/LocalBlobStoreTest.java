package io.goldstream.connect.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobStoreTest extends BlobStoreContract {

    @TempDir
    Path lake;

    @Override
    BlobStore open() {
        return new LocalBlobStore(lake, "c");
    }

    @Override
    Optional<String> visible(String path) throws IOException {
        Path file = lake.resolve(path);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    @Override
    List<String> paths() throws IOException {
        try (Stream<Path> files = Files.walk(lake)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> lake.relativize(file).toString())
                    .toList();
        }
    }

    @Test
    void leavesNothingStagedBehindAPublishedFile() throws IOException {
        try (BlobStore store = open()) {
            store.publish(stage(store, "t/a.parquet", "abc"), "c1");
        }
        assertThat(staged()).isZero();
    }

    /** Questions leave out files by their times. What was staged before a crash can be published hours later. */
    @Test
    void publishesAFileWithTheTimeAtWhichItIsPublished() throws IOException {
        try (BlobStore store = open()) {
            StagedFile file = stage(store, "t/a.parquet", "abc");
            Files.setLastModifiedTime(lake.resolve("_staging/c/t/a.parquet"), FileTime.from(Instant.EPOCH));
            Instant before = Instant.now().minusSeconds(2); // some file systems know whole seconds only
            store.publish(file, "c1");
            assertThat(Files.getLastModifiedTime(lake.resolve("t/a.parquet")).toInstant())
                    .isAfter(before);
        }
    }

    @Test
    void tellsWhatItsOwnConnectorHasStagedAndNotPublished() throws IOException {
        try (BlobStore mine = open();
                BlobStore others = new LocalBlobStore(lake, "other")) {
            assertThat(mine.staged()).isEmpty();
            stage(mine, "t/waiting.parquet", "abc");
            mine.publish(stage(mine, "t/published.parquet", "abc"), "c1");
            stage(others, "t/foreign.parquet", "abc");

            assertThat(mine.staged()).containsExactly("t/waiting.parquet");
        }
    }

    @Test
    void keepsAFewVersionsOfADocument() throws IOException {
        try (BlobStore store = open()) {
            Optional<String> version = Optional.empty();
            for (int i = 0; i < 30; i++) {
                version = store.compareAndSwap("_checkpoints/c/t/0", version, bytes("x"));
            }
        }
        try (Stream<Path> files = Files.list(lake.resolve("_checkpoints/c/t/0"))) {
            assertThat(files).hasSize(8);
        }
    }

    @Test
    void whatOthersLeaveBesideADocumentDoesNoHarm() throws IOException {
        Path folder = lake.resolve("_checkpoints/c/t/0");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("backup.json"), "{}");
        Files.writeString(folder.resolve("00000000000000000009.json.bak"), "{}");
        try (BlobStore store = open()) {
            Optional<String> version = store.compareAndSwap("_checkpoints/c/t/0", Optional.empty(), bytes("x"));
            assertThat(store.read("_checkpoints/c/t/0")).map(Document::version).isEqualTo(version);
        }
    }

    @Test
    void anOldVersionThatCannotBeDeletedStays() throws IOException {
        Path old = lake.resolve("_checkpoints/c/t/0/00000000000000000001.json");
        try (BlobStore store = open()) {
            Optional<String> version = Optional.empty();
            for (int i = 0; i < 8; i++) {
                version = store.compareAndSwap("_checkpoints/c/t/0", version, bytes("x"));
            }
            Files.delete(old);
            Files.createDirectories(old.resolve("not empty"));

            assertThat(store.compareAndSwap("_checkpoints/c/t/0", version, bytes("y")))
                    .hasValue("9");
        }
    }

    @Test
    void namesAreTheSameWhateverTheDigitsOfTheLocale() throws IOException {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try (BlobStore store = open()) {
            store.compareAndSwap("_checkpoints/c/t/0", Optional.empty(), bytes("x"));
        } finally {
            Locale.setDefault(usual);
        }
        try (Stream<Path> files = Files.list(lake.resolve("_checkpoints/c/t/0"))) {
            assertThat(files).allMatch(file -> file.getFileName().toString().matches("[ -~]+"));
        }
    }

    /** To wait for the storage would not help. */
    @Test
    void aNameThatNoFileCanHaveIsNoOutage() throws IOException {
        try (BlobStore store = open()) {
            assertThatThrownBy(() -> stage(store, "t/" + "ü".repeat(128) + ".parquet", "abc"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("more than 255 bytes");
            assertThatThrownBy(() -> stage(store, "t/\0.parquet", "abc"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("LC_ALL=C.UTF-8");
            assertThat(store.publish(stage(store, "t/" + "a".repeat(255), "abc"), "c1"))
                    .isEqualTo(Publication.DONE);
        }
    }

    @Test
    void whatIsAbandonedCannotBePublished() throws IOException {
        try (BlobStore store = open()) {
            StagedFile file = stage(store, "t/a.parquet", "abc");
            store.abandon(file.path());

            assertThat(store.publish(file, "c1")).isEqualTo(Publication.GONE);
        }
        assertThat(staged()).isZero();
    }

    private long staged() throws IOException {
        try (Stream<Path> files = Files.walk(lake.resolve("_staging"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
