package io.goldstream.local.stack;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of one stack, all on 127.0.0.1: a block of {@value #BLOCK} from a base.
 *
 * @param base the block's first port
 */
public record Ports(int base) {

    /** What the stack in the project's own folder takes. */
    public static final int DEFAULT_BASE = 19_000;

    static final int BLOCK = 100;
    static final String HOST = "127.0.0.1";
    private static final int LOWEST = 1_024;
    private static final int HIGHEST = 65_535;

    public Ports {
        if (base < LOWEST || base > HIGHEST - BLOCK + 1) {
            throw new IllegalArgumentException(
                    "must be from " + LOWEST + " to " + (HIGHEST - BLOCK + 1) + ", not " + base);
        }
    }

    public int gateway() {
        return base + 80;
    }

    /** Where the gateway says how it is, and is told what to do: health, metrics, the quarantine. */
    public int gatewayManagement() {
        return base + 81;
    }

    public int connect() {
        return base + 83;
    }

    public int azurite() {
        return base + 84;
    }

    public int trino() {
        return base + 88;
    }

    public int broker() {
        return base + 92;
    }

    public int controller() {
        return base + 93;
    }

    /** What Kafka clients connect to. */
    public String bootstrapServers() {
        return HOST + ":" + broker();
    }

    /** The gateway's address, without a slash at its end. */
    public String gatewayUrl() {
        return "http://" + HOST + ":" + gateway();
    }

    /** The address of the gateway's management port, without a slash at its end. */
    public String gatewayManagementUrl() {
        return "http://" + HOST + ":" + gatewayManagement();
    }

    /** The address of Connect's REST API. */
    public String connectUrl() {
        return "http://" + HOST + ":" + connect();
    }

    /** The address of Trino's web pages. */
    public String trinoUrl() {
        return "http://" + HOST + ":" + trino();
    }

    /** The ports that a part listens on, by what they are for. */
    Map<Integer, String> of(Part part) {
        Map<Integer, String> ports = new LinkedHashMap<>();
        switch (part) {
            case KAFKA -> {
                ports.put(broker(), "the Kafka broker");
                ports.put(controller(), "the Kafka controller");
            }
            case AZURITE -> ports.put(azurite(), "Azurite");
            case CONNECT -> ports.put(connect(), "Connect's REST API");
            case GATEWAY -> {
                ports.put(gateway(), "the gateway");
                ports.put(gatewayManagement(), "the gateway's management port");
            }
            case TRINO -> ports.put(trino(), "Trino");
        }
        return ports;
    }
}
