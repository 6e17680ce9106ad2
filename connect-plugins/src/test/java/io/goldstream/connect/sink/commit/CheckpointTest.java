package io.goldstream.connect.sink.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.Block;
import io.goldstream.connect.sink.store.LocalBlobStore;
import io.goldstream.connect.sink.store.StagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    private static final String PATH = Checkpoint.path("c", new TopicPartition("t", 0));

    @TempDir
    Path lake;

    private BlobStore store;

    @BeforeEach
    void open() {
        store = new LocalBlobStore(lake, "c");
    }

    @Test
    void aNewPartitionHasNoNext() throws IOException {
        assertThat(Checkpoint.open(store, PATH).next()).isEmpty();
    }

    @Test
    void theNextOwnerGoesOnWhereTheLastCommitted() throws IOException {
        Commit commit = commit(0, 10);
        Checkpoint first = Checkpoint.open(store, PATH);
        first.commit(commit);
        first.publish(commit);

        assertThat(Checkpoint.open(store, PATH).next()).hasValue(10);
    }

    @Test
    void theNextOwnerPublishesWhatTheLastLeft() throws IOException {
        Commit commit = commit(0, 10);
        Checkpoint.open(store, PATH).commit(commit);
        assertThat(lake.resolve(commit.files().get(0).path())).doesNotExist();

        Checkpoint.open(store, PATH);

        assertThat(lake.resolve(commit.files().get(0).path())).exists();
    }

    @Test
    void anOlderOwnerCommitsNothing() throws IOException {
        Checkpoint old = Checkpoint.open(store, PATH);
        Checkpoint young = Checkpoint.open(store, PATH);

        assertThatThrownBy(() -> old.commit(commit(0, 10)))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining(lake.resolve(PATH).toString())
                .hasMessageContaining("epoch 2, owner ");
        assertThat(young.next()).isEmpty();
    }

    @Test
    void aCommitIsTheSameWhenItIsMadeTwice() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(store, PATH);
        Commit commit = commit(0, 10);
        checkpoint.commit(commit);
        checkpoint.commit(commit);
        checkpoint.publish(commit);
        checkpoint.publish(commit);

        assertThat(checkpoint.next()).hasValue(10);
    }

    @Test
    void filesOfASettledCommitMayBeDeleted() throws IOException {
        Commit commit = commit(0, 10);
        Checkpoint.open(store, PATH).commit(commit);
        Checkpoint.open(store, PATH);
        Files.delete(lake.resolve(commit.files().get(0).path()));

        assertThat(Checkpoint.open(store, PATH).next()).hasValue(10);
    }

    @Test
    void aCommitWhoseBlocksAreGoneIsNamed() throws IOException {
        Commit commit = commit(3, 10);
        Checkpoint.open(store, PATH).commit(commit);
        store.abandon(commit.files().get(0).path());

        assertThatThrownBy(() -> Checkpoint.open(store, PATH))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(commit.files().get(0).path())
                .hasMessageContaining(commit.id())
                .hasMessageContaining("offset to 3");
        Checkpoint.reset(store, PATH, OptionalLong.of(3));
        assertThat(Checkpoint.open(store, PATH).next()).hasValue(3);
    }

    /** Markers of transactions have offsets, and are no records: nobody can reset to them. */
    @Test
    void aCommitIsTakenBackFromItsFirstRowOn() throws IOException {
        StagedFile file = commit(5, 10).files().get(0);
        Checkpoint.open(store, PATH).commit(new Commit("commit", 3, 10, List.of(file)));
        store.abandon(file.path());

        assertThatThrownBy(() -> Checkpoint.reset(store, PATH, OptionalLong.of(6)))
                .isInstanceOf(ConnectException.class);
        Checkpoint.reset(store, PATH, OptionalLong.of(5));

        assertThat(Checkpoint.open(store, PATH).next()).hasValue(5);
    }

    @Test
    void aResetFencesAndKeepsTheEpochGrowing() throws IOException {
        Checkpoint old = Checkpoint.open(store, PATH);
        old.commit(commit(0, 10));

        Checkpoint.reset(store, PATH, OptionalLong.empty());

        assertThatThrownBy(() -> old.commit(commit(10, 20))).isInstanceOf(FencedException.class);
        assertThat(Checkpoint.open(store, PATH).next()).isEmpty();
        byte[] manifest = store.read(PATH).orElseThrow().content();
        assertThat(ManifestJson.read(manifest, "").epoch()).isEqualTo(4);
    }

    /** As after the topic was deleted and created again: its records are in no other place. */
    @Test
    void aResetToBeforeAPublishedCommitKeepsItsFiles() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(store, PATH);
        Commit commit = commit(3, 10);
        checkpoint.commit(commit);
        checkpoint.publish(commit);

        Checkpoint.reset(store, PATH, OptionalLong.of(0));

        assertThat(lake.resolve(commit.files().get(0).path())).exists();
        assertThat(Checkpoint.open(store, PATH).next()).hasValue(0);
    }

    @Test
    void aResetBeyondACommitPublishesItFirst() throws IOException {
        Commit commit = commit(0, 10);
        Checkpoint.open(store, PATH).commit(commit);

        Checkpoint.reset(store, PATH, OptionalLong.of(50));

        assertThat(lake.resolve(commit.files().get(0).path())).exists();
        assertThat(Checkpoint.open(store, PATH).next()).hasValue(50);
    }

    private Commit commit(long prev, long next) throws IOException {
        StagedFile file = new StagedFile("t/t-0-" + prev + "-aaaaaaaa-0.parquet", prev, next - 1, next - prev, 3, 1);
        store.stage(file.path(), new Block(0, 0, new byte[] {1, 2, 3}, 3));
        store.sync(file.path());
        return new Commit("commit" + prev, prev, next, List.of(file));
    }
}
