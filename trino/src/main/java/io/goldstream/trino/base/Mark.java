package io.goldstream.trino.base;

/**
 * How far a lane may be moved: below it, landing is whole and stays as it is.
 *
 * @param upto the first offset that is not to be moved
 */
public record Mark(Lane lane, long upto) {}
