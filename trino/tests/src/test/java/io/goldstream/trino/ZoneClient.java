package io.goldstream.trino;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;

/** A tool that asks over JDBC, in a JVM of any zone: prints what it gets. Arguments: the URL, and the recipe for local time. */
final class ZoneClient {

    private static final String PLAY = " FROM gold.fact_stream WHERE user_id = 'zoned'";
    private static final String HOUR = "SELECT format('%%d on %%s', hour(%1$s), CAST(%1$s AS date))" + PLAY;
    private static final String AT_TIME_ZONE = "event_time AT TIME ZONE 'America/New_York'";

    private ZoneClient() {}

    public static void main(String[] arguments) throws SQLException {
        String url = arguments[0];
        String recipe = arguments[1];
        try (Connection documented = DriverManager.getConnection(url, "me", null);
                Connection zoneless = DriverManager.getConnection(url.replaceFirst("\\?.*", ""), "me", null)) {
            say("documented URL, AT TIME ZONE", text(documented, HOUR.formatted(AT_TIME_ZONE)));
            say("documented URL, recipe", text(documented, HOUR.formatted(recipe)));
            say("without its zone, recipe", text(zoneless, HOUR.formatted(recipe)));
            say(
                    "documented URL, columns of the view",
                    text(documented, "SELECT format('%d on %s', date_key, date_part)" + PLAY));
            try (Statement statement = zoneless.createStatement();
                    ResultSet row = statement.executeQuery("SELECT event_time, " + recipe + PLAY)) {
                row.next();
                say("LocalDateTime", row.getObject(1, LocalDateTime.class));
                say("instant of the recipe", row.getTimestamp(2).toInstant());
            }
            say(
                    "as the command line reads it",
                    Query.run(documented, "SELECT " + AT_TIME_ZONE + PLAY).value());
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void say(String what, Object answer) {
        System.out.println(what + "=" + answer);
    }
}
