package io.goldstream.events;

/**
 * Where a raw record stands in Kafka. All that is made of the record is known by it.
 *
 * @param topic the raw topic
 * @param partition of the topic, from 0
 * @param offset in the partition, from 0
 */
public record Coordinate(String topic, int partition, long offset) {

    /**
     * The coordinate as one text, such as {@code raw.listen_events-0-42}: the id of an event that has none, and the key of a
     * replayed record.
     */
    @Override
    public String toString() {
        return topic + "-" + partition + "-" + offset;
    }
}
