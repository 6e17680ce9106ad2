package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** docs/commands.md is what {@code --help} of each command prints. {@code -Dgolden.update=true} writes it anew. */
class CommandsDocumentTest {

    private static final Path DOCUMENT = Project.current().root().resolve("docs/commands.md");

    private static final String INTRODUCTION = """
            # The commands

            `./goldstream COMMAND --help` prints what this page shows. The page is generated from the commands, and `CommandsDocumentTest`
            checks it. `./goldstream test` is the launcher's own command: see [contributing](../CONTRIBUTING.md).

            The image `goldstream/cli` has the same commands without `up`, `down`, `demo`, `simulate`, `chaos` and `bench`, and without the
            option `--home`. [Endpoints and profiles](operations.md#from-your-own-machine) says how a command finds the servers. A profile comes
            after the environment variable, and before a default that follows *else*.
            """;

    @Test
    void thePageIsWhatTheCommandsPrint() throws IOException {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        for (CommandLine command : commands(Goldstream.commandLine())) {
            text.append("\n%s %s\n\n```text\n%s```\n"
                    .formatted(
                            "#".repeat(depth(command)),
                            command.getCommandSpec().qualifiedName(),
                            command.getUsageMessage(Ansi.OFF).replaceAll("[ \t]+\n", "\n")));
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, text);
        }

        assertThat(Files.readString(DOCUMENT)).as("run .ci/documents").isEqualTo(text.toString());
    }

    /** Each command, and behind it its own. */
    private static Set<CommandLine> commands(CommandLine parent) {
        Set<CommandLine> commands = new LinkedHashSet<>();
        for (CommandLine command : parent.getSubcommands().values()) {
            if (!command.getCommandName().equals("help")) {
                commands.add(command);
                commands.addAll(commands(command));
            }
        }
        return commands;
    }

    private static int depth(CommandLine command) {
        int depth = 1;
        for (CommandLine above = command.getParent(); above != null; above = above.getParent()) {
            depth++;
        }
        return depth;
    }
}
