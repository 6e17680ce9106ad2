/** Reference data, the song catalogue and the names of states: from CSV files, checked and repaired, into the lake. */
package io.goldstream.trino.reference;
