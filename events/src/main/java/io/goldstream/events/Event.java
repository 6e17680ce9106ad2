package io.goldstream.events;

/** An event of one of the four types, repaired and typed. Its constraints are the rules that a valid event keeps. */
public sealed interface Event permits PageView, Listen, AuthAttempt, StatusChange {

    /** The fields that every type has. */
    Common common();
}
