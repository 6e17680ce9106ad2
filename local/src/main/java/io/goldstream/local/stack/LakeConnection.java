package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.FirstDate;
import io.goldstream.events.schema.Generation;
import io.goldstream.trino.Settings;
import io.goldstream.trino.TrinoEndpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Connections to the stack's Trino. */
public final class LakeConnection {

    static final String USER = "goldstream";
    private static final String FIRST_DATE = "GOLDSTREAM_FIRST_DATE";

    private LakeConnection() {}

    /** What the stack's tables are declared with. */
    public static Settings settings(Generation generation) {
        return Settings.local(firstDate()).with(generation);
    }

    /**
     * Where the tables' dates begin: what the environment sets for the gateway, which inherits it from here, else the
     * contract's. A query that names no date asks the lake for each date from then on.
     */
    public static LocalDate firstDate() {
        String set = System.getenv(FIRST_DATE);
        try {
            return set == null ? FirstDate.DEFAULT : LocalDate.parse(set);
        } catch (DateTimeParseException wrong) {
            throw new CommandFailure(FIRST_DATE + " is a date such as " + FirstDate.TEXT + ", not " + set, wrong);
        }
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
