package io.goldstream.connect.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store must do, whatever it stands on. */
abstract class BlobStoreContract {

    private static final String DOCUMENT = "_checkpoints/c/t/0";
    private static final String FILE = "bronze/t/event_date=2026-01-01/t-0-0-aaaaaaaa-0.parquet";

    /** A store on the test's own, empty lake; each call is another process's. */
    abstract BlobStore open() throws IOException;

    /** The content of a published file, if it is visible. */
    abstract Optional<String> visible(String path) throws IOException;

    /** Every file that a reader finds when it lists the lake. */
    abstract List<String> paths() throws IOException;

    @Test
    void aDocumentIsAbsentUntilItIsWritten() throws IOException {
        try (BlobStore store = open()) {
            assertThat(store.read(DOCUMENT)).isEmpty();
        }
    }

    @Test
    void onlyOneOfTwoWritersCreatesADocument() throws IOException {
        try (BlobStore first = open();
                BlobStore second = open()) {
            assertThat(first.compareAndSwap(DOCUMENT, Optional.empty(), bytes("one")))
                    .isPresent();
            assertThat(second.compareAndSwap(DOCUMENT, Optional.empty(), bytes("two")))
                    .isEmpty();
            assertThat(second.read(DOCUMENT).orElseThrow().content()).isEqualTo(bytes("one"));
        }
    }

    @Test
    void aStaleVersionReplacesNothing() throws IOException {
        try (BlobStore store = open()) {
            Optional<String> first = store.compareAndSwap(DOCUMENT, Optional.empty(), bytes("0"));
            Optional<String> latest = first;
            for (int i = 1; i <= 20; i++) {
                latest = store.compareAndSwap(DOCUMENT, latest, bytes(Integer.toString(i)));
                assertThat(latest).isPresent();
            }
            assertThat(store.compareAndSwap(DOCUMENT, first, bytes("stale"))).isEmpty();
            assertThat(store.read(DOCUMENT).orElseThrow().content()).isEqualTo(bytes("20"));
            assertThat(store.read(DOCUMENT).map(Document::version)).isEqualTo(latest);
        }
    }

    @Test
    void ofManyWritersAtOnceEachRoundHasOneWinner() throws Exception {
        int writers = 4;
        int rounds = 25;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        Callable<Integer> increment = () -> {
            int won = 0;
            try (BlobStore store = open()) {
                while (won < rounds) {
                    Optional<Document> old = store.read(DOCUMENT);
                    int value =
                            old.map(d -> Integer.parseInt(text(d.content()))).orElse(0);
                    byte[] next = bytes(Integer.toString(value + 1));
                    won += store.compareAndSwap(DOCUMENT, old.map(Document::version), next)
                                    .isPresent()
                            ? 1
                            : 0;
                }
            }
            return won;
        };
        var futures = IntStream.range(0, writers)
                .mapToObj(i -> threads.submit(increment))
                .toList();
        for (Future<Integer> future : futures) {
            future.get();
        }
        threads.shutdown();
        try (BlobStore store = open()) {
            int value = Integer.parseInt(text(store.read(DOCUMENT).orElseThrow().content()));
            // A writer that is overtaken in mid-swap may take its win for a loss, never a loss for a win.
            assertThat(value).isGreaterThanOrEqualTo(writers * rounds);
        }
    }

    @Test
    void aFileIsInvisibleUntilItIsPublishedWhole() throws IOException {
        try (BlobStore store = open()) {
            StagedFile file = stage(store, FILE, "abc", "de");
            assertThat(visible(FILE)).isEmpty();

            assertThat(store.publish(file, "c1")).isEqualTo(Publication.DONE);

            assertThat(visible(FILE)).contains("abcde");
        }
    }

    @Test
    void manyFilesArePublishedTogetherAndEachTellsItsOwn() throws IOException {
        List<String> paths = IntStream.range(0, 40)
                .mapToObj(i -> "t/day=" + i % 30 + "/" + i)
                .toList();
        List<StagedFile> files = new ArrayList<>();
        try (BlobStore store = open()) {
            for (String path : paths) {
                store.stage(path, new Block(0, 0, bytes(path), path.length()));
                files.add(new StagedFile(path, 0, 9, 10, path.length(), 1));
            }
            store.sync(paths);
            assertThat(visible(paths.get(0))).isEmpty();
            files.add(7, new StagedFile("t/absent", 0, 9, 10, 3, 1));

            List<Publication> publications = store.publish(files, "c1");

            assertThat(publications).hasSize(41).element(7).isEqualTo(Publication.GONE);
            assertThat(publications).filteredOn(Publication.DONE::equals).hasSize(40);
        }
        assertThat(paths()).containsExactlyInAnyOrderElementsOf(paths);
        for (String path : paths) {
            assertThat(visible(path)).contains(path);
        }
    }

