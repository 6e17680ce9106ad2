package io.goldstream.trino.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.trino.TrinoEndpoint;
import io.goldstream.trino.TrinoEndpoint.Credential;
import io.goldstream.trino.TrinoEndpoint.Credential.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class EndpointOptionsTest {

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    @Command
    private static final class Asking {

        @Mixin
        private final EndpointOptions options;

        private Asking(EndpointOptions options) {
            this.options = options;
        }
    }

    private EndpointOptions options(String... arguments) {
        Asking asking = new Asking(new EndpointOptions(environment::get));
        new CommandLine(asking).parseArgs(arguments);
        return asking.options;
    }

    private TrinoEndpoint endpoint(String... arguments) {
        return options(arguments).endpoint("own");
    }

    @Test
    void whoAsksIsNamedByTheOptionElseByTheEnvironmentElseByTheCommand() {
        assertThat(endpoint("--trino", "https://t").user()).isEqualTo("own");
        environment.put("GOLDSTREAM_TRINO_USER", "egon");
        assertThat(endpoint("--trino", "https://t").user()).isEqualTo("egon");
        assertThat(endpoint("--trino", "https://t", "--user", "ana").user()).isEqualTo("ana");
    }

    @Test
    void theCredentialIsInAFileElseInTheEnvironment() throws IOException {
        assertThat(endpoint("--trino", "https://t").credential()).isEmpty();
        environment.put("GOLDSTREAM_TRINO_PASSWORD", "of the environment");
        assertThat(endpoint("--trino", "https://t").credential())
                .contains(new Credential(Kind.PASSWORD, "of the environment"));

        String file = Files.writeString(folder.resolve("secret"), " of the file\nand a second line")
                .toString();
        assertThat(endpoint("--trino", "https://t", "--password-file", file).credential())
                .contains(new Credential(Kind.PASSWORD, " of the file"));
        assertThat(endpoint("--trino", "https://t", "--token-file", file).credential())
                .contains(new Credential(Kind.TOKEN, " of the file"));

        environment.put("GOLDSTREAM_TRINO_TOKEN", "of the environment");
        assertThatThrownBy(() -> endpoint("--trino", "https://t"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("unset one")
                .hasMessageNotContaining("of the environment");
        environment.remove("GOLDSTREAM_TRINO_PASSWORD");
        assertThat(endpoint("--trino", "https://t").credential())
                .contains(new Credential(Kind.TOKEN, "of the environment"))
                .hasToString("Optional[TOKEN]");
    }

    @Test
    void whatMakesNoSenseIsWrongUsage() {
        assertThat(options().isGiven()).isFalse();
        assertThatThrownBy(this::endpoint)
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--trino=URL");
        assertThatThrownBy(() -> endpoint("--trino", "https://t", "--password-file", "nowhere"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--password-file: cannot read nowhere");
        assertThatThrownBy(() -> endpoint("--trino", "https://t", "--token-file", "nowhere"))
                .hasMessageContaining("--token-file: cannot read nowhere");
        assertThatThrownBy(() -> endpoint("--trino", "https://t", "--token-file", "a", "--password-file", "b"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("mutually exclusive");
        environment.put("GOLDSTREAM_TRINO_PASSWORD", "secret");
        assertThatThrownBy(() -> endpoint("--trino", "http://t"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("https only")
                .hasMessageNotContaining("secret");
    }
}
