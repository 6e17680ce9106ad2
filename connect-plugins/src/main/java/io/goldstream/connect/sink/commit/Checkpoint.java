package io.goldstream.connect.sink.commit;

import io.goldstream.connect.sink.layout.Author;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.Document;
import io.goldstream.connect.sink.store.KeptFolders;
import io.goldstream.connect.sink.store.Publication;
import io.goldstream.connect.sink.store.StagedFile;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One owner's hold on a topic partition's manifest.
 *
 * <p>The protocol: opening raises the epoch, which fences every older owner, and publishes what the last commit left. A
 * commit is one compare-and-swap of the manifest, after every file of it is staged in full; only then are the files
 * published. Whoever dies in between leaves a manifest from which the next owner publishes. Any method may be called
 * again after an {@link IOException}: a compare-and-swap whose answer was lost is then met as a conflict, and settled by
 * re-reading.
 */
public final class Checkpoint {

    /** Holds all manifests, relative to the lake's root. */
    static final String FOLDER = KeptFolders.CHECKPOINTS;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
    private static final int MOST_OPENERS = 100;

    private final BlobStore store;
    private final String path;
    private Manifest manifest;
    private String version;

    /** What this owner tried to write, and does not know whether it is written. */
    private final Set<Manifest> unanswered = new HashSet<>();

    private Checkpoint(BlobStore store, String path, Manifest manifest, String version) {
        this.store = store;
        this.path = path;
        this.manifest = manifest;
        this.version = version;
    }

    /** Where a connector keeps a topic partition's manifest, relative to the lake's root. */
    public static String path(String connector, TopicPartition partition) {
        return folder(connector) + "/" + partition.topic() + "/" + partition.partition();
    }

    /** Where a connector keeps all its manifests. */
    public static String folder(String connector) {
        return FOLDER + "/" + connector;
    }

    /**
     * Takes the partition over: no older owner can commit after this, and all that older owners committed is published.
     *
     * @throws ConnectException if that cannot be: a committed file is lost, its name is taken, the manifest is unreadable
     */
    public static Checkpoint open(BlobStore store, String path) throws IOException {
        return open(store, path, Optional.empty(), () -> {});
    }

    /**
     * The same, of a topic that Kafka knows by this id, too.
     *
     * @param begin asked where there is no manifest; what it throws keeps one from being made
     * @throws TopicMadeAnewException if the manifest is of a topic with another id, of which something is landed; it has not
     *     changed then
     */
    public static Checkpoint open(BlobStore store, String path, Optional<String> topicId, Begin begin)
            throws IOException {
        String owner = randomId();
        Checkpoint checkpoint = replace(store, path, found -> {
            if (found.isEmpty()) {
                begin.check();
            }
            Manifest old = found.orElseGet(() -> Manifest.of(History.begin(), 0, OptionalLong.empty()));
            if (old.next().isPresent() && old.history().isOfAnother(topicId)) {
                throw TopicMadeAnewException.byId(
                        old.history().topicId().orElseThrow(), topicId.orElseThrow(), old.next(), store.describe(path));
            }
            return old.openedBy(owner, topicId);
        });
        checkpoint.settle();
        return checkpoint;
    }

    /**
     * Sets where the next owners start. Every present owner is fenced, and the epochs keep growing. What the last commits
     * left is published first, and published files stay: who wants their records read again deletes them before. A commit
     * that can no longer be published is taken back, in whole, if all its records are going to be read again. No offset is
     * set before each manifest is found to be readable and its last commit published or taken back.
     *
     * @param offsets to start at, by the manifests' paths; empty to start as if the partition were new
     * @throws ConnectException if a last commit can neither be published nor taken back; then no offset is set
     */
    public static void reset(BlobStore store, Map<String, OptionalLong> offsets) throws IOException {
        Map<Checkpoint, OptionalLong> opened = new LinkedHashMap<>();
        for (Map.Entry<String, OptionalLong> offset : offsets.entrySet()) {
            opened.put(
                    openToGoBack(
                            store,
                            offset.getKey(),
                            offset.getValue().orElse(0),
                            () -> Manifest.of(History.begin(), 0, OptionalLong.empty())),
                    offset.getValue());
        }
        for (Map.Entry<Checkpoint, OptionalLong> offset : opened.entrySet()) {
            Checkpoint checkpoint = offset.getKey();
            checkpoint.swap(checkpoint.manifest.resetTo(offset.getValue(), randomId()));
        }
    }

    /** The same for one manifest. */
    public static void reset(BlobStore store, String path, OptionalLong next) throws IOException {
        reset(store, Map.of(path, next));
    }

    /**
     * Takes the partition over to have its records read again from an offset on, see {@link #goBack}.
     *
     * @param lost what the manifest is made from if there is none
     */
    static Checkpoint openToGoBack(BlobStore store, String path, long offset, Supplier<Manifest> lost)
            throws IOException {

        Checkpoint opened = replace(store, path, found -> found.orElseGet(lost).openedBy(randomId(), Optional.empty()));
        opened.discardIfReadAgainFrom(offset);
        opened.settle();
        return opened;
    }

    /**
     * Sets where the next owner starts, and deletes the files whose records are read again then: one compare-and-swap does
     * both, so that whoever opens the partition after a crash deletes what is left of them first.
     *
     * @param behind all of the manifest's own files from the offset on
     */
    void goBack(long offset, List<String> behind) throws IOException {
        swap(manifest.backTo(offset, behind, randomId()));
        settle();
    }

    /** A commit that can no longer be published is taken back, in whole, if all its records are going to be read again. */
    private void discardIfReadAgainFrom(long offset) throws IOException {
        Optional<Commit> last = manifest.commit().filter(commit -> offset <= commit.firstRow());
        if (last.isPresent() && findUnpublishable(last.get()).isPresent()) {
            swap(manifest.discarding(last.get()));
        }
    }

