/**
 * Reference data, the song catalogue and the names of states: from CSV files, checked and repaired, into the lake. Begin with
 * {@link io.goldstream.trino.reference.ReferenceLake}.
 */
package io.goldstream.trino.reference;
