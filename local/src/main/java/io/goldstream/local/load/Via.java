package io.goldstream.local.load;

import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Ports;
import java.util.function.Function;

/** The ways into the pipeline. */
public enum Via {
    /** The gateway, which answers with a verdict for each event. */
    HTTP(Part.GATEWAY, ports -> new HttpDelivery(ports.gatewayUrl(), HttpDelivery.PATIENCE)),
    /** The raw topics, with nobody in between. */
    KAFKA(Part.KAFKA, ports -> new KafkaDelivery(ports.bootstrapServers()));

    private final Part entrance;
    private final Function<Ports, Delivery> opener;

    Via(Part entrance, Function<Ports, Delivery> opener) {
        this.entrance = entrance;
        this.opener = opener;
    }

    /** The server that must run when a load begins; it may be away for a while later on. */
    public Part entrance() {
        return entrance;
    }

    /** A delivery into the stack that listens there; the caller closes it. */
    public Delivery open(Ports ports) {
        return opener.apply(ports);
    }
}
