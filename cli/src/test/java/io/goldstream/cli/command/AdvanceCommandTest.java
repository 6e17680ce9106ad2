package io.goldstream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AdvanceCommandTest {

    /** Upkeep expires the snapshot that would be asked, so no file would ever leave landing. */
    @Test
    void aGraceOfADayIsRefused() {
        StringWriter errors = new StringWriter();
        int exit = new CommandLine(new LakeCommand())
                .setErr(new PrintWriter(errors))
                .execute("advance", "--archive", "--grace", "24h");

        assertThat(exit).isEqualTo(2);
        assertThat(errors.toString()).contains("--grace", "less than a day");
    }
}
