package io.goldstream.local.stack;

import io.goldstream.cli.load.Delivery;
import io.goldstream.cli.load.HttpDelivery;
import io.goldstream.cli.load.KafkaDelivery;
import io.goldstream.cli.load.Via;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;

/** The ways into a stack. */
public final class Entrance {

    private static final String WRITE_KEY = "GOLDSTREAM_WRITE_KEY";

    private Entrance() {}

    /** The server that must run when a load begins; it may be away for a while later on. */
    public static Part of(Via via) {
        return via == Via.HTTP ? Part.GATEWAY : Part.KAFKA;
    }

    /** A delivery into the stack that listens there; the caller closes it. */
    public static Delivery open(Via via, Ports ports) {
        return switch (via) {
            case HTTP ->
                new HttpDelivery(
                        ports.gatewayUrl(), Optional.ofNullable(System.getenv(WRITE_KEY)), HttpDelivery.PATIENCE);
            case KAFKA ->
                new KafkaDelivery(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, ports.bootstrapServers()));
        };
    }
}
