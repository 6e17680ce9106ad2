package io.goldstream.local.command;

import io.goldstream.local.Project;
import io.goldstream.local.reconcile.Offsets;
import io.goldstream.local.reprocess.MissingRecords;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Stack;
import io.goldstream.trino.command.DurationConverter;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream reprocess}. */
@Command(
        name = "reprocess",
        description = "Refine raw again, by the code that refines the stream.",
        mixinStandardHelpOptions = true)
public final class ReprocessCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Option(
            names = "--missing",
            required = true,
            description = "What raw has, and neither bronze nor quarantine: from the landed files.")
    private boolean isMissing;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long landing may take. Default: 10m.")
    private Duration timeout;

    @Override
    public Integer call() throws Exception {
        Stack stack = home.stack();
        for (Part part : List.of(Part.KAFKA, Part.CONNECT, Part.GATEWAY, Part.TRINO)) {
            stack.portsWith(part);
        }
        try (Offsets offsets = new Offsets(stack.ports().bootstrapServers());
                Connection connection = LakeConnection.open(stack.ports())) {
            MissingRecords missing =
                    new MissingRecords(home.home(), Project.current(), offsets, connection, System.err::println);
            System.out.printf(Locale.ROOT, "refined %,d records that were missing%n", missing.refine(timeout));
        }
        return 0;
    }
}
