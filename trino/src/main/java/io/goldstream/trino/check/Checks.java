package io.goldstream.trino.check;

import io.goldstream.trino.Query;
import io.goldstream.trino.Result;
import io.goldstream.trino.Settings;
import io.goldstream.trino.View;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The checks of a lake: one for each file of {@code checks/order.txt}, and one for the grain of each view that states it.
 * What they reconcile ends at a mark that is fixed before the first of them: the last offset of each raw partition then.
 */
public final class Checks {

    static final int SHOWN = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)}");

    private final Connection connection;
    private final Limits limits;
    private final Since since;

    /** Is told what a run does. */
    public interface Listener {

        /** A check begins, the {@code number}th of {@code total}. */
        void begins(int number, int total, Check check);

        /** A check failed and will be asked again. */
        void waits(Check check);
    }

    /** @param connection to the lake's catalog */
    public Checks(Connection connection, Limits limits, Since since) {
        this.connection = connection;
        this.limits = limits;
        this.since = since;
    }

    /** Fixes the mark, and says what is to be checked. */
    public List<Check> of(Settings settings) throws SQLException {
        Map<String, String> placeholders = new HashMap<>(Map.of(
                "catalog", settings.catalog(),
                "first_date", settings.firstDate().toString(),
                "max_age_seconds", Long.toString(limits.maxAge().toSeconds()),
                "max_lag_seconds", Long.toString(limits.maxLag().toSeconds()),
                "mark", mark()));
        placeholders.putAll(since.conditions());
        placeholders.put("referred", fill(References.referred(View.all()), since.conditions()));
        placeholders.put("known", References.known(View.all()));
        List<Check> checks = new ArrayList<>();
        for (String name : read("order.txt").lines().toList()) {
            checks.add(check(name.replace('_', ' '), read(name + ".sql"), placeholders));
        }
        String grain = read("grain.sql");
        for (View view : View.all()) {
            if (!view.grain().isEmpty()) {
                placeholders.put("view", view.name());
                placeholders.put("grain", String.join(", ", view.grainColumns()));
                placeholders.put("is_absent", isAbsent(view));
                placeholders.put("grain_since", since.conditionOf(view));
                checks.add(check("grain of " + view.name(), grain, placeholders));
            }
        }
        return List.copyOf(checks);
    }

    /** Asks one after the other; what fails is asked again until patience ends. */
    public List<Outcome> run(List<Check> checks, Listener listener) throws SQLException, InterruptedException {
        Instant deadline = Instant.now().plus(limits.patience());
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            Check check = checks.get(i);
            listener.begins(i + 1, checks.size(), check);
            Outcome outcome = ask(check);
            while (!outcome.isPassed() && Instant.now().isBefore(deadline)) {
                listener.waits(check);
                Thread.sleep(PAUSE);
                outcome = ask(check);
            }
            outcomes.add(outcome);
        }
        return List.copyOf(outcomes);
    }

    private Outcome ask(Check check) throws SQLException {
        Instant begin = Instant.now();
        Result broken = Query.run(connection, "SELECT * FROM (\n" + check.sql() + "\n) LIMIT " + SHOWN);
        return new Outcome(check, broken, Duration.between(begin, Instant.now()));
    }

    /** The mark as rows of a {@code VALUES} list; one that no record is under where raw is empty. */
    private String mark() throws SQLException {
        List<List<Object>> rows = Query.run(connection, statement(fill(read("mark.sql"), since.conditions())))
                .rows();
        if (rows.isEmpty()) {
            return "('', 0, BIGINT '-1')";
        }
        return rows.stream()
                .map(row -> "('%s', %s, BIGINT '%s')".formatted(row.get(0), row.get(1), row.get(2)))
                .collect(Collectors.joining(",\n    "));
    }

    private static String isAbsent(View view) {
        return view.requiredGrainColumns().stream()
                .map(column -> column + " IS NULL")
                .collect(Collectors.joining(" OR "));
    }

    private static Check check(String name, String text, Map<String, String> placeholders) {
        String filled = fill(text, placeholders);
        String says = filled.lines()
                .takeWhile(line -> line.startsWith("--"))
                .map(line -> line.substring(2).strip())
                .collect(Collectors.joining(" "));
        return new Check(name, says, statement(filled));
    }

    private static String fill(String text, Map<String, String> placeholders) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(placeholders.get(found.group(1))));
    }

    private static String statement(String text) {
        return text.lines()
                .dropWhile(line -> line.startsWith("--"))
                .collect(Collectors.joining("\n"))
                .strip()
                .replaceFirst(";$", "");
    }

    private static String read(String name) {
        try (InputStream file = Checks.class.getResourceAsStream("/checks/" + name)) {
            if (file == null) {
                throw new IllegalStateException("The class path has no checks/" + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read checks/" + name + " on the class path", e);
        }
    }
}
