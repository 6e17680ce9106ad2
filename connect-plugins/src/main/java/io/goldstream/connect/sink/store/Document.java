package io.goldstream.connect.sink.store;

/**
 * A document as it was read.
 *
 * @param version what {@link BlobStore#compareAndSwap} expects to replace it: opaque, an ETag on Azure
 * @param content the whole document
 */
public record Document(String version, byte[] content) {}
