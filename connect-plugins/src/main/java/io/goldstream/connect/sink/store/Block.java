package io.goldstream.connect.sink.store;

/**
 * A piece of a file.
 *
 * @param index its place among the file's blocks, from 0
 * @param position where it begins in the file, in bytes
 * @param bytes its content; not to be changed by the store
 * @param length how many of the bytes count, from the first
 */
public record Block(int index, long position, byte[] bytes, int length) {}