    @Test
    void anotherProcessCanPublishWhatWasStaged() throws IOException {
        StagedFile file;
        try (BlobStore store = open()) {
            file = stage(store, FILE, "abc");
        }
        try (BlobStore other = open()) {
            assertThat(other.publish(file, "c1")).isEqualTo(Publication.DONE);
            assertThat(other.publish(file, "c1")).isEqualTo(Publication.DONE);
        }
        assertThat(visible(FILE)).contains("abc");
    }

    @Test
    void aBlockStagedAgainReplacesItself() throws IOException {
        try (BlobStore store = open()) {
            store.stage(FILE, new Block(0, 0, bytes("xyz"), 3));
            StagedFile file = stage(store, FILE, "abc");
            assertThat(store.publish(file, "c1")).isEqualTo(Publication.DONE);
        }
        assertThat(visible(FILE)).contains("abc");
    }

    @Test
    void aPublishedFileIsNeverReplaced() throws IOException {
        try (BlobStore store = open()) {
            store.publish(stage(store, FILE, "first"), "c1");

            assertThat(store.publish(stage(store, FILE, "second"), "c2")).isEqualTo(Publication.TAKEN);
        }
        assertThat(visible(FILE)).contains("first");
    }

    @Test
    void whatIsNotStagedIsGone() throws IOException {
        try (BlobStore store = open()) {
            assertThat(store.publish(new StagedFile(FILE, 0, 9, 10, 3, 1), "c1"))
                    .isEqualTo(Publication.GONE);
        }
        assertThat(visible(FILE)).isEmpty();
    }

    @Test
    void whatIsTakenBackIsGoneAndStaysSo() throws IOException {
        try (BlobStore store = open();
                BlobStore sleeper = open()) {
            StagedFile published = stage(store, FILE, "abc");
            store.publish(published, "c1");
            StagedFile staged = stage(sleeper, FILE + "2", "abc");

            for (StagedFile file : List.of(published, staged, new StagedFile(FILE + "3", 0, 9, 10, 3, 1))) {
                store.unpublish(file, "c1");
                store.unpublish(file, "c1");
            }

            assertThat(paths()).isEmpty();
            assertThat(sleeper.publish(staged, "c1")).isEqualTo(Publication.GONE);
            assertThat(store.publish(published, "c1")).isEqualTo(Publication.GONE);
        }
    }

    @Test
    void whatIsDeletedIsGoneAndStaysSo() throws IOException {
        try (BlobStore store = open();
                BlobStore sleeper = open()) {
            StagedFile file = stage(sleeper, FILE, "abc");
            store.publish(file, "c1");

            store.delete(FILE);
            store.delete(FILE);

            assertThat(paths()).isEmpty();
            assertThat(sleeper.publish(file, "c1")).isEqualTo(Publication.GONE);
        }
    }

    @Test
    void aFileMovesWhole() throws IOException {
        try (Lake store = (Lake) open()) {
            store.publish(stage(store, FILE, "rows"), "c1");
            String archived = "_archive/2026-01-08/" + FILE;

            store.move(FILE, archived);
            store.move(FILE, archived);

            assertThat(visible(FILE)).isEmpty();
            assertThat(visible(archived)).contains("rows");
            assertThat(store.files("_archive")).containsExactly(archived);
            assertThatThrownBy(() -> store.move(FILE, "_archive/2026-01-08/another"))
                    .hasMessageContaining(FILE);
        }
    }

    @Test
    void anotherCommitsFileIsNotTakenBack() throws IOException {
        try (BlobStore store = open()) {
            store.publish(stage(store, FILE, "theirs"), "c1");
            store.unpublish(new StagedFile(FILE, 0, 9, 10, 3, 1), "c2");
        }
        assertThat(visible(FILE)).contains("theirs");
    }

    @Test
    void aNameIsTakenLiterally() throws IOException {
        String path = "t/artist=AC%2fDC+Sigur R\u00f3s & 100%/t-0-0-aaaaaaaa-0.parquet";
        try (BlobStore store = open()) {
            store.publish(stage(store, path, "abc"), "c1");
        }
        assertThat(visible(path)).contains("abc");
        assertThat(paths()).containsExactly(path);
    }

    @Test
    void noPathLeadsOutOfTheLake() throws IOException {
        try (BlobStore store = open()) {
            assertThatThrownBy(() -> stage(store, "../../x", "abc"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("leads out of");
        }
    }

    protected static StagedFile stage(BlobStore store, String path, String... blocks) throws IOException {
        long position = 0;
        for (int i = 0; i < blocks.length; i++) {
            byte[] content = bytes(blocks[i]);
            store.stage(path, new Block(i, position, content, content.length));
            position += content.length;
        }
        store.sync(path);
        return new StagedFile(path, 0, 9, 10, position, blocks.length);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
