package io.goldstream.connect.sink.commit;

import io.goldstream.connect.sink.layout.FileName;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.Inventory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * All manifests of a lake, for operators: to list them, to keep a copy, and to go back to one. The sinks must be stopped
 * while a copy is restored; one that is not is fenced.
 */
public final class Checkpoints {

    private final BlobStore store;
    private final Inventory lake;

    /**
     * @param store where the manifests are
     * @param lake the same place, to look around in
     */
    public Checkpoints(BlobStore store, Inventory lake) {
        this.store = store;
        this.lake = lake;
    }

    /** How far each partition of each connector is; sorted by path. */
    public List<Position> list() throws IOException {
        List<Position> positions = new ArrayList<>();
        for (String path : lake.documents(Checkpoint.FOLDER)) {
            Optional<Position> position = store.read(path)
                    .map(document -> ManifestJson.read(document.content(), store.describe(path)))
                    .map(manifest -> position(path, manifest));
            position.ifPresent(positions::add);
        }
        return positions;
    }

    /**
     * The published files that hold records from the position on: read again, those records would stand in the lake
     * twice.
     */
    public List<String> filesFrom(Position position) throws IOException {
        TopicPartition partition = position.partition();
        return lake.files("").stream()
                .filter(path -> {
                    OptionalLong first = FileName.firstOffset(path, partition);
                    return first.isPresent()
                            && first.getAsLong() >= position.restart().orElse(0);
                })
                .toList();
    }

    /**
     * Whether the lake can go back to a position: not forward, since what lies between would never be landed. A lost
     * manifest can always be put back.
     */
    public boolean canRestore(Position position) throws IOException {
        OptionalLong now = present(position).map(Position::restart).orElse(OptionalLong.of(Long.MAX_VALUE));
        return position.restart().orElse(0) <= now.orElse(0);
    }

    /**
     * Goes back to a position: deletes the files behind it, so that the sink lands their records again, from Kafka. Does
     * nothing where the lake is there already.
     *
     * @return the files that were deleted
     * @throws IllegalArgumentException if that would be forward
     */
    public List<String> restore(Position position) throws IOException {
        if (!canRestore(position)) {
            throw new IllegalArgumentException(position + " is ahead of the lake");
        }
        // Of a partition that had nothing landed, all is read again: no offset would leave it to the consumer group.
        OptionalLong restart = OptionalLong.of(position.restart().orElse(0));
        boolean isThere = present(position)
                .filter(now -> now.restart().orElse(0) == restart.getAsLong())
                .isPresent();
        if (isThere && filesFrom(position).isEmpty()) {
            return List.of();
        }
        // First the manifest: that fences whoever still writes, and publishes what was left to publish. Then the files:
        // a
        // crash in between is met by another restore.
        Checkpoint.reset(store, Checkpoint.path(position.connector(), position.partition()), restart);
        List<String> behind = filesFrom(position);
        for (String file : behind) {
            lake.delete(file);
        }
        return behind;
    }

    private Optional<Position> present(Position position) throws IOException {
        String path = Checkpoint.path(position.connector(), position.partition());
        return store.read(path)
                .map(document -> position(path, ManifestJson.read(document.content(), store.describe(path))));
    }

    private static Position position(String path, Manifest manifest) {
        String[] parts = path.split("/");
        TopicPartition partition = new TopicPartition(parts[2], Integer.parseInt(parts[3]));
        // Of an unsettled commit the files may be missing: its start is what can be relied on.
        OptionalLong restart = manifest.commit().isPresent()
                ? OptionalLong.of(manifest.commit().get().prev())
                : manifest.next();
        return new Position(parts[1], partition, manifest.epoch(), manifest.next(), restart);
    }

    /**
     * Where one partition of one connector stands.
     *
     * @param epoch how many owners it has had
     * @param next the first offset that is not in the lake; empty before the first commit
     * @param restart the offset up to which the lake is whole whatever happens: next, or the start of a commit that is not
     *     yet settled
     */
    public record Position(
            String connector, TopicPartition partition, long epoch, OptionalLong next, OptionalLong restart) {}
}
