package io.goldstream.trino.kept;

import io.goldstream.trino.KeptUsers;
import io.goldstream.trino.KeptUsers.Since;
import io.goldstream.trino.Query;
import io.goldstream.trino.base.ConflictException;
import io.goldstream.trino.base.Lane;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps users as of the rows of base. It can end anywhere and be run again, and several runs can be under way: a run begins at the
 * border that it finds, and of two at once only one commits.
 */
public final class UserKeeper {

    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Connection connection;
    private final KeptUsers users;
    private final Listener listener;

    /** Is told what a run does. */
    public interface Listener {

        /** Dates of users are made anew: so many pairs of a user and a date, or all where nothing was kept. */
        void keeping(String what);

        /** Another run committed first; this one looks again. */
        void lost(ConflictException conflict);
    }

    private record Border(Map<String, Map<Lane, Long>> offsets, long run) {}

    /** @param connection as the lake's owner */
    public UserKeeper(Connection connection, KeptUsers users, Listener listener) {
        this.connection = connection;
        this.users = users;
        this.listener = listener;
    }

    /**
     * Keeps what base has beyond the border.
     *
     * @throws ConflictException if other runs committed first again and again
     */
    public void run() throws SQLException, ConflictException, InterruptedException {
        for (int lost = 1; ; lost++) {
            try {
                keep();
                return;
            } catch (ConflictException conflict) {
                if (lost == TRIES) {
                    throw conflict;
                }
                listener.lost(conflict);
                Thread.sleep(PAUSE.multipliedBy(lost));
            }
        }
    }

    private void keep() throws SQLException, ConflictException {
        Map<String, Map<Lane, Long>> base = border(users.borderOfBase()).offsets();
        if (base.isEmpty()) {
            return;
        }
        change(users.makeSchema());
        Set<String> present = tables();
        String spans = users.names().getLast();
        if (!present.contains(spans)) {
            listener.keeping("all users");
            make(spans, users.fillSpans());
        }
        Border kept = border(users.borderOfSpans());
        long run = kept.run();
        List<Since> since = since(kept.offsets(), base);
        if (!since.isEmpty()) {
            List<List<Object>> quarters =
                    Query.run(connection, users.touchedQuarters(since)).rows();
            long dates = quarters.stream()
                    .mapToLong(quarter -> ((Number) quarter.get(1)).longValue())
                    .sum();
            listener.keeping("%,d dates of users".formatted(dates));
            run++;
            change(users.keepSpans(
                    since,
                    run,
                    quarters.stream()
                            .map(quarter -> (LocalDate) quarter.getFirst())
                            .toList()));
        }
        if (!present.contains(users.name())) {
            make(users.name(), users.fillUsers());
        }
        long runOfUsers = ((Number) Query.run(connection, users.runOfUsers()).value()).longValue();
        if (runOfUsers < run) {
            change(users.keepUsers(runOfUsers));
        }
    }

    /** Drops tables of this generation that were kept by another version's definition. Views must not read them any more. */
    public void dropOthers() throws SQLException, ConflictException {
        for (String table : tables()) {
            if (users.isOfGeneration(table) && !users.names().contains(table)) {
                change("DROP TABLE IF EXISTS " + users.qualified(table));
            }
        }
    }

    /** Makes few files of many where a partition of a kept table has more than these. Another run that does so is let be. */
    public void compact(int most) throws SQLException {
        Set<String> present = tables();
        for (Map.Entry<String, String> table : users.fragmented(most).entrySet()) {
            if (present.contains(table.getKey())) {
                compact(table.getKey(), Query.run(connection, table.getValue()).rows());
            }
        }
    }

    private void compact(String table, List<List<Object>> partitions) throws SQLException {
        for (List<Object> partition : partitions) {
            try {
                change("ALTER TABLE %s EXECUTE optimize WHERE %s"
                        .formatted(users.qualified(table), partition.getFirst()));
            } catch (ConflictException another) {
                listener.lost(another);
            }
        }
    }

    private Set<String> tables() throws SQLException {
        return Query.run(connection, users.tables()).rows().stream()
                .map(row -> (String) row.getFirst())
                .collect(Collectors.toSet());
    }

    /** In each lane where base has more than is kept, where that begins. */
    private static List<Since> since(Map<String, Map<Lane, Long>> kept, Map<String, Map<Lane, Long>> base) {
        List<Since> since = new ArrayList<>();
        base.forEach((topic, offsets) -> offsets.forEach((lane, offset) -> {
            long begin = kept.getOrDefault(topic, Map.of()).getOrDefault(lane, 0L);
            if (offset > begin) {
                since.add(new Since(topic, lane, begin));
            }
        }));
        return since;
    }

    private Border border(String query) throws SQLException {
        Map<String, Map<Lane, Long>> offsets = new HashMap<>();
        long run = 0;
        for (List<Object> row : Query.run(connection, query).rows()) {
            offsets.computeIfAbsent((String) row.get(0), topic -> new HashMap<>())
                    .put(
                            new Lane((String) row.get(1), ((Number) row.get(2)).intValue()),
                            ((Number) row.get(3)).longValue());
            run = row.size() > 4 ? ((Number) row.get(4)).longValue() : 0;
        }
        return new Border(offsets, run);
    }

    /** Makes a table with its rows; another run may have done so meanwhile. */
    private void make(String table, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            if (!tables().contains(table)) {
                throw failed;
            }
        }
    }

    private void change(String sql) throws SQLException, ConflictException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw ConflictException.of(failed);
        }
    }
}
