package io.goldstream.trino.check;

/**
 * A statement about the lake that must hold, as a query for what breaks it.
 *
 * @param name such as {@code reconciliation} or {@code grain of gold.fact_stream}
 * @param says what must hold, in a sentence
 * @param sql its rows are what breaks it: none, and the check has passed
 */
public record Check(String name, String says, String sql) {}
