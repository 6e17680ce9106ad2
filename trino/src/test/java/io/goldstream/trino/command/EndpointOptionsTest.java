package io.goldstream.trino.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.trino.TrinoEndpoint;
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
    void thePasswordIsInAFileElseInTheEnvironment() throws IOException {
        assertThat(endpoint("--trino", "https://t").password()).isEmpty();
        environment.put("GOLDSTREAM_TRINO_PASSWORD", "of the environment");
        assertThat(endpoint("--trino", "https://t").password()).contains("of the environment");

        Path file = Files.writeString(folder.resolve("password"), " of the file\nand a second line");
        assertThat(endpoint("--trino", "https://t", "--password-file", file.toString())
                        .password())
                .contains(" of the file");
    }

    @Test
    void whatMakesNoSenseIsWrongUsage() {
        assertThat(options().isGiven()).isFalse();
        assertThatThrownBy(this::endpoint)
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--trino=URL");
        assertThatThrownBy(() -> endpoint("--trino", "https://t", "--password-file", "nowhere"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("cannot read nowhere");
        environment.put("GOLDSTREAM_TRINO_PASSWORD", "secret");
        assertThatThrownBy(() -> endpoint("--trino", "http://t"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("https only")
                .hasMessageNotContaining("secret");
    }
}
