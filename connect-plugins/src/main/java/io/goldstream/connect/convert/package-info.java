/** Between the JSON of Goldstream's topics and Connect's structs. */
package io.goldstream.connect.convert;
