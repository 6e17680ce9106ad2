package io.goldstream.trino.base;

import static java.util.stream.Collectors.joining;

import io.goldstream.trino.BaseTable;
import io.goldstream.trino.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A base table in a Trino server. */
public final class TrinoRows implements BaseRows {

    /** Trino's INVALID_ARGUMENTS and COLUMN_NOT_FOUND: the table, or a column of it, was not there yet. */
    private static final Set<Integer> NO_VERSION = Set.of(76, 47);

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /**
     * A landed file of which the base table has every row.
     *
     * @param path as Trino names it, with its file system
     */
    public record WholeFile(String path, long rows) {}

    private final Connection connection;
    private final BaseTable table;

    /** @param connection as the lake's owner */
    public TrinoRows(Connection connection, BaseTable table) {
        this.connection = connection;
        this.table = table;
    }

    @Override
    public List<Waiting> waiting(List<Mark> marks) throws SQLException {
        return Query.run(connection, table.waiting(values(marks))).rows().stream()
                .map(row -> new Waiting(
                        lane(row),
                        (LocalDate) row.get(2),
                        ((Number) row.get(3)).longValue(),
                        ((Number) row.get(4)).longValue()))
                .toList();
    }

    @Override
    public long move(List<Mark> marks, Set<LocalDate> dates) throws SQLException, ConflictException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(table.move(values(marks), dates));
        } catch (SQLException failed) {
            throw ConflictException.of(failed);
        }
    }

    /** Up to where rows were moved. */
    public Border border() throws SQLException {
        Map<Lane, Long> offsets = new HashMap<>();
        Query.run(connection, table.border())
                .rows()
                .forEach(row -> offsets.put(lane(row), ((Number) row.get(2)).longValue()));
        return new Border(offsets);
    }

    /** The landed files of which every row was in the base table at a point in time. */
    public List<WholeFile> wholeFiles(Instant at) throws SQLException {
        return files(table.wholeFiles(timestamp(at)));
    }

    /** Those of them that no question opens that was asked since then. */
    public List<WholeFile> unopenedFiles(Instant at) throws SQLException {
        return files(table.unopenedFiles(timestamp(at)));
    }

    private List<WholeFile> files(String query) throws SQLException {
        try {
            return Query.run(connection, query).rows().stream()
                    .map(row -> new WholeFile((String) row.get(0), ((Number) row.get(1)).longValue()))
                    .toList();
        } catch (SQLException failed) {
            if (NO_VERSION.contains(failed.getErrorCode())) {
                return List.of();
            }
            throw failed;
        }
    }

    private static String timestamp(Instant at) {
        return "TIMESTAMP '" + TIMESTAMP.format(at) + " UTC'";
    }

    private static Lane lane(List<Object> row) {
        return new Lane((String) row.get(0), ((Number) row.get(1)).intValue());
    }

    private static String values(List<Mark> marks) {
        return marks.stream()
                .map(mark -> "('%s', %d, BIGINT '%d')"
                        .formatted(
                                mark.lane().topicId().replace("'", "''"),
                                mark.lane().partition(),
                                mark.upto()))
                .collect(joining(", "));
    }
}
