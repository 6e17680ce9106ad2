package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.output.SqlStatements;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A question that a gold view answers, and the best query of the same question that is written by hand over silver.
 *
 * @param view its name in gold
 * @param asked what is asked, in words
 * @param cost what the view does beyond that, in words
 * @param gold the query over gold
 * @param best the query over silver: the same rows
 */
record GoldQuestion(String view, String asked, String cost, String gold, String best) {

    /** All of gold's; each has a file {@code questions/<view>.sql}, whose first line says what is asked and what it costs. */
    static final List<String> VIEWS = List.of(
            "fact_stream",
            "fact_session",
            "fact_page_view",
            "fact_auth_attempt",
            "fact_level_change",
            "wide_fact",
            "dim_date",
            "dim_datetime",
            "dim_user",
            "dim_user_level",
            "dim_song",
            "dim_artist",
            "dim_location",
            "artist_popularity",
            "daily_location_summary",
            "daily_user_summary",
            "agg_daily_activity",
            "agg_active_users",
            "agg_active_users_calendar",
            "agg_accounts_daily",
            "agg_artist_daily",
            "agg_song_daily",
            "agg_geo_daily",
            "agg_retention_cohort",
            "agg_subscription_funnel",
            "agg_churn_daily",
            "agg_reliability_hourly");

    static List<GoldQuestion> all() {
        return VIEWS.stream().map(GoldQuestion::of).toList();
    }

    private static GoldQuestion of(String view) {
        String text = resource("questions/" + view + ".sql");
        String said = text.substring("-- ".length(), text.indexOf('\n'));
        int cost = said.indexOf(" Cost: ");
        List<String> queries = SqlStatements.split(text.substring(text.indexOf('\n')));
        return new GoldQuestion(
                view,
                said.substring(0, cost),
                said.substring(cost + " Cost: ".length()),
                queries.getFirst(),
                queries.getLast());
    }

    /** A file of {@code bench/gold}. */
    static String resource(String name) {
        try (InputStream file = GoldQuestion.class.getResourceAsStream("/bench/gold/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
