package io.goldstream.local.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;

/** Tells whether ports are free, by binding them for a moment. */
final class PortProbe {

    private PortProbe() {}

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(Ports.HOST, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static boolean isFree(Ports ports) {
        return Arrays.stream(Part.values())
                .flatMap(part -> ports.of(part).keySet().stream())
                .allMatch(PortProbe::isFree);
    }
}
