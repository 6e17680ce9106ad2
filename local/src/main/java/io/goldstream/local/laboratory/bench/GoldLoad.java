package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.output.SqlStatements;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/**
 * A month of plays with their page views, logins and level changes, made by Trino itself: in silver, and in bronze what the
 * dimension of users is made of.
 *
 * @param plays how many in the month
 */
record GoldLoad(long plays) {

    static final LocalDate FROM = LocalDate.of(2025, 1, 1);
    static final int DAYS = 30;
    static final int THOUSAND = 1_000;

    private static final int PLAYS_A_USER = 250;

    /** A statement has a writer open for each date that it writes to, and each of them buffers. */
    private static final long PLAYS_A_STATEMENT = 350_000;

    private static final List<String> TABLES =
            List.of("listens", "page_views", "logins", "level_changes", "bronze_listens", "bronze_page_views");

    void fill(Connection connection, Consumer<String> progress) throws SQLException {
        long thousandsADay = plays / DAYS / THOUSAND;
        int daysAtOnce = Math.toIntExact(Math.clamp(PLAYS_A_STATEMENT / (thousandsADay * THOUSAND), 1, DAYS));
        for (int day = 0; day < DAYS; day += daysAtOnce) {
            int days = Math.min(daysAtOnce, DAYS - day);
            progress.accept("%,d plays: writing from %s".formatted(plays, FROM.plusDays(day)));
            for (String table : TABLES) {
                String sql = GoldQuestion.resource(table + ".sql")
                        .replace("${from}", FROM.plusDays(day).toString())
                        .replace("${to}", FROM.plusDays(day + days - 1L).toString())
                        .replace("${first}", Long.toString(day * thousandsADay * THOUSAND))
                        .replace("${thousands}", Long.toString(days * thousandsADay))
                        .replace("${a_day}", Long.toString(thousandsADay * THOUSAND))
                        .replace("${users}", Long.toString(Math.max(1, plays / PLAYS_A_USER)));
                try (Statement statement = connection.createStatement()) {
                    statement.execute(SqlStatements.split(sql).getFirst());
                }
            }
        }
    }
}
