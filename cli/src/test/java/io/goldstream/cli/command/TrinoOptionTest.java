package io.goldstream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.cli.endpoint.BuiltIn;
import io.goldstream.cli.endpoint.Surroundings;
import io.goldstream.trino.TrinoEndpoint;
import io.goldstream.trino.TrinoEndpoint.Credential;
import io.goldstream.trino.TrinoEndpoint.Credential.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class TrinoOptionTest {

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    @Command
    private final class Asking implements Surroundings {

        @Mixin
        private ProfileOption profile;

        @Mixin
        private TrinoOption trino;

        @Override
        public UnaryOperator<String> environment() {
            return environment::get;
        }

        @Override
        public Optional<BuiltIn> builtIn() {
            return Optional.empty();
        }
    }

    private TrinoEndpoint endpoint(String... arguments) throws IOException {
        Asking asking = new Asking();
        new CommandLine(asking).parseArgs(arguments);
        return asking.trino.endpoint(asking.profile.place());
    }

    @Test
    void whoAsksIsNamedByTheOptionElseByTheEnvironmentElseByTheSystem() throws IOException {
        assertThat(endpoint("--trino", "https://t").user()).isEqualTo(System.getProperty("user.name"));
        environment.put("GOLDSTREAM_TRINO_USER", "egon");
        assertThat(endpoint("--trino", "https://t").user()).isEqualTo("egon");
        assertThat(endpoint("--trino", "https://t", "--user", "ana").user()).isEqualTo("ana");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8080", "localhost:8080", "trino", "http://a b"})
    void anAddressIsAUrl(String address) {
        assertThatThrownBy(() -> endpoint("--trino", address))
                .isInstanceOf(ParameterException.class)
                .hasMessage("--trino: a Trino server's URL is https://HOST:PORT, not " + address);
    }

    @Test
    void aFileToTrustHoldsACertificate() throws IOException {
        String key = Files.writeString(
                        folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
                .toString();
        String empty = Files.writeString(folder.resolve("empty"), "").toString();
        for (String file : List.of(key, empty)) {
            assertThatThrownBy(() -> endpoint("--trino", "https://t", "--trust", file))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining("--trust: " + file + " holds no certificate");
        }
        environment.put("GOLDSTREAM_TRINO_TRUST", "not there");
        assertThatThrownBy(() -> endpoint("--trino", "https://t"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("GOLDSTREAM_TRINO_TRUST: cannot read not there");
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
                .hasMessageContaining("leave one out")
                .hasMessageNotContaining("of the environment");
        environment.remove("GOLDSTREAM_TRINO_PASSWORD");
        assertThat(endpoint("--trino", "https://t").credential())
                .contains(new Credential(Kind.TOKEN, "of the environment"))
                .hasToString("Optional[TOKEN]");
    }

    @Test
    void whatMakesNoSenseIsWrongUsage() {
        assertThatThrownBy(this::endpoint)
                .isInstanceOf(ParameterException.class)
                .hasMessage(
                        "no Trino: say --trino, set GOLDSTREAM_TRINO, or name it as trino in a profile (--profile)");
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
