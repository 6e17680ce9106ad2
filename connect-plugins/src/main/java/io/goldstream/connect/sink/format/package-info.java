/** How rows are written into files. */
package io.goldstream.connect.sink.format;
