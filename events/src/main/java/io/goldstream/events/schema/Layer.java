package io.goldstream.events.schema;

import java.util.Locale;

/** A layer of the lake: the first part of a topic's name, a schema in Trino, a folder (on Azure, a container) in the lake. */
public enum Layer {
    /** What came in, byte for byte. */
    RAW,
    /** Cleaned, validated, typed: one row for each valid raw record. */
    BRONZE,
    /** Business level: keys, devices, changes; without names. */
    SILVER,
    /** What broke a rule, with the reason and the original bytes. */
    QUARANTINE;

    /** The name in topics, schemas and paths: {@code raw}, {@code bronze}, … */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
