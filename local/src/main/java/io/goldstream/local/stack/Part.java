package io.goldstream.local.stack;

import java.util.Set;

/** A server of the stack, in the order in which they depend on one another. */
public enum Part {
    KAFKA(384, 700),
    /** Node.js: its heap is its own. */
    AZURITE(0, 250),
    CONNECT(640, 900),
    GATEWAY(384, 550),
    TRINO(1500, 1950);

    private final int heapMebibytes;
    private final int memoryMebibytes;

    Part(int heapMebibytes, int memoryMebibytes) {
        this.heapMebibytes = heapMebibytes;
        this.memoryMebibytes = memoryMebibytes;
    }

    /** What has to be ready before it starts; all of them stand before it. */
    Set<Part> needs() {
        return switch (this) {
            case KAFKA, AZURITE, TRINO -> Set.of();
            case CONNECT -> Set.of(KAFKA, AZURITE);
            case GATEWAY -> Set.of(KAFKA);
        };
    }

    /** The name in messages, and of its pid file, log and folder. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The limit of its Java heap, in MiB. */
    public int heapMebibytes() {
        return heapMebibytes;
    }

    /** What it takes from the machine under load, in MiB: heap, code, threads and buffers. */
    public int memoryMebibytes() {
        return memoryMebibytes;
    }
}
