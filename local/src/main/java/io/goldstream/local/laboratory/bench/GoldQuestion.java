package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.output.SqlStatements;
import io.goldstream.trino.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A question that a gold view answers, and the best query of the same question that is written by hand, without gold.
 *
 * @param view its name in gold
 * @param asked what is asked, in words
 * @param cost what the view does beyond that, in words
 * @param gold the query over gold
 * @param best the query without gold: the same rows
 */
record GoldQuestion(String view, String asked, String cost, String gold, String best) {

    /** All of gold's; each has a file {@code questions/<view>.sql}, whose first line says what is asked and what it costs. */
    static final List<String> VIEWS = View.all().stream()
            .filter(view -> view.schema().equals("gold"))
            .map(view -> view.name().substring("gold.".length()))
            .toList();

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
