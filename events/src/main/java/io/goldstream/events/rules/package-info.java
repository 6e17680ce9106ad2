/**
 * What the contract's annotations ask of a field: annotations of our own, each with its check, and the form in which readers and
 * JSON Schemas share them all. Begin with {@link io.goldstream.events.rules.Constraint}.
 */
package io.goldstream.events.rules;
