package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.files.FileLake;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.events.schema.Generation;
import io.goldstream.trino.Settings;
import io.goldstream.trino.register.Registration;
import io.goldstream.trino.register.Registration.Found;
import io.goldstream.trino.register.Registration.Outcome;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code goldstream lake register}. */
@Command(
        name = "register",
        description = "Bring base tables back to a metastore that has lost them, or that was set back.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "For each base table of every generation, the command finds the metadata file of",
            "the last commit in storage. It registers this file in Trino if the metastore has",
            "no such table, or an earlier commit of it. It shows what it found and did. If",
            "the files do not tell which commit was the last, or if that commit may be under",
            "way, it changes nothing about this table. Run it again at any time, but not",
            "while lake advance runs. Then run lake apply, so that the views show the tables.",
            "In Trino, the catalog of the base tables needs",
            "iceberg.register-table-procedure.enabled. Exits 1 if a table could not be",
            "registered, or if files of its last commit are gone."
        })
final class RegisterCommand implements Callable<Integer> {

    /** A commit can wait for a lock of the metastore for five minutes. */
    static final Duration SETTLED = Duration.ofMinutes(10);

    @Mixin
    private ProfileOption profile;

    @Mixin
    private TrinoOption trino;

    @Mixin
    private LakeOption lake;

    @Mixin
    private TablesOption tables;

    @Override
    public Integer call() throws Exception {
        Place place = profile.place();
        Settings settings = TablesOption.settings(place, Generation.FIRST);
        try (FileLake files = FileLake.open(place);
                Connection connection = trino.open(place)) {
            List<Outcome> outcomes = new Registration(connection, settings, files.base()).run(SETTLED);
            ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
            table.columns(List.of("base table", "found", "rows", "metadata"));
            for (Outcome outcome : outcomes) {
                table.row(List.of(outcome.table(), outcome.found().toString(), outcome.rows(), outcome.metadata()));
            }
            table.end();
            List<Outcome> wrong = outcomes.stream()
                    .filter(outcome -> Set.of(Found.UNKNOWN, Found.INCOMPLETE).contains(outcome.found()))
                    .toList();
            wrong.forEach(outcome -> System.err.println(outcome.table() + ": " + outcome.reason()));
            if (!wrong.isEmpty()) {
                throw new CommandFailure(
                        wrong.size() + " of " + outcomes.size() + " base tables are not as they should be");
            }
        }
        return 0;
    }
}
