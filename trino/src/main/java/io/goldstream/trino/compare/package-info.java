/**
 * Two generations of the same raw records, compared row by row. Begin with {@link io.goldstream.trino.compare.Generations}.
 */
package io.goldstream.trino.compare;
