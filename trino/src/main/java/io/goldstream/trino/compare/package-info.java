/** Two generations of the same raw records, row by row. */
package io.goldstream.trino.compare;
