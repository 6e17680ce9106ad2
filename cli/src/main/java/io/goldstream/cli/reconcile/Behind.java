package io.goldstream.cli.reconcile;

import java.time.Instant;
import java.util.Optional;

/**
 * What a consumer group has still before it.
 *
 * @param records how many offsets, markers at the end left out
 * @param partitions in how many partitions
 * @param oldest the timestamp of the oldest of these records; empty where there is none
 */
public record Behind(long records, int partitions, Optional<Instant> oldest) {}
