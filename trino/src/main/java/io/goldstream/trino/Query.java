package io.goldstream.trino;

import io.trino.jdbc.Row;
import io.trino.jdbc.RowField;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * Runs SQL. Values come as types that no JVM zone can shift: LocalDate, LocalDateTime for a timestamp without a zone,
 * ZonedDateTime for one with a zone, text for a time of day; lists for arrays, byte arrays for varbinary, and else as the
 * driver's own. Within arrays, maps and rows they are the same, but the driver has lost the zone of a time there: it comes in UTC, as
 * does every other time in a column that has one.
 */
public final class Query {

    /** Takes an answer as it comes, row by row. */
    public interface Listener {

        /** Called once, before the rows; not at all for a statement that has none. */
        void columns(List<String> names);

        /** One row; null for NULL. */
        void row(List<Object> values);
    }

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private Query() {}

    /** Why a query failed: what the server says of it, or that none answers, without the names of Java's classes. */
    public static String reason(SQLException failed) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException untrusted) {
                return "no secure connection (" + untrusted.getMessage()
                        + "): check https, the server's name, and --trust";
            }
            if (cause instanceof IOException unanswered) {
                return "no server answers (" + unanswered.getMessage() + "): start it, or name another address";
            }
        }
        return failed.getMessage();
    }

    /** Runs one statement and keeps its answer in memory. */
    public static Result run(Connection connection, String sql) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        run(connection, sql, new Listener() {
            @Override
            public void columns(List<String> names) {
                columns.addAll(names);
            }

            @Override
            public void row(List<Object> values) {
                rows.add(values);
            }
        });
        return new Result(columns, rows);
    }

    /** Runs one statement and passes its answer on, however large. */
    public static void run(Connection connection, String sql, Listener listener) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    pass(rows, listener);
                }
            }
        }
    }

    private static void pass(ResultSet rows, Listener listener) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
        }
        listener.columns(names);
        while (rows.next()) {
            List<Object> values = new ArrayList<>(names.size());
            for (int i = 1; i <= names.size(); i++) {
                values.add(value(rows, columns.getColumnType(i), i));
            }
            listener.row(values);
        }
    }

    private static Object value(ResultSet rows, int type, int column) throws SQLException {
        return switch (type) {
            case Types.DATE -> rows.getObject(column, LocalDate.class);
            case Types.TIMESTAMP -> rows.getObject(column, LocalDateTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> rows.getObject(column, ZonedDateTime.class);
            case Types.TIME, Types.TIME_WITH_TIMEZONE -> rows.getString(column);
            default ->
                part(
                        rows.getObject(column),
                        rows.getMetaData().getColumnTypeName(column).contains("with time zone"));
        };
    }

    /** Within an array, a map or a row the driver makes {@code java.sql} times, in the JVM's zone. */
    private static Object part(Object value, boolean hasZone) throws SQLException {
        return switch (value) {
            case null -> null;
            case Array array -> part(Arrays.asList((Object[]) array.getArray()), hasZone);
            case List<?> list -> list(list, hasZone);
            case Map<?, ?> map -> map(map, hasZone);
            case Row row -> row(row, hasZone);
            case Timestamp time when hasZone -> time.toInstant().atZone(UTC);
            case Timestamp time -> time.toLocalDateTime();
            case Time time ->
                TIME_OF_DAY.format(Instant.ofEpochMilli(time.getTime()).atZone(ZoneId.systemDefault()));
            case Date date -> date.toLocalDate();
            default -> value;
        };
    }

    private static List<Object> list(List<?> list, boolean hasZone) throws SQLException {
        List<Object> parts = new ArrayList<>(list.size());
        for (Object part : list) {
            parts.add(part(part, hasZone));
        }
        return parts;
    }

    private static Map<Object, Object> map(Map<?, ?> map, boolean hasZone) throws SQLException {
        Map<Object, Object> parts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            parts.put(part(entry.getKey(), hasZone), part(entry.getValue(), hasZone));
        }
        return parts;
    }

    private static Row row(Row row, boolean hasZone) throws SQLException {
        Row.Builder parts = Row.builder();
        for (RowField field : row.getFields()) {
            Object part = part(field.getValue(), hasZone);
            if (field.getName().isPresent()) {
                parts.addField(field.getName().get(), part);
            } else {
                parts.addUnnamedField(part);
            }
        }
        return parts.build();
    }
}
