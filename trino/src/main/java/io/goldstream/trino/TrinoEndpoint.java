package io.goldstream.trino;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Properties;

/**
 * Where a Trino server listens, and as whom to talk to it.
 *
 * @param host name or address
 * @param port of its HTTP interface
 * @param user the name that queries run under
 */
public record TrinoEndpoint(String host, int port, String user) {

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
        return DriverManager.getConnection("jdbc:trino://" + host + ":" + port, properties);
    }
}
