/**
 * How rows are written into files. Begin with {@code Format}, the list of formats; Parquet's own part is {@code ParquetRowFile}.
 */
package io.goldstream.connect.sink.format;
