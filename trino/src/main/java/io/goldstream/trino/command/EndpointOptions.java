package io.goldstream.trino.command;

import io.goldstream.trino.TrinoEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which Trino a command talks to, and as whom: the same options on a laptop and in a cluster's jobs. */
public final class EndpointOptions {

    /** A secret on a command line would be in the process list and in the shell's history. */
    private static final String PASSWORD = "GOLDSTREAM_TRINO_PASSWORD";

    private static final String USER = "GOLDSTREAM_TRINO_USER";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--trino",
            paramLabel = "URL",
            description = "A deployed Trino, such as https://trino.example:8443.")
    private URI url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The account there. Default: " + USER + " in the environment, else one of the command's own.")
    private String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "A file whose first line is the account's password. Default: " + PASSWORD + " in the environment.")
    private Path passwordFile;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "The deployed Trino's certificate or its authority's, PEM, where this machine does not know it.")
    private Path trusted;

    private final UnaryOperator<String> environment;

    public EndpointOptions() {
        this(System::getenv);
    }

    EndpointOptions(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** Whether a Trino was named. */
    public boolean isGiven() {
        return url != null;
    }

    /**
     * The Trino that was named.
     *
     * @param ownUser the account where neither an option nor the environment names one
     * @throws ParameterException where none was named, or an option's value makes no sense
     */
    public TrinoEndpoint endpoint(String ownUser) {
        if (url == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--trino=URL'");
        }
        try {
            return new TrinoEndpoint(
                    url,
                    Optional.ofNullable(user)
                            .or(() -> Optional.ofNullable(environment.apply(USER)))
                            .orElse(ownUser),
                    password(),
                    Optional.ofNullable(trusted));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--trino: " + wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            throw new ParameterException(
                    spec.commandLine(), "--password-file: cannot read " + passwordFile, unreadable);
        }
    }

    private Optional<String> password() throws IOException {
        if (passwordFile == null) {
            return Optional.ofNullable(environment.apply(PASSWORD));
        }
        return Files.readString(passwordFile).lines().findFirst();
    }
}
