/**
 * From bytes to an event or to what is wrong with it. Edge and refinery read by the same code.
 *
 * <p>Begin with {@link io.goldstream.events.intake.EventReader}. A scan reads ordinary events; whatever it is not sure of is
 * parsed and checked field by field.
 */
package io.goldstream.events.intake;
