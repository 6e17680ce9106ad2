package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import java.util.EnumMap;
import java.util.Map;

/** The topics that one generation writes. */
record OutputTopics(Map<EventType, String> bronze, Map<EventType, String> silver, String quarantine) {

    static OutputTopics of(Generation generation) {
        Map<EventType, String> bronze = new EnumMap<>(EventType.class);
        Map<EventType, String> silver = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            bronze.put(type, generation.topic(Tables.of(Layer.BRONZE, type)));
            silver.put(type, generation.topic(Tables.of(Layer.SILVER, type)));
        }
        return new OutputTopics(
                bronze, silver, generation.topic(Tables.of(Layer.QUARANTINE).getFirst()));
    }
}
