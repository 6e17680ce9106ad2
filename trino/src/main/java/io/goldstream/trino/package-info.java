/**
 * The lake as SQL: the objects under {@code sql/}, put into a Trino server, and queries over them.
 *
 * <p>Begin with {@link io.goldstream.trino.Lake}, which applies the files in the order of {@code sql/order.txt}.
 */
package io.goldstream.trino;
