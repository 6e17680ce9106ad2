package io.goldstream.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this command line was built as and with.
 *
 * @param goldstream the product's own version
 * @param trino the version of the Trino server that the stack runs
 */
public record Versions(String goldstream, String trino) {

    public static Versions current() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("/versions.properties")) {
            properties.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Versions(properties.getProperty("goldstream"), properties.getProperty("trino"));
    }
}
