package io.goldstream.cli.command;

import io.goldstream.cli.output.ResultFormat;
import java.sql.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream quarantine}. */
@Command(
        name = "quarantine",
        description =
                "Count the events in quarantine by type, kind, first broken rule and reason. Show the 50 largest counts.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "After a rule is fixed, run: goldstream replay. Replayed events are still listed here;",
            "goldstream replay --dry-run counts them as sent before.",
            "The original bytes are in quarantine.events: goldstream sql \"SELECT from_utf8(value) FROM quarantine.events\"."
        })
public final class QuarantineCommand implements Callable<Integer> {

    private static final String SUMMARY = """
            SELECT type, kind, element_at(violations, 1).rule AS rule, reason, count(*) AS events, max(received_at) AS latest
            FROM quarantine.events
            GROUP BY 1, 2, 3, 4
            ORDER BY events DESC, 1, 2, 3, 4
            LIMIT 50""";

    private static final String LATEST = """
            SELECT received_at, type, kind, event_id, element_at(violations, 1).rule AS rule, reason, source_topic, source_partition, source_offset
            FROM quarantine.events
            ORDER BY received_at DESC, source_topic, source_partition, source_offset DESC
            LIMIT %d""";

    @Mixin
    private ProfileOption profile;

    @Mixin
    private TrinoOption trino;

    @Spec
    private CommandSpec spec;

    @Option(names = "--latest", paramLabel = "N", description = "Show the last N events instead of counts.")
    private Integer latest;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (default), csv or json.")
    private ResultFormat format;

    @Override
    public Integer call() throws Exception {
        if (latest != null && latest < 1) {
            throw new ParameterException(spec.commandLine(), "--latest must be 1 or more");
        }
        try (Connection connection = trino.open(profile.place())) {
            SqlCommand.run(connection, latest == null ? SUMMARY : LATEST.formatted(latest), format);
        }
        return 0;
    }
}
