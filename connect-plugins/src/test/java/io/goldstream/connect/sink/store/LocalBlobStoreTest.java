package io.goldstream.connect.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    @Test
    void sweepsOrphansOfItsOwnConnectorOnly() throws IOException {
        try (BlobStore mine = open();
                BlobStore others = new LocalBlobStore(lake, "other")) {
            stage(mine, "t/dead.parquet", "abc");
            stage(mine, "t/alive.parquet", "abc");
            stage(others, "t/dead.parquet", "abc");

            mine.sweep(path -> path.endsWith("dead.parquet"));
        }
        assertThat(lake.resolve("_staging/c/t/dead.parquet")).doesNotExist();
        assertThat(lake.resolve("_staging/c/t/alive.parquet")).exists();
        assertThat(lake.resolve("_staging/other/t/dead.parquet")).exists();
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
