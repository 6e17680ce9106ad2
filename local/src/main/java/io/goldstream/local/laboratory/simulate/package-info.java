/** A made-up audience: believable sessions with the quirks of real producers, the same for the same seed, byte for byte. */
package io.goldstream.local.laboratory.simulate;
