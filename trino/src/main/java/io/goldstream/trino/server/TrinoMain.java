package io.goldstream.trino.server;

/**
 * The main class of a Trino server's JVM: {@code TrinoMain VERSION}. Trino's own stands in an artifact of its
 * distribution, not on its class path. Loaded by name, so that this module stays a client of Trino and does not compile
 * against it.
 */
public final class TrinoMain {

    private static final String SERVER = "io.trino.server.Server";

    private TrinoMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Class<?> server = Class.forName(SERVER);
        server.getMethod("start", String.class).invoke(server.getConstructor().newInstance(), arguments[0]);
    }
}
