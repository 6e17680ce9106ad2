/** The lake as SQL: the objects under {@code sql/}, put into a Trino server, and queries over them. */
package io.goldstream.trino;
