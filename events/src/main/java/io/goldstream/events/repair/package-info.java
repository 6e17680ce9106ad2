/**
 * Repairs of texts that producers broke: wrong encodings, quotes, blanks. Each is linear in the text's length.
 *
 * <p>Begin with {@link io.goldstream.events.repair.Repair}, the list of them. This package knows nothing of events.
 */
package io.goldstream.events.repair;
