/**
 * What all Kafka clients and topics here agree on: settings that promises rest on, and the sizes of records. Names and numbers
 * alone; nothing here needs Kafka's libraries.
 */
package io.goldstream.events.kafka;
