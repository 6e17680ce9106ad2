package io.goldstream.connect.sink.commit;

import io.goldstream.connect.sink.store.StagedFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the lake knows of a topic partition: who may write, and how far the files reach. It is the only authority on
 * where to start reading.
 *
 * @param epoch grows by one with every owner; who has an older one can commit no more
 * @param owner the task that opened the epoch: 32 hexadecimal digits, random
 * @param next the first offset that is not in the lake; empty before the first commit
 * @param commit the last commit, for as long as its files may still have to be published
 * @param discard a commit that was taken back, for as long as its files may still have to be deleted
 */
public record Manifest(
        long epoch, String owner, OptionalLong next, Optional<Commit> commit, Optional<Discard> discard) {

    static final Manifest NONE = new Manifest(0, "", OptionalLong.empty(), Optional.empty(), Optional.empty());

    /** What is left of a commit whose records are going to be read again. */
    record Discard(String id, List<StagedFile> files) {
        Discard {
            files = List.copyOf(files);
        }
    }

    Manifest openedBy(String newOwner) {
        return new Manifest(epoch + 1, newOwner, next, commit, discard);
    }

    Manifest with(Commit newCommit) {
        return new Manifest(epoch, owner, OptionalLong.of(newCommit.next()), Optional.of(newCommit), Optional.empty());
    }

    /** The same, once the files of the last commit are published, or deleted. */
    Manifest settled() {
        return new Manifest(epoch, owner, next, Optional.empty(), Optional.empty());
    }

    /** The same, with the last commit taken back. */
    Manifest discarding(Commit last) {
        return new Manifest(
                epoch,
                owner,
                OptionalLong.of(last.prev()),
                Optional.empty(),
                Optional.of(new Discard(last.id(), last.files())));
    }

    /** Of a settled manifest: where the next owner starts. */
    Manifest resetTo(OptionalLong offset, String by) {
        return new Manifest(epoch + 1, by, offset, Optional.empty(), Optional.empty());
    }
}
