package io.goldstream.connect.sink.commit;

import io.goldstream.connect.sink.layout.FileName;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.Inventory;
import io.goldstream.connect.sink.store.KeptFolders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
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
            read(path).map(manifest -> position(path, manifest)).ifPresent(positions::add);
        }
        return positions;
    }

    /**
     * The published files that hold records from the position on: read again, those records would stand in the lake
     * twice. Files of a topic before it was made anew, and other connectors' files, are none of them.
     */
    public List<String> filesFrom(Position position) throws IOException {
        History history = read(path(position)).map(Manifest::history).orElse(position.history());
        return own(history, position.partition())
                .filter(file -> file.name().firstOffset() >= position.offset())
                .map(OwnFile::path)
                .toList();
    }

    /**
     * Why the lake cannot go back to a position; empty if it can. Not forward, since what lies between would never be landed;
     * not to where files do not begin any more; and not to where another topic or another manifest stood. A lost manifest can
     * be put back.
     */
    public Optional<String> objection(Position position) throws IOException {
        if (position.offset() < 0) {
            return Optional.of("offset " + position.offset() + " is below 0");
        }
        Optional<Manifest> found = read(path(position));
        if (found.isEmpty()) {
            return objectionToLost(position);
        }
        Position now = position(path(position), found.get());
        if (!now.history().id().equals(position.history().id())) {
            return Optional.of(
                    "the manifest was deleted and created again after the backup, and names other files: use a backup"
                            + " of the new manifest");
        }
        if (now.history().isOfAnother(position.history().topicId())) {
            return Optional.of(
                    "the topic was deleted and created again after the backup, so its offsets mean other records: use a"
                            + " backup of the new topic");
        }
        if (position.offset() > now.offset() || !now.history().hasBoundary(position.epoch(), position.offset())) {
            return Optional.of("after the backup, an older backup was restored or the offset was set, so files that"
                    + " begin before the backup's offset may hold records after it: use a newer backup");
        }
        return Optional.empty();
    }

    /** Only the files' names tell then. */
    private Optional<String> objectionToLost(Position position) throws IOException {
        return own(position.history(), position.partition())
                .filter(file -> file.name().author().epoch() > position.epoch()
                        && file.name().firstOffset() < position.offset())
                .findAny()
                .map(file -> "after the backup, an older backup was restored or the offset was set: " + file.path()
                        + " is newer than the backup, and begins before its offset. Use a newer backup");
    }

    /**
     * Goes back to a position: deletes the files behind it, so that the sink lands their records again, from Kafka. Does
     * nothing where the lake is there already. After a failure, restore again; a sink that runs before goes on from the
     * position all the same.
     *
     * @return the files that were deleted
     * @throws IllegalArgumentException if there is an {@link #objection}
     */
    public List<String> restore(Position position) throws IOException {
        Optional<String> objection = objection(position);
        if (objection.isPresent()) {
            throw new IllegalArgumentException("cannot go back to " + position + ": " + objection.get());
        }
        boolean isThere = read(path(position))
                .filter(now -> position(path(position), now).offset() == position.offset())
                .isPresent();
        if (isThere && filesFrom(position).isEmpty()) {
            return List.of();
        }
        Manifest asCopied = asCopied(position);
        Checkpoint opened = Checkpoint.openToGoBack(store, path(position), position.offset(), () -> asCopied);
        // Only now, when nobody else can publish any more.
        List<String> behind = own(opened.history(), position.partition())
                .filter(file -> file.name().firstOffset() >= position.offset())
                .map(OwnFile::path)
                .toList();
        opened.goBack(position.offset(), behind);
        return behind;
    }

    /** In the place of a lost manifest. Its epoch is beyond all that wrote files, whose names would come again otherwise. */
    private Manifest asCopied(Position position) throws IOException {
        long latest = own(position.history(), position.partition())
                .mapToLong(file -> file.name().author().epoch())
                .reduce(position.epoch(), Math::max);
        return Manifest.of(position.history(), latest, OptionalLong.of(position.offset()));
    }

    private Stream<OwnFile> own(History history, TopicPartition partition) throws IOException {
        return lake.files("").stream()
                .filter(path -> !path.startsWith(KeptFolders.ARCHIVE + "/"))
                .flatMap(path -> FileName.parse(path, partition).map(name -> new OwnFile(path, name)).stream())
                .filter(file -> history.holds(file.name()));
    }

    private record OwnFile(String path, FileName name) {}

    private Optional<Manifest> read(String path) throws IOException {
        return store.read(path).map(document -> ManifestJson.read(document.content(), store.describe(path)));
    }

    private static String path(Position position) {
        return Checkpoint.path(position.connector(), position.partition());
    }

    private static Position position(String path, Manifest manifest) {
        String[] parts = path.split("/");
        TopicPartition partition = new TopicPartition(parts[2], Integer.parseInt(parts[3]));
        // Of an unsettled commit the files may be missing: its start is what can be relied on.
        OptionalLong restart = manifest.commit().isPresent()
                ? OptionalLong.of(manifest.commit().get().prev())
                : manifest.next();
        return new Position(parts[1], partition, manifest.history(), manifest.epoch(), manifest.next(), restart);
    }

    /**
     * Where one partition of one connector stands.
     *
     * @param history which files are its own
     * @param epoch how many owners it has had
     * @param next the first offset that is not in the lake; empty before the first commit
     * @param restart the offset up to which the lake is whole whatever happens: next, or the start of a commit that is not
     *     yet settled
     */
    public record Position(
            String connector,
            TopicPartition partition,
            History history,
            long epoch,
            OptionalLong next,
            OptionalLong restart) {

        /** Of a partition that had nothing landed, all is read again: no offset would leave it to the consumer group. */
        long offset() {
            return restart.orElse(0);
        }
    }
}
