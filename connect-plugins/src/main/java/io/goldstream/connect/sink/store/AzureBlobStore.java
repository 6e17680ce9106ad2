package io.goldstream.connect.sink.store;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadContentResponse;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A lake in a container of Azure Blob Storage, with or without a hierarchical namespace.
 *
 * <p>A document is a blob, its version the ETag, and a compare-and-swap a Put Blob with {@code If-Match} or
 * {@code If-None-Match: *}. A file is staged by Put Block, which readers do not see, and published by one Put Block List
 * with {@code If-None-Match: *}, which also writes the commit's id into the blob's metadata: by it a publish whose answer
 * was lost is recognised. Azure drops uncommitted blocks after a week by itself.
 */
public final class AzureBlobStore implements Lake {

    private static final String COMMIT_ID = "commit";
    private static final int NOT_FOUND = 404;
    private static final int PUBLISHED_AT_ONCE = 8;
    private static final BlobRequestConditions ABSENT = new BlobRequestConditions().setIfNoneMatch("*");
    private static final DownloadRetryOptions ONCE = new DownloadRetryOptions().setMaxRetryRequests(0);

    private final AzureRoot root;
    private final BlobContainerClient container;
    private final Duration callTimeout;
    private final BlockUploads uploads;
    private final Together publications;

    /** Of a commit that is not published in whole. No two files have one name. */
    private final Set<String> published = ConcurrentHashMap.newKeySet();

    /** Connects to nothing yet. */
    public AzureBlobStore(AzureRoot root, AzureAccess access) {
        this.root = root;
        this.container = access.container(root);
        this.callTimeout = access.callTimeout();
        this.publications = new Together(PUBLISHED_AT_ONCE, callTimeout.multipliedBy(2));
        this.uploads = new BlockUploads(access.uploads(), this::upload);
    }

    @Override
    public Optional<Document> read(String path) throws IOException {
        try {
            BlobDownloadContentResponse answer =
                    blob(path).downloadContentWithResponse(ONCE, null, callTimeout, Context.NONE);
            return Optional.of(new Document(
                    answer.getDeserializedHeaders().getETag(), answer.getValue().toBytes()));
        } catch (BlobStorageException e) {
            if (isBlobMissing(e)) {
                return Optional.empty();
            }
            throw failure("read", path, e);
        } catch (RuntimeException e) {
            throw failure("read", path, e);
        }
    }

