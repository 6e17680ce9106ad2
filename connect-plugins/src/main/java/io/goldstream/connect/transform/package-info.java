/**
 * Single message transformations, for any Connect pipeline: {@link io.goldstream.connect.transform.Lineage}, {@link
 * io.goldstream.connect.transform.Pseudonymize} and {@link io.goldstream.connect.transform.CoarsenLocation}. What they share is in
 * {@code FieldTransformation} and {@code RecordPart}.
 */
package io.goldstream.connect.transform;
