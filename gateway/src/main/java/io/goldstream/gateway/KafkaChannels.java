package io.goldstream.gateway;

import io.goldstream.events.kafka.ClientSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * The channels by which Kafka's clients are set: {@code mp.messaging.outgoing.raw.*} and so on, then what the gateway's own
 * settings make of a channel, then {@code kafka.*}. What promises rest on cannot be set to something else.
 *
 * <p>No message goes by a channel. {@link #RAW} makes, watches and closes the edge's producer; the others are settings alone,
 * of clients that live as long as a session or a request.
 */
@Singleton
public class KafkaChannels {

    /** Of the edge, to the raw topics. */
    public static final String RAW = "raw";

    /** Of the refinery, from the raw topics. */
    public static final String RAW_IN = "raw-in";

    /** Of the refinery, to bronze, silver and quarantine. */
    public static final String REFINED = "refined";

    /** Of a replay, to the raw topics. */
    public static final String REPLAY = "replay";

    private final KafkaClientService clients;

    /** The emitters and the stream are not used, but a channel that nothing is connected to is not made. */
    KafkaChannels(
            KafkaClientService clients,
            @Channel(RAW) Emitter<byte[]> raw,
            @Channel(REFINED) Emitter<byte[]> refined,
            @Channel(REPLAY) Emitter<byte[]> replay,
            @Channel(RAW_IN) Multi<byte[]> rawIn) {
        this.clients = clients;
    }

    /** The channel's own producer, which is made when it is asked for something first. */
    public KafkaProducer<byte[], byte[]> channel(String channel) {
        KafkaProducer<byte[], byte[]> producer = clients.getProducer(channel);
        checkPromises("outgoing", channel, producer.configuration(), ClientSettings.producer());
        return producer;
    }

    /** The settings of a producer, for one that its user makes and closes. */
    public Map<String, Object> producer(String channel) {
        return new HashMap<>(channel(channel).configuration());
    }

    /** The settings of a consumer. */
    public Map<String, Object> consumer(String channel) {
        Map<String, Object> settings =
                new HashMap<>(clients.getConsumers(channel).getFirst().configuration());
        checkPromises("incoming", channel, settings, ClientSettings.consumer());
        return settings;
    }

    private static void checkPromises(
            String direction, String channel, Map<String, ?> settings, Map<String, String> promises) {
        promises.forEach((name, value) -> {
            if (!name.equals(ClientSettings.COMPRESSION) && !value.equals(String.valueOf(settings.get(name)))) {
                throw new ConfigurationException(
                        "mp.messaging." + direction + "." + channel + "." + name + " has to be "
                                + value + ", but is " + settings.get(name)
                                + ": what the gateway promises rests on it. Do not set it");
            }
        });
    }
}