    @Override
    public Optional<String> compareAndSwap(String path, Optional<String> expected, byte[] content) throws IOException {
        BlobRequestConditions condition = expected.map(etag -> new BlobRequestConditions().setIfMatch(etag))
                .orElse(ABSENT);
        try {
            var put = new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(content)).setRequestConditions(condition);
            return Optional.of(blockBlob(path)
                    .uploadWithResponse(put, callTimeout, Context.NONE)
                    .getValue()
                    .getETag());
        } catch (BlobStorageException e) {
            if (isAny(e, BlobErrorCode.CONDITION_NOT_MET, BlobErrorCode.BLOB_ALREADY_EXISTS)) {
                return Optional.empty();
            }
            throw failure("write", path, e);
        } catch (RuntimeException e) {
            throw failure("write", path, e);
        }
    }

    /** Returns as soon as the block is on its way; {@link #sync} waits for it. */
    @Override
    public void stage(String path, Block block) throws IOException {
        root.blobName(path);
        uploads.start(path, block);
    }

    private void upload(String path, Block block) throws IOException {
        BinaryData data = BinaryData.fromByteBuffer(ByteBuffer.wrap(block.bytes(), 0, block.length()));
        try {
            blockBlob(path)
                    .stageBlockWithResponse(
                            new BlockBlobStageBlockOptions(blockId(block.index()), data), callTimeout, Context.NONE);
        } catch (RuntimeException e) {
            throw failure("stage a block of", path, e);
        }
    }

    /** Waits for the file's blocks: one that Azure took is durable. */
    @Override
    public void sync(String path) throws IOException {
        uploads.await(path);
    }

    @Override
    public Publication publish(StagedFile file, String commitId) throws IOException {
        List<String> blocks = IntStream.range(0, file.blocks())
                .mapToObj(AzureBlobStore::blockId)
                .toList();
        try {
            var list = new BlockBlobCommitBlockListOptions(blocks)
                    .setMetadata(Map.of(COMMIT_ID, commitId))
                    .setRequestConditions(ABSENT);
            blockBlob(file.path()).commitBlockListWithResponse(list, callTimeout, Context.NONE);
            return Publication.DONE;
        } catch (BlobStorageException e) {
            if (isAny(e, BlobErrorCode.INVALID_BLOCK_LIST) || isBlobMissing(e)) {
                return settle(file.path(), commitId).orElse(Publication.GONE);
            }
            if (isAny(e, BlobErrorCode.BLOB_ALREADY_EXISTS, BlobErrorCode.CONDITION_NOT_MET)) {
                Optional<Publication> found = settle(file.path(), commitId);
                if (found.isPresent()) {
                    return found.get();
                }
                // Deleted since, by someone else: another try will tell what is left.
            }
            throw failure("publish", file.path(), e);
        } catch (RuntimeException e) {
            throw failure("publish", file.path(), e);
        }
    }

    /** A Put Block List takes a round trip and little else. */
    @Override
    public List<Publication> publish(List<StagedFile> files, String commitId) throws IOException {
        List<Publication> all = publications.all(files.stream()
                .<Callable<Publication>>map(file -> () -> publishOnce(file, commitId))
                .toList());
        published.clear();
        return all;
    }

    /** Where some of a commit's files could not be published, the next try sends only those. */
    private Publication publishOnce(StagedFile file, String commitId) throws IOException {
        if (published.contains(file.path())) {
            return Publication.DONE;
        }
        Publication publication = publish(file, commitId);
        if (publication == Publication.DONE) {
            published.add(file.path());
        }
        return publication;
    }

    /** Whose file has the name: this commit's, after an answer that was lost, or another's. Empty where there is none. */
    private Optional<Publication> settle(String path, String commitId) throws IOException {
        try {
            BlobProperties found = blob(path)
                    .getPropertiesWithResponse(null, callTimeout, Context.NONE)
                    .getValue();
            boolean ours = commitId.equals(found.getMetadata().get(COMMIT_ID));
            return Optional.of(ours ? Publication.DONE : Publication.TAKEN);
        } catch (BlobStorageException e) {
            if (isBlobMissing(e)) {
                return Optional.empty();
            }
            throw failure("look at", path, e);
        } catch (RuntimeException e) {
            throw failure("look at", path, e);
        }
    }

    @Override
    public void unpublish(StagedFile file, String commitId) throws IOException {
        try {
            // An empty list drops the staged blocks, and shows an empty file for a moment; a file that is there stays.
            var nothing = new BlockBlobCommitBlockListOptions(List.of())
                    .setMetadata(Map.of(COMMIT_ID, commitId))
                    .setRequestConditions(ABSENT);
            blockBlob(file.path()).commitBlockListWithResponse(nothing, callTimeout, Context.NONE);
        } catch (BlobStorageException e) {
            if (!isAny(e, BlobErrorCode.CONDITION_NOT_MET, BlobErrorCode.BLOB_ALREADY_EXISTS)) {
                throw failure("discard", file.path(), e);
            }
        } catch (RuntimeException e) {
            throw failure("discard", file.path(), e);
        }
        // Names are unique by owner and count, so only the file that was looked at can have this one.
        if (settle(file.path(), commitId).equals(Optional.of(Publication.DONE))) {
            try {
                blob(file.path()).deleteIfExistsWithResponse(null, null, callTimeout, Context.NONE);
            } catch (RuntimeException e) {
                throw failure("delete", file.path(), e);
            }
        }
    }

    /** Sends no more of it. What Azure has, it drops after a week: a block list without them would show a file. */
    @Override
    public void abandon(String path) {
        uploads.drop(path);
    }

    /** None that anyone has to see to, see {@link #abandon}. */
    @Override
    public List<String> staged() {
        return List.of();
    }

    /** Every blob there that no publish wrote. */
    @Override
    public List<String> documents(String folder) throws IOException {
        return List.copyOf(below(folder, blob -> !isPublished(blob)).keySet());
    }

    @Override
    public List<String> files(String folder) throws IOException {
        return List.copyOf(lengths(folder).keySet());
    }

    @Override
    public SortedMap<String, Long> lengths(String folder) throws IOException {
        return below(folder, AzureBlobStore::isPublished);
    }

    @Override
    public SortedMap<String, Long> all(String folder) throws IOException {
        return below(folder, blob -> true);
    }

    @Override
    public byte[] read(String path, long from, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
        try {
            blob(path)
                    .downloadStreamWithResponse(
                            bytes, new BlobRange(from, (long) length), ONCE, null, false, callTimeout, Context.NONE);
        } catch (RuntimeException e) {
            throw failure("read", path, e);
        }
        return bytes.toByteArray();
    }

    /** Through this machine: Azure copies by itself only with a signature in the URL, and renames only by another endpoint. */
    @Override
    public void move(String path, String to) throws IOException {
        Map<String, String> metadata;
        BinaryData content;
        try {
            metadata = blob(path)
                    .getPropertiesWithResponse(null, callTimeout, Context.NONE)
                    .getValue()
                    .getMetadata();
            content = blob(path)
                    .downloadContentWithResponse(ONCE, null, callTimeout, Context.NONE)
                    .getValue();
        } catch (BlobStorageException e) {
            if (isBlobMissing(e) && isThere(to)) {
                return;
            }
            throw failure("move", path, e);
        } catch (RuntimeException e) {
            throw failure("move", path, e);
        }
        try {
            blockBlob(to)
                    .uploadWithResponse(
                            new BlockBlobSimpleUploadOptions(content).setMetadata(metadata), callTimeout, Context.NONE);
        } catch (RuntimeException e) {
            throw failure("write", to, e);
        }
        delete(path);
    }

    private boolean isThere(String path) throws IOException {
        try {
            return blob(path).existsWithResponse(callTimeout, Context.NONE).getValue();
        } catch (RuntimeException e) {
            throw failure("look at", path, e);
        }
    }

    private static boolean isPublished(BlobItem blob) {
        return blob.getMetadata() != null && blob.getMetadata().containsKey(COMMIT_ID);
    }

    /** With their lengths. */
    private SortedMap<String, Long> below(String folder, Predicate<BlobItem> kind) throws IOException {
        String prefix = folder.isEmpty() ? root.folder() : root.blobName(folder) + "/";
        var listing =
                new ListBlobsOptions().setPrefix(prefix).setDetails(new BlobListDetails().setRetrieveMetadata(true));
        try {
            SortedMap<String, Long> lengths = new TreeMap<>();
            container.listBlobs(listing, callTimeout).stream()
                    .filter(blob -> !isFolder(blob) && kind.test(blob))
                    .forEach(blob -> lengths.put(
                            blob.getName().substring(root.folder().length()),
                            blob.getProperties().getContentLength()));
            return lengths;
        } catch (RuntimeException e) {
            throw failure("list", folder, e);
        }
    }

    /** With a hierarchical namespace, folders are listed like blobs. */
    private static boolean isFolder(BlobItem blob) {
        return blob.getMetadata() != null && "true".equals(blob.getMetadata().get("hdi_isfolder"));
    }

    @Override
    public void delete(String path) throws IOException {
        try {
            blob(path).deleteIfExistsWithResponse(null, null, callTimeout, Context.NONE);
        } catch (RuntimeException e) {
            throw failure("delete", path, e);
        }
    }

    @Override
    public String describe(String path) {
        return root.url(path);
    }

    /** Ends the uploads; the HTTP client's threads end with it. */
    @Override
    public void close() {
        uploads.close();
        publications.close();
    }

    private BlobClient blob(String path) {
        return container.getBlobClient(root.blobName(path));
    }

    private BlockBlobClient blockBlob(String path) {
        return blob(path).getBlockBlobClient();
    }

    /** All ids of a blob must have one length. */
    private static String blockId(int index) {
        return Base64.getEncoder()
                .encodeToString(String.format(Locale.ROOT, "%06d", index).getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isBlobMissing(BlobStorageException e) {
        return e.getStatusCode() == NOT_FOUND && !AzureFailure.isContainerMissing(e);
    }

    private static boolean isAny(BlobStorageException e, BlobErrorCode... codes) {
        return List.of(codes).contains(e.getErrorCode());
    }

    private RuntimeException failure(String verb, String path, RuntimeException e) throws IOException {
        return AzureFailure.of(verb + " " + describe(path), e);
    }
}
