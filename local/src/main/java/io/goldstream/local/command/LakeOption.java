package io.goldstream.local.command;

import io.goldstream.local.CommandFailure;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Part;
import io.goldstream.trino.Settings;
import io.goldstream.trino.TrinoEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which lake a command asks: the local stack's, or one that is deployed. */
final class LakeOption {

    /** A password on a command line would be in the process list and in the shell's history. */
    private static final String PASSWORD = "GOLDSTREAM_TRINO_PASSWORD";

    @Mixin
    private HomeOption home;

    @Option(
            names = "--trino",
            paramLabel = "URL",
            description = "A deployed Trino, such as https://trino.example:8443, instead of the local stack's. "
                    + PASSWORD + " in the environment holds the password.")
    private URI trino;

    @Option(names = "--user", paramLabel = "NAME", description = "The account there. Default: this machine's user.")
    private String user = System.getProperty("user.name");

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "The deployed Trino's certificate or its authority's, PEM, where this machine does not know it.")
    private Path trusted;

    HomeOption home() {
        return home;
    }

    /** A session in UTC in which tables are named without the catalog, such as {@code gold.fact_stream}. */
    Connection open() throws IOException {
        if (trino == null) {
            return LakeConnection.open(home.stack().portsWith(Part.TRINO));
        }
        try {
            TrinoEndpoint endpoint = new TrinoEndpoint(
                    trino, user, Optional.ofNullable(System.getenv(PASSWORD)), Optional.ofNullable(trusted));
            Connection connection = endpoint.connect();
            connection.setCatalog(Settings.CATALOG);
            return connection;
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure("--trino: " + wrong.getMessage(), wrong);
        } catch (SQLException failed) {
            throw new CommandFailure("cannot talk to Trino at " + trino + ": " + failed.getMessage(), failed);
        }
    }
}
