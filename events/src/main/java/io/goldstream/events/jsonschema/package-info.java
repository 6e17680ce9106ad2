/**
 * The JSON Schemas of the event types, made from the rules that events are checked by.
 *
 * <p>Begin with {@link io.goldstream.events.jsonschema.EventJsonSchema}. {@code SchemaEqualsReaderTest} holds schemas and reader
 * equal.
 */
package io.goldstream.events.jsonschema;
