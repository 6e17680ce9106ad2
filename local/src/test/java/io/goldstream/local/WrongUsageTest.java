package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WrongUsageTest {

    private static String refused(String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Goldstream.commandLine().setErr(new PrintWriter(err, true));
        assertThat(commandLine.execute(arguments)).isEqualTo(2);
        return err.toString();
    }

    @Test
    void isToldInALineWithTheWayToHelp() {
        assertThat(refused("simulate", "--days", "many").lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).contains("goldstream simulate: ", "--days", "many"))
                .endsWith("'goldstream simulate --help' explains its options.");
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        assertThat(refused("simulate", "--dasy", "3")).contains("--dasy", "--days");
    }

    @Test
    void showsWhichCommandsThereAre() {
        assertThat(refused()).contains("Missing required subcommand", "  demo ");
        assertThat(refused("dmeo")).contains("dmeo", "demo");
        assertThat(refused("bench")).contains("Missing required subcommand", "  edge ");
    }
}
