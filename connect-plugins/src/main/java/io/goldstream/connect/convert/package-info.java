/**
 * Between the JSON of Goldstream's topics and Connect's structs. Begin with {@link
 * io.goldstream.connect.convert.EventConverter}.
 */
package io.goldstream.connect.convert;
