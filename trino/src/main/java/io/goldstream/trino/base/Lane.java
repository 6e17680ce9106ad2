package io.goldstream.trino.base;

/**
 * A partition of a topic, by what a landed row says of it. A topic that was made anew has another id, so its offsets are of
 * another lane.
 *
 * @param topicId Kafka's id of the topic
 */
public record Lane(String topicId, int partition) {}
