package io.goldstream.trino;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a Trino server listens, and as whom to talk to it.
 *
 * @param url such as {@code https://trino.example:8443}; by http only without a credential
 * @param user the name that queries run under
 * @param credential empty for a server that asks for none
 * @param trusted the server's certificate or its authority's, PEM; empty for what this JVM trusts anyway
 */
public record TrinoEndpoint(URI url, String user, Optional<Credential> credential, Optional<Path> trusted) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** By what a user is known to be who they say they are. */
    public record Credential(Kind kind, String secret) {

        /** What a server takes, and under which name the driver does. */
        public enum Kind {
            PASSWORD("password"),
            /** A JSON Web Token, whose principal is the user. */
            TOKEN("accessToken");

            private final String property;

            Kind(String property) {
                this.property = property;
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return kind.toString();
        }
    }

    public TrinoEndpoint {
        if (url.getHost() == null || !(isHttps(url) || "http".equals(url.getScheme()))) {
            throw new IllegalArgumentException("a Trino server's URL is https://HOST:PORT, not " + url);
        }
        if (credential.isPresent() && !isHttps(url)) {
            throw new IllegalArgumentException(
                    "a password or a token is sent over https only, not to " + url + ": name an https URL");
        }
    }

    /** A server on this machine that asks for no credential. */
    public static TrinoEndpoint local(int port, String user) {
        return new TrinoEndpoint(URI.create("http://127.0.0.1:" + port), user, Optional.empty(), Optional.empty());
    }

    /** A session in UTC. */
    public Connection connect() throws SQLException {
        return connect(ZoneOffset.UTC);
    }

    /** A session in that zone. The lake's views answer alike in all of them. */
    public Connection connect(ZoneId zone) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("timezone", zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId());
        properties.setProperty("source", "goldstream");
        if (isHttps(url)) {
            properties.setProperty("SSL", "true");
            trusted.ifPresent(pem -> properties.setProperty("SSLTrustStorePath", pem.toString()));
            credential.ifPresent(shown -> properties.setProperty(shown.kind().property, shown.secret()));
        }
        return DriverManager.getConnection("jdbc:trino://" + url.getHost() + ":" + port(), properties);
    }

    private int port() {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return isHttps(url) ? HTTPS : HTTP;
    }

    private static boolean isHttps(URI url) {
        return "https".equals(url.getScheme());
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
