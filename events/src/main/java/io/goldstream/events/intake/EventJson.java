package io.goldstream.events.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/** How JSON that comes from outside is read, whoever reads it. */
public final class EventJson {

    /** Levels of what surrounds events, up to which an event's end is looked for. */
    static final int MAX_SURROUNDING_DEPTH = 1_000;

    /** Characters of a name or a number in what surrounds events, likewise. */
    static final int MAX_SURROUNDING_LENGTH = 1_000_000;

    /** Of one event, as {@link EventReader} states them. */
    private static final StreamReadConstraints EVENT = StreamReadConstraints.builder()
            .maxNestingDepth(EventReader.MAX_DEPTH)
            .maxNumberLength(EventReader.MAX_NUMBER_LENGTH)
            .maxNameLength(EventReader.MAX_NAME_LENGTH)
            .maxTokenCount(EventReader.MAX_TOKENS)
            .build();

    /**
     * What bounds the work of finding where an event ends that stands within something else. It is wider than an event's own
     * limits, which the event's own verdict tells, so that an event that breaks them spoils no other.
     */
    private static final StreamReadConstraints SURROUNDINGS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_SURROUNDING_DEPTH)
            .maxNumberLength(MAX_SURROUNDING_LENGTH)
            .maxNameLength(MAX_SURROUNDING_LENGTH)
            .build();

    private EventJson() {}

    /**
     * Reads one event. To be made anew for each, because a factory keeps the names that it has read: those of earlier events
     * could fill its table, so that what is found of an event depended on what came before it.
     */
    static JsonFactory ofEvent() {
        return factory(EVENT);
    }

    /**
     * Finds events in what surrounds them. To be made anew for each text, because a factory keeps the names that it has
     * read, and these may be long.
     */
    public static JsonFactory ofSurroundings() {
        return factory(SURROUNDINGS);
    }

    private static JsonFactory factory(StreamReadConstraints constraints) {
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                // An event is UTF-8. Detection would take ASCII in UTF-16 for an event, with wrong byte offsets.
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                // Names come from outside: interning each costs more than it saves.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // Rounds as Double.parseDouble does, in less time.
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .build();
    }
}
