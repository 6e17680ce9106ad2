/** The lake by its files: what is there without a Trino, or besides it. */
package io.goldstream.cli.files;
