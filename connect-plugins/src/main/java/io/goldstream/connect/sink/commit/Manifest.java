package io.goldstream.connect.sink.commit;

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
 */
public record Manifest(long epoch, String owner, OptionalLong next, Optional<Commit> commit) {

    static final Manifest NONE = new Manifest(0, "", OptionalLong.empty(), Optional.empty());

    Manifest openedBy(String newOwner) {
        return new Manifest(epoch + 1, newOwner, next, commit);
    }

    Manifest with(Commit newCommit) {
        return new Manifest(epoch, owner, OptionalLong.of(newCommit.next()), Optional.of(newCommit));
    }

    /** The same, once the files of the last commit are published. */
    Manifest settled() {
        return new Manifest(epoch, owner, next, Optional.empty());
    }

    Manifest resetTo(OptionalLong offset, String by) {
        return new Manifest(epoch + 1, by, offset, Optional.empty());
    }
}
