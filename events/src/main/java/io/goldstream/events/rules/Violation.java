package io.goldstream.events.rules;

/**
 * One rule that an event breaks. It never repeats the value, which may be personal.
 *
 * @param rule the rule's stable name, {@code <type>.<field>.<rule>} such as {@code listen.duration.positive}, or {@code
 *     event.<rule>} where the bytes are not an event at all
 * @param pointer JSON pointer (RFC 6901) to the field; empty for the whole event
 * @param message one sentence: what the rule asks for
 */
public record Violation(String rule, String pointer, String message) {}
