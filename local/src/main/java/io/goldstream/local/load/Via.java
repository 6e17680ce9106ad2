package io.goldstream.local.load;

import io.goldstream.local.stack.Ports;
import java.util.function.Function;

/** The ways into the pipeline. */
public enum Via {
    /** The gateway, which answers with a verdict for each event. */
    HTTP(ports -> new HttpDelivery(ports.gatewayUrl(), HttpDelivery.PATIENCE)),
    /** The raw topics, with nobody in between. */
    KAFKA(ports -> new KafkaDelivery(ports.bootstrapServers()));

    private final Function<Ports, Delivery> opener;

    Via(Function<Ports, Delivery> opener) {
        this.opener = opener;
    }

    /** A delivery into the stack that listens there; the caller closes it. */
    public Delivery open(Ports ports) {
        return opener.apply(ports);
    }
}
