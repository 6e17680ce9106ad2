package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the sink needs of a storage: small documents with compare-and-swap, and large files that are staged invisibly and
 * then published once. On Azure these are a conditional Put Blob, Put Block, and Put Block List with
 * {@code If-None-Match: *}.
 *
 * <p>Paths are relative to the lake's root, with {@code /} between their parts. Every method may be tried again after an
 * {@link IOException}, whether or not the first try took effect: that, and nothing else, is what an
 * {@code IOException} means here. A store belongs to one task and one thread.
 */
public interface BlobStore extends AutoCloseable {

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

    /**
     * Makes a staged file visible, whole, and never over another file.
     *
     * @param commitId the commit that the file belongs to; kept with the file where the store can
     */
    Publication publish(StagedFile file, String commitId) throws IOException;

    /** Drops what is staged under that name, if the store can; a published file stays. */
    void abandon(String path) throws IOException;

    /** Abandons every staged file of this connector that is an orphan. A store that expires staged blocks does nothing. */
    void sweep(Predicate<String> orphan) throws IOException;

    /** For messages: where a path is, as an operator would look for it. */
    String describe(String path);

    @Override
    void close();
}
