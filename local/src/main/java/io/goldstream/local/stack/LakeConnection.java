package io.goldstream.local.stack;

import io.goldstream.events.FirstDate;
import io.goldstream.events.schema.Generation;
import io.goldstream.local.CommandFailure;
import io.goldstream.trino.Settings;
import io.goldstream.trino.TrinoEndpoint;
import java.sql.Connection;
import java.sql.SQLException;

/** Connections to the stack's Trino. */
public final class LakeConnection {

    private static final String USER = "goldstream";

    private LakeConnection() {}

    /** What the stack's tables are declared with. */
    public static Settings settings(Generation generation) {
        return Settings.local(FirstDate.DEFAULT).with(generation);
    }

    /** A session in UTC in which tables are named without the catalog, such as {@code gold.fact_stream}. */
    public static Connection open(Ports ports) {
        try {
            Connection connection = TrinoEndpoint.local(ports.trino(), USER).connect();
            connection.setCatalog(Settings.CATALOG);
            return connection;
        } catch (SQLException failed) {
            throw new CommandFailure(
                    "cannot talk to Trino at " + ports.trinoUrl() + ": " + failed.getMessage(), failed);
        }
    }
}
