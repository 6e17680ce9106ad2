package io.goldstream.connect.sink.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.goldstream.connect.sink.commit.Checkpoints.Position;
import io.goldstream.connect.sink.layout.FileName;
import io.goldstream.connect.sink.store.Block;
import io.goldstream.connect.sink.store.LocalBlobStore;
import io.goldstream.connect.sink.store.StagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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
                .allMatch(file -> FileName.firstOffset(file, ZERO).orElseThrow() == 5));

        assertThat(store.files("")).isEqualTo(kept);
        assertThat(Checkpoint.open(store, Checkpoint.path("sink", ZERO)).next()).hasValue(5);
        assertThatThrownBy(() -> late.commit(new Commit("late", 8, 9, List.of())))
                .isInstanceOf(FencedException.class);
    }

    @Test
    void aLostManifestIsPutBack() throws IOException {
        land(ZERO, 0, 5);
        List<Position> copy = checkpoints.list();
        try (Stream<Path> lost = Files.walk(folder.resolve("_checkpoints"))) {
            lost.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
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

        assertThat(checkpoints.canRestore(late)).isFalse();
        assertThatThrownBy(() -> checkpoints.restore(late)).isInstanceOf(IllegalArgumentException.class);
        assertThat(checkpoints.list()).extracting(Position::next).containsExactly(OptionalLong.of(5));
    }

    @Test
    void restoringTwiceChangesNothing() throws IOException {
        land(ZERO, 0, 5);
        Position copy = checkpoints.list().get(0);

        checkpoints.restore(copy);
        checkpoints.restore(copy);

        assertThat(checkpoints.list()).containsExactly(copy);
    }

    private Checkpoint land(TopicPartition partition, long first, long next) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(store, Checkpoint.path("sink", partition));
        String path = "raw/t/" + FileName.of(partition, first, checkpoint.owner(), 0, ".parquet");
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
        return Checkpoint.open(store, Checkpoint.path("sink", partition));
    }
}
