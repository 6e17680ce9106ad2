package io.goldstream.connect.sink.commit;

import io.goldstream.connect.sink.store.StagedFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the lake knows of a topic partition: who may write, and how far the files reach. It is the only authority on
 * where to start reading.
 *
 * @param history tells this manifest's files from all others
 * @param epoch grows by one with every owner; who has an older one can commit no more
 * @param owner the task that opened the epoch: 32 hexadecimal digits, random
 * @param next the first offset that is not in the lake; empty before the first commit
 * @param commit the last commit, for as long as its files may still have to be published
 * @param discard a commit that was taken back, for as long as its files may still have to be deleted
 * @param deletions published files whose records are going to be read again, for as long as they may still have to be
 *     deleted
 */
record Manifest(
        History history,
        long epoch,
        String owner,
        OptionalLong next,
        Optional<Commit> commit,
        Optional<Discard> discard,
        List<String> deletions) {

    Manifest {
        deletions = List.copyOf(deletions);
    }

    /** What is left of a commit whose records are going to be read again. */
    record Discard(String id, List<StagedFile> files) {
        Discard {
            files = List.copyOf(files);
        }
    }

    /** Where there was none, or where it is lost. */
    static Manifest of(History history, long epoch, OptionalLong next) {
        return new Manifest(history, epoch, "", next, Optional.empty(), Optional.empty(), List.of());
    }

    Manifest openedBy(String newOwner, Optional<String> topicId) {
        return new Manifest(history.of(topicId), epoch + 1, newOwner, next, commit, discard, deletions);
    }

    Manifest with(Commit newCommit) {
        return settled(
                history,
                epoch,
                owner,
                OptionalLong.of(newCommit.next()),
                Optional.of(newCommit).filter(publishes -> !publishes.files().isEmpty()));
    }

    /** The same, once the files of the last commit are published, and what had to be deleted is. */
    Manifest settled() {
        return settled(history, epoch, owner, next, Optional.empty());
    }

    /** The same, with the last commit taken back. */
    Manifest discarding(Commit last) {
        return new Manifest(
                history,
                epoch,
                owner,
                OptionalLong.of(last.prev()),
                Optional.empty(),
                Optional.of(new Discard(last.id(), last.files())),
                deletions);
    }

    /** Of a settled manifest: where the next owner starts. Files that lie behind stay, and are none of its own any more. */
    Manifest resetTo(OptionalLong offset, String by) {
        return settled(
                history.cutAt(epoch + 1, offset.orElse(0)).ofAnyTopic(), epoch + 1, by, offset, Optional.empty());
    }

    /** Of a settled manifest: where the next owner starts, once the files that lie behind are deleted. */
    Manifest backTo(long offset, List<String> behind, String by) {
        return new Manifest(
                history.cutAt(epoch + 1, offset),
                epoch + 1,
                by,
                OptionalLong.of(offset),
                Optional.empty(),
                Optional.empty(),
                behind);
    }

    private static Manifest settled(
            History history, long epoch, String owner, OptionalLong next, Optional<Commit> commit) {
        return new Manifest(history, epoch, owner, next, commit, Optional.empty(), List.of());
    }

    /** Whether nothing is left to publish or to delete. */
    boolean isSettled() {
        return commit.isEmpty() && discard.isEmpty() && deletions.isEmpty();
    }
}
