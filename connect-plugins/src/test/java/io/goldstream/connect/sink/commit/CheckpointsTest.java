package io.goldstream.connect.sink.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.connect.sink.layout.FileName;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.Block;
import io.goldstream.connect.sink.store.LocalBlobStore;
import io.goldstream.connect.sink.store.StagedFile;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    private static final TopicPartition ZERO = new TopicPartition("raw.t-1", 0);
    private static final TopicPartition TEN = new TopicPartition("raw.t-1", 10);

    @TempDir
    private Path folder;

    private LocalBlobStore store;
    private Checkpoints checkpoints;

    @BeforeEach
    void open() {
        store = new LocalBlobStore(folder, "sink");
        checkpoints = new Checkpoints(store, store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void listsWhereEveryPartitionStands() throws IOException {
        land(ZERO, 0, 5);
        land(TEN, 0, 7);
        land(TEN, 7, 9);

        assertThat(checkpoints.list())
                .extracting(Position::connector, Position::partition, Position::next)
                .containsExactly(tuple("sink", ZERO, OptionalLong.of(5)), tuple("sink", TEN, OptionalLong.of(9)));
    }

    @Test
    void goingBackDeletesWhatIsReadAgainAndNothingElse() throws IOException {
        land(ZERO, 0, 5);
        land(TEN, 0, 7);
        List<Position> copy = checkpoints.list();
        List<String> kept = store.files("");
        Checkpoint late = land(ZERO, 5, 8);

        assertThat(copy).allSatisfy(position -> assertThat(checkpoints.restore(position))
                .allMatch(file -> FileName.parse(file, ZERO).orElseThrow().firstOffset() == 5));

        assertThat(store.files("")).isEqualTo(kept);
        assertThat(Checkpoint.open(store, Checkpoint.path("sink", ZERO)).next()).hasValue(5);
        assertThatThrownBy(() -> late.commit(new Commit("late", 8, 9, List.of())))
                .isInstanceOf(FencedException.class);
    }

    @Test
    void aLostManifestIsPutBack() throws IOException {
        land(ZERO, 0, 5);
        List<Position> copy = checkpoints.list();
        loseManifests();
        assertThat(checkpoints.list()).isEmpty();

        assertThat(checkpoints.restore(copy.get(0))).isEmpty();

        assertThat(checkpoints.list()).extracting(Position::next).containsExactly(OptionalLong.of(5));
    }

    @Test
    void goingBackToNothingReadsAllAgain() throws IOException {
        Checkpoint.open(store, Checkpoint.path("sink", ZERO));
        Position nothing = checkpoints.list().get(0);
        land(ZERO, 0, 5);

        assertThat(checkpoints.restore(nothing)).hasSize(1);

        assertThat(store.files("")).isEmpty();
        assertThat(checkpoints.list()).extracting(Position::next).containsExactly(OptionalLong.of(0));
    }

    @Test
    void nobodyGoesForward() throws IOException {
        land(ZERO, 0, 5);
        Position early = checkpoints.list().get(0);
        land(ZERO, 5, 8);
        Position late = checkpoints.list().get(0);
        checkpoints.restore(early);

        assertThat(checkpoints.objection(late))
                .hasValueSatisfying(objection -> assertThat(objection).contains("an older one was restored"));
        assertThatThrownBy(() -> checkpoints.restore(late)).isInstanceOf(IllegalArgumentException.class);
        assertThat(checkpoints.list()).extracting(Position::next).containsExactly(OptionalLong.of(5));
    }

    /** Read again, records come to stand in other files: one of these may begin before the position and end behind it. */
    @Test
    void nobodyGoesWhereFilesDoNotBeginAnyMore() throws IOException {
        land(ZERO, 0, 5);
        Position early = checkpoints.list().get(0);
        land(ZERO, 5, 8);
        Position late = checkpoints.list().get(0);
        checkpoints.restore(early);
        land(ZERO, 5, 10);

        assertThat(checkpoints.objection(late)).isPresent();
        loseManifests();
        assertThat(checkpoints.objection(late)).hasValueSatisfying(objection -> assertThat(objection)
                .contains("is newer than the backup, and begins before its offset"));
        assertThat(checkpoints.objection(early)).isEmpty();
    }

    @Test
    void restoringTwiceChangesNothing() throws IOException {
        land(ZERO, 0, 5);
        Position copy = checkpoints.list().get(0);

        checkpoints.restore(copy);
        checkpoints.restore(copy);

        assertThat(checkpoints.list()).containsExactly(copy);
    }

    /** Its files have the names and offsets of the new topic's, and their records are nowhere else any more. */
    @Test
    void filesOfTheTopicBeforeItWasMadeAnewStay() throws IOException {
        land(ZERO, 0, 5);
        land(ZERO, 5, 9);
        List<String> old = store.files("");
        Checkpoint.reset(store, Checkpoint.path("sink", ZERO), OptionalLong.of(0));
        land(ZERO, 0, 3);
        Position copy = checkpoints.list().get(0);
        land(ZERO, 3, 7);

        assertThat(checkpoints.filesFrom(copy)).singleElement().asString().contains("-3-");
        assertThat(checkpoints.restore(copy)).hasSize(1);

        assertThat(store.files("")).hasSize(3).containsAll(old);
    }

    @Test
    void aCopyFromBeforeTheTopicWasMadeAnewIsRefused() throws IOException {
        landOf("first", ZERO, 0, 5);
        Position copy = checkpoints.list().get(0);
        Checkpoint.reset(store, Checkpoint.path("sink", ZERO), OptionalLong.of(0));
        landOf("second", ZERO, 0, 9);

        assertThat(checkpoints.objection(copy)).hasValueSatisfying(objection -> assertThat(objection)
                .contains("the topic was deleted and created again"));
        assertThatThrownBy(() -> checkpoints.restore(copy)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.files("")).hasSize(2);
    }

    @Test
    void filesOfAnotherSinkOfTheSameTopicStay() throws IOException {
        land("other", ZERO, 0, 5);
        land(ZERO, 0, 5);
        Position nothing = new Position(
                "sink", ZERO, checkpoints.list().get(1).history(), 0, OptionalLong.empty(), OptionalLong.empty());

        assertThat(checkpoints.restore(nothing)).hasSize(1);

        assertThat(store.files("")).hasSize(1);
    }

    @Test
    void aCopyOfAManifestThatWasBegunAnewIsRefused() throws IOException {
        land(ZERO, 0, 5);
        Position copy = checkpoints.list().get(0);
        loseManifests();
        land(ZERO, 0, 9);

        assertThat(checkpoints.objection(copy)).hasValueSatisfying(objection -> assertThat(objection)
                .contains("the manifest was deleted and created again"));
    }

    /** The crash comes between the compare-and-swap and the deletions. */
    @Test
    void whoOpensAfterACrashInMidRestoreDeletesWhatIsLeft() throws IOException {
        land(ZERO, 0, 5);
        Position copy = checkpoints.list().get(0);
        land(ZERO, 5, 8);
        BlobStore dying = (BlobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BlobStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("delete")) {
                        throw new IOException("killed");
                    }
                    return method.invoke(store, arguments);
                });
        assertThatThrownBy(() -> new Checkpoints(dying, store).restore(copy)).hasMessage("killed");
        assertThat(store.files("")).hasSize(2);

        assertThat(Checkpoint.open(store, Checkpoint.path("sink", ZERO)).next()).hasValue(5);

        assertThat(store.files("")).hasSize(1);
    }

    @Test
    void aLostManifestTakesTheFilesBehindTheCopyWithIt() throws IOException {
        land(ZERO, 0, 5);
        Position copy = checkpoints.list().get(0);
        land(ZERO, 5, 8);
        loseManifests();

        assertThat(checkpoints.restore(copy)).hasSize(1);
        land(ZERO, 5, 8);

        assertThat(store.files("")).hasSize(2);
        assertThat(checkpoints.list()).extracting(Position::next).containsExactly(OptionalLong.of(8));
    }

    private void loseManifests() throws IOException {
        try (Stream<Path> lost = Files.walk(folder.resolve("_checkpoints"))) {
            lost.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }

    private Checkpoint land(TopicPartition partition, long first, long next) throws IOException {
        return land("sink", partition, first, next);
    }

    private Checkpoint landOf(String topicId, TopicPartition partition, long first, long next) throws IOException {
        Checkpoint.open(store, Checkpoint.path("sink", partition), Optional.of(topicId), () -> {});
        return land(partition, first, next);
    }

    private Checkpoint land(String sink, TopicPartition partition, long first, long next) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(store, Checkpoint.path(sink, partition));
        String path = "raw/t/" + FileName.of(partition, first, checkpoint.author(), 0, ".parquet");
        byte[] content = "rows".getBytes(UTF_8);
        store.stage(path, new Block(0, 0, content, content.length));
        store.sync(path);
        Commit commit = new Commit(
                Checkpoint.randomId(),
                first,
                next,
                List.of(new StagedFile(path, first, next - 1, next - first, content.length, 1)));
        checkpoint.commit(commit);
        checkpoint.publish(commit);
        return Checkpoint.open(store, Checkpoint.path(sink, partition));
    }
}
