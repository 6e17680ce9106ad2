package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the sink needs of a storage: small documents with compare-and-swap, and large files that are staged invisibly and
 * then published once. On Azure these are a conditional Put Blob, Put Block, and Put Block List with
 * {@code If-None-Match: *}.
 *
 * <p>Paths are relative to the lake's root, with {@code /} between their parts. Every method may be tried again after an
 * {@link IOException}, whether or not the first try took effect: that, and nothing else, is what an
 * {@code IOException} means here. A store belongs to one task and one thread.
 */
public interface BlobStore extends AutoCloseable, Inventory {

    /** The document's latest version, if there is one. */
    Optional<Document> read(String path) throws IOException;

    /**
     * Writes the document if, and only if, its latest version is still the expected one.
     *
     * @param expected the version that {@link #read} gave; empty where there was no document
     * @return the new version; empty where another version came first. After an {@code IOException} only a {@link #read}
     *     can tell
     */
    Optional<String> compareAndSwap(String path, Optional<String> expected, byte[] content) throws IOException;

    /**
     * Stages a block of a file under its final name. The file stays invisible until {@link #publish}. Staging the same
     * block again replaces it. The store may be sending the block still when this returns: then {@link #sync}, or a later
     * stage, tells what became of it, and sends it again when it is called again.
     */
    void stage(String path, Block block) throws IOException;

    /** Makes the file's staged blocks durable: after it, {@link #publish} succeeds even after a power cut. */
    void sync(String path) throws IOException;

    /** The same for several files, which a store may have durable sooner together than one by one. */
    default void sync(List<String> paths) throws IOException {
        for (String path : paths) {
            sync(path);
        }
    }

    /**
     * Makes a staged file visible, whole, and never over another file.
     *
     * @param commitId the commit that the file belongs to; kept with the file where the store can
     */
    Publication publish(StagedFile file, String commitId) throws IOException;

    /** The same for several files, in their order; all are tried, in whatever order and at once if the store likes. */
    default List<Publication> publish(List<StagedFile> files, String commitId) throws IOException {
        List<Publication> publications = new ArrayList<>();
        for (StagedFile file : files) {
            publications.add(publish(file, commitId));
        }
        return publications;
    }

    /**
     * Deletes a file of a commit that is taken back, published or staged, and sees to it that nobody publishes it any
     * more. Another commit's file of the same name stays.
     */
    void unpublish(StagedFile file, String commitId) throws IOException;

    /** Deletes a published file; one that is not there is fine. */
    void delete(String path) throws IOException;

    /** Drops what is staged under that name, if the store can; a published file stays. */
    void abandon(String path) throws IOException;

    /** Files that tasks of this connector have staged and not published; none, if the store drops such files by itself. */
    List<String> staged() throws IOException;

    /** For messages: where a path is, as an operator would look for it. */
    String describe(String path);

    @Override
    void close();
}
