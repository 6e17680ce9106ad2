package io.goldstream.connect.sink.store;

/** A storage in which one can also look around. */
public interface Lake extends BlobStore, Inventory {}
