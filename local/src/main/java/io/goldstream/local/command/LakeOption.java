package io.goldstream.local.command;

import io.goldstream.local.CommandFailure;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Part;
import io.goldstream.trino.Settings;
import io.goldstream.trino.TrinoEndpoint;
import io.goldstream.trino.command.EndpointOptions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import picocli.CommandLine.Mixin;

/** Which lake a command asks: the local stack's, or one that is deployed. */
final class LakeOption {

    @Mixin
    private HomeOption home;

    @Mixin
    private EndpointOptions deployed;

    HomeOption home() {
        return home;
    }

    /** Whether it is a deployed one. */
    boolean isDeployed() {
        return deployed.isGiven();
    }

    /** A session in UTC in which tables are named without the catalog, such as {@code gold.fact_stream}. */
    Connection open() throws IOException {
        if (!isDeployed()) {
            return LakeConnection.open(home.stack().portsWith(Part.TRINO));
        }
        TrinoEndpoint endpoint = deployed.endpoint(System.getProperty("user.name"));
        try {
            Connection connection = endpoint.connect();
            connection.setCatalog(Settings.CATALOG);
            return connection;
        } catch (SQLException failed) {
            throw new CommandFailure("cannot talk to Trino at " + endpoint.url() + ": " + failed.getMessage(), failed);
        }
    }
}
