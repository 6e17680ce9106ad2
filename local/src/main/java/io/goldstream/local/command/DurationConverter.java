package io.goldstream.local.command;

/** Durations such as {@code 90s}, {@code 10m}, {@code 2h}: the same in every command. */
final class DurationConverter extends io.goldstream.trino.command.DurationConverter {}