    /** Ends what the last owner left. Once settled, a commit's files may be compacted or deleted without being missed. */
    private void settle() throws IOException {
        if (manifest.commit().isPresent()) {
            publish(manifest.commit().get());
        }
        if (manifest.discard().isPresent()) {
            Manifest.Discard discard = manifest.discard().get();
            for (StagedFile file : discard.files()) {
                store.unpublish(file, discard.id());
            }
        }
        for (String path : manifest.deletions()) {
            store.delete(path);
        }
        if (!manifest.isSettled()) {
            swap(manifest.settled());
        }
    }

    /**
     * Takes the last commit, whose files are published, out of the manifest: from then on they may be compacted or deleted
     * without being missed. An owner that is fenced leaves it to the next one.
     */
    public void settlePublished() throws IOException {
        if (!manifest.isSettled()) {
            try {
                swap(manifest.settled());
            } catch (FencedException younger) {
                LOG.debug("Left to the next owner", younger);
            }
        }
    }

    /** A new commit's id. */
    public static String randomId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** The first offset that is not in the lake; empty before the first commit. */
    public OptionalLong next() {
        return manifest.next();
    }

    /** Who this owner's files are by. */
    public Author author() {
        return new Author(manifest.history().id(), manifest.epoch());
    }

    /** Which files are the partition's. */
    History history() {
        return manifest.history();
    }

    /** Whether no other owner has opened the partition since. */
    public boolean isCurrent() throws IOException {
        return store.read(path).filter(found -> found.version().equals(version)).isPresent();
    }

    /** Where the manifest is, for messages. */
    public String describe() {
        return store.describe(path);
    }

    /**
     * Makes the commit's records part of the lake: this is the commit point.
     *
     * @throws FencedException if another owner has opened the partition
     */
    public void commit(Commit commit) throws IOException {
        swap(manifest.with(commit));
    }

    /**
     * Makes the commit's files visible.
     *
     * @throws ConnectException if a file's name is taken, or its staged blocks are gone
     */
    public void publish(Commit commit) throws IOException {
        Optional<Unpublishable> found = findUnpublishable(commit);
        if (found.isPresent()) {
            String file = "cannot publish " + store.describe(found.get().path());
            throw switch (found.get().why()) {
                case TAKEN ->
                    new ConnectException(file
                            + ": another file has that name. Move it away and restart the task; the manifest "
                            + describe() + " still holds commit " + commit.id());
                default ->
                    new ConnectException(file
                            + ": it was committed, but neither the file nor its staged blocks are there (manifest "
                            + describe() + ", commit " + commit.id() + "). If Kafka still has offsets from "
                            + commit.prev() + " on, discard the commit: stop the connector, set the partition's offset"
                            + " to " + commit.prev() + " by PATCH /connectors/<name>/offsets, which deletes the files"
                            + " that this commit has published, and resume it");
            };
        }
    }

    /** Publishes all files that can be, and tells the first that cannot. */
    private Optional<Unpublishable> findUnpublishable(Commit commit) throws IOException {
        List<Publication> publications = store.publish(commit.files(), commit.id());
        for (int i = 0; i < publications.size(); i++) {
            if (publications.get(i) != Publication.DONE) {
                return Optional.of(new Unpublishable(commit.files().get(i).path(), publications.get(i)));
            }
        }
        return Optional.empty();
    }

    private record Unpublishable(String path, Publication why) {}

    private void swap(Manifest wanted) throws IOException {
        unanswered.add(wanted);
        Optional<String> written = store.compareAndSwap(path, Optional.of(version), ManifestJson.write(wanted));
        version = written.isPresent() ? written.get() : settleConflict(wanted);
        manifest = wanted;
        unanswered.clear();
    }

    /** A conflict may be this owner's own write, this one or an earlier one, whose answer was lost: the manifest tells. */
    private String settleConflict(Manifest wanted) throws IOException {
        Document document = store.read(path)
                .orElseThrow(() ->
                        new ConnectException("the manifest " + describe() + " was deleted while this task used it."
                                + " Restart the task: it names the ways out, if rows would be landed twice"));
        Manifest found = ManifestJson.read(document.content(), describe());
        if (found.equals(wanted)) {
            return document.version();
        }
        if (unanswered.contains(found)) {
            version = document.version();
            Optional<String> written = store.compareAndSwap(path, Optional.of(version), ManifestJson.write(wanted));
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw new FencedException("fenced: the manifest " + describe() + " is at epoch " + found.epoch() + ", owner "
                + found.owner() + "; this task had epoch " + manifest.epoch() + ", owner " + manifest.owner()
                + ". Another task writes this partition now; nothing of this one was committed since");
    }

    private static Checkpoint replace(BlobStore store, String path, Change change) throws IOException {
        for (int i = 0; i < MOST_OPENERS; i++) {
            Optional<Document> document = store.read(path);
            Manifest wanted = change.of(document.map(d -> ManifestJson.read(d.content(), store.describe(path))));
            Optional<String> written =
                    store.compareAndSwap(path, document.map(Document::version), ManifestJson.write(wanted));
            if (written.isPresent()) {
                return new Checkpoint(store, path, wanted, written.get());
            }
        }
        throw new ConnectException("the manifest " + store.describe(path) + " changed " + MOST_OPENERS
                + " times while this task tried to open it. If two connectors of one name land in this lake, give one of them"
                + " another name; then restart the task");
    }

    /** Whether a partition may begin without a manifest. */
    public interface Begin {
        void check() throws IOException;
    }

    private interface Change {
        Manifest of(Optional<Manifest> found) throws IOException;
    }
}
