package io.goldstream.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.Goldstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

class PlaceTest {

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    @BeforeEach
    void profiles() throws IOException {
        environment.put("GOLDSTREAM_PROFILES", write("goldstream.yaml", """
                production:
                  kafka: kafka.example:9093
                  kafka-config: client.properties
                  trino: https://trino.example:8443
                  user: egon
                  password-file: trino.password
                  generation: 2
                staging:
                  trino: https://staging.example:8443
                """));
        write("trino.password", "secret of the profile\n");
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    /** A profile that is as a folder says. */
    private record Stack(String home) implements Profile {
        @Override
        public boolean names(Setting setting) {
            return setting.isAddress();
        }

        @Override
        public Optional<String> value(Setting setting) {
            return names(setting) ? Optional.of(setting.key() + " of " + home) : Optional.empty();
        }
    }

    private record Stacks() implements BuiltIn {
        @Override
        public String name() {
            return "local";
        }

        @Override
        public String option() {
            return "--home";
        }

        @Override
        public Profile open(Optional<String> which) {
            return new Stack(which.orElse("here"));
        }
    }

    private Place place(String... arguments) {
        return place(Goldstream.commandLine(environment::get, Optional.empty()), arguments);
    }

    private Place onThisMachine(String... arguments) {
        CommandLine commandLine = Goldstream.commandLine(environment::get, Optional.of(new Stacks()));
        commandLine.getSubcommands().values().stream()
                .filter(command -> command.getCommandSpec().findOption("--profile") != null)
                .forEach(command -> command.getCommandSpec()
                        .addOption(OptionSpec.builder("--home").type(Path.class).build()));
        return place(commandLine, arguments);
    }

    private static Place place(CommandLine commandLine, String... arguments) {
        commandLine.parseArgs(arguments);
        return Place.of(commandLine.getParseResult().subcommand().commandSpec());
    }

    @Test
    void anOptionBeatsTheEnvironmentAndThatAProfile() throws IOException {
        assertThat(place("wait", "--profile", "production").find(Setting.KAFKA)).contains("kafka.example:9093");
        environment.put("GOLDSTREAM_KAFKA", "environment:9092");
        assertThat(place("wait", "--profile", "production").find(Setting.KAFKA)).contains("environment:9092");
        assertThat(place("wait", "--profile", "production", "--kafka", "option:9092")
                        .find(Setting.KAFKA))
                .contains("option:9092");
        assertThat(place("wait", "--profile", "production").find(Setting.GENERATION))
                .contains("2");
    }

    @Test
    void theEnvironmentNamesAProfileWhereNoOptionDoes() throws IOException {
        assertThat(place("wait").find(Setting.TRINO)).isEmpty();
        environment.put("GOLDSTREAM_PROFILE", "production");
        assertThat(place("wait").find(Setting.TRINO)).contains("https://trino.example:8443");
        assertThat(place("wait", "--profile", "staging").find(Setting.TRINO)).contains("https://staging.example:8443");
    }

    @Test
    void whatIsMissingIsToldWithEveryWayToNameIt() {
        assertThatThrownBy(() -> place("wait").need(Setting.KAFKA))
                .isInstanceOf(ParameterException.class)
                .hasMessage(
                        "no Kafka: say --kafka, set GOLDSTREAM_KAFKA, or name it as kafka in a profile (--profile)");
        assertThatThrownBy(() -> place("replay", "--gateway", "http://g:9000").need(Setting.OPERATOR_KEY))
                .hasMessage(
                        "no operators' key: set GOLDSTREAM_OPERATOR_KEY, or name it as operator-key-file in a profile"
                                + " (--profile)");
    }

    /** Else the password of one installation would be shown to another. */
    @Test
    void aSecretOfAProfileGoesToTheProfilesAddressOnly() throws IOException {
        assertThat(place("sql", "--profile", "production", "SELECT 1").find(Setting.TRINO_PASSWORD))
                .contains("secret of the profile");
        Place other = place("sql", "--profile", "production", "--trino", "https://other.example", "SELECT 1");
        assertThat(other.find(Setting.TRINO_PASSWORD)).isEmpty();
        assertThat(other.names(Setting.TRINO_USER)).isFalse();
    }

    @Test
    void filesOfAProfileAreInItsFolder() throws IOException {
        assertThat(place("wait", "--profile", "production").find(Setting.KAFKA_CONFIG))
                .contains(folder.resolve("client.properties").toString());
        Files.delete(folder.resolve("trino.password"));
        assertThatThrownBy(() -> place("wait", "--profile", "production").find(Setting.TRINO_PASSWORD))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("goldstream.yaml, password-file: cannot read ");
    }

    @Test
    void whatIsWrongWithAFileOfProfilesIsTold() throws IOException {
        assertThatThrownBy(() -> place("wait", "--profile", "prod"))
                .hasMessageEndingWith("goldstream.yaml has no profile prod, only production, staging");
        write("goldstream.yaml", "production:\n  kafak: k:9092\n");
        assertThatThrownBy(() -> place("wait", "--profile", "production"))
                .hasMessageEndingWith("goldstream.yaml, profile production: there is no key kafak");
        write("goldstream.yaml", "production:\n  kafka: a\n  kafka: b\n");
        assertThatThrownBy(() -> place("wait", "--profile", "production"))
                .hasMessageContaining("is no file of profiles", "Duplicate field 'kafka'");
        environment.put("GOLDSTREAM_PROFILES", folder.resolve("nowhere").toString());
        assertThatThrownBy(() -> place("wait", "--profile", "production"))
                .hasMessageContaining("nowhere, which should have the profile production")
                .hasMessageContaining("GOLDSTREAM_PROFILES");
    }

    /** Half of one place and half of another would be compared with one another. */
    @Test
    void theBuiltInProfileIsTakenWhereNobodyNamesAnAddress() throws IOException {
        assertThat(onThisMachine("wait").find(Setting.TRINO)).contains("trino of here");
        assertThat(onThisMachine("wait", "--home", "there").find(Setting.TRINO)).contains("trino of there");
        assertThat(onThisMachine("wait", "--kafka", "k:9092").find(Setting.TRINO))
                .isEmpty();
        assertThat(onThisMachine("wait", "--kafka", "k:9092", "--home", "there").find(Setting.TRINO))
                .isEmpty();
        assertThat(onThisMachine("wait", "--profile", "production").find(Setting.LAKE))
                .isEmpty();

        environment.put("GOLDSTREAM_KAFKA", "environment:9092");
        assertThat(onThisMachine("wait").find(Setting.TRINO)).isEmpty();
        assertThat(onThisMachine("wait", "--home", "there").find(Setting.KAFKA)).contains("kafka of there");
    }

    @Test
    void theBuiltInProfileThatIsNamedIsFilledUpLikeAnother() throws IOException {
        Place local = onThisMachine("wait", "--profile", "local", "--kafka", "k:9092");
        assertThat(local.find(Setting.KAFKA)).contains("k:9092");
        assertThat(local.find(Setting.TRINO)).contains("trino of here");
        assertThatThrownBy(() -> onThisMachine("wait", "--profile", "staging", "--home", "there"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("--home and --profile staging name different installations: leave one out");
    }
}
