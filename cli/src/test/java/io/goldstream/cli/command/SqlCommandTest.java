package io.goldstream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.cli.Goldstream;
import io.goldstream.cli.output.SqlStatements;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class SqlCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- plays by day\nSELECT 1",
                "--plays\nSELECT 1",
                "--format of plays\nSELECT 1",
                "SELECT 1 -- one",
                "-"
            })
    void aStatementMayBeginWithAComment(String statement) {
        ParseResult parsed = parse("sql", "--format", "csv", statement).subcommand();

        assertThat(parsed.<String>matchedPositionalValue(0, "").strip()).isEqualTo(statement);
        assertThat(parsed.<Object>matchedOptionValue("--format", null)).hasToString("CSV");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--formt=csv", "--formt"})
    void anOptionThatIsMisspeltIsNoStatement(String option) {
        assertThatThrownBy(() -> parse("sql", option, "SELECT 1"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("Unknown option: '" + option + "'");
    }

    @Test
    void aFileMayBeginWithAByteOrderMark() {
        assertThat(SqlStatements.split("\uFEFFSELECT 1;\r\nSELECT '\uFEFF'\r\n"))
                .containsExactly("SELECT 1", "SELECT '\uFEFF'");
    }

    private static ParseResult parse(String... arguments) {
        return Goldstream.commandLine(name -> null, Optional.empty()).parseArgs(arguments);
    }
}
