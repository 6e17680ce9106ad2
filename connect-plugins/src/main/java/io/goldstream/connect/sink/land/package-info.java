/** From records to committed files: what is open, when it is flushed, and how failures are taken. */
package io.goldstream.connect.sink.land;
