package io.goldstream.trino.base;

import java.time.LocalDate;

/**
 * Landed rows of one lane and one date that are not moved yet.
 *
 * @param firstOffset the smallest of their offsets
 */
public record Waiting(Lane lane, LocalDate date, long rows, long firstOffset) {}
