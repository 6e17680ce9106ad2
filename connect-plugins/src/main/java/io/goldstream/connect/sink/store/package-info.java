/**
 * Where files and manifests live. Begin with {@link io.goldstream.connect.sink.store.BlobStore}, the port; behind it are a folder
 * and Azure's Blob API, which one contract test holds to the same behaviour.
 */
package io.goldstream.connect.sink.store;
