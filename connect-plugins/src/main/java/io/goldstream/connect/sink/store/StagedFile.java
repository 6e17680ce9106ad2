package io.goldstream.connect.sink.store;

/**
 * A file whose blocks are all staged: what a publish needs to know, and what a manifest keeps of it.
 *
 * @param path its final name, relative to the lake's root
 * @param firstOffset the smallest offset in it
 * @param lastOffset the greatest offset in it
 * @param rows how many rows it holds
 * @param bytes its length
 * @param blocks how many blocks it was staged in
 */
public record StagedFile(String path, long firstOffset, long lastOffset, long rows, long bytes, int blocks) {}
