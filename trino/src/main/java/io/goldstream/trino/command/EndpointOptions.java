package io.goldstream.trino.command;

import io.goldstream.trino.TrinoEndpoint;
import io.goldstream.trino.TrinoEndpoint.Credential;
import io.goldstream.trino.TrinoEndpoint.Credential.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which Trino a command talks to, and as whom: the same options on a laptop and in a cluster's jobs. */
public final class EndpointOptions {

    /** A secret on a command line would be in the process list and in the shell's history. */
    private static final String PASSWORD = "GOLDSTREAM_TRINO_PASSWORD";

    private static final String TOKEN = "GOLDSTREAM_TRINO_TOKEN";

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

    @ArgGroup
    private CredentialFile credentialFile;

    private static final class CredentialFile {

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "A file whose first line is the account's password. Default: " + PASSWORD
                        + " in the environment.")
        private Path password;

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = "A file whose first line is a JSON Web Token for the account. Default: " + TOKEN
                        + " in the environment.")
        private Path token;
    }

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
                    credential(),
                    Optional.ofNullable(trusted));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--trino: " + wrong.getMessage(), wrong);
        }
    }

    private Optional<Credential> credential() {
        if (credentialFile != null) {
            return credentialFile.password != null
                    ? inFile(Kind.PASSWORD, "--password-file", credentialFile.password)
                    : inFile(Kind.TOKEN, "--token-file", credentialFile.token);
        }
        Optional<Credential> password = inEnvironment(Kind.PASSWORD, PASSWORD);
        Optional<Credential> token = inEnvironment(Kind.TOKEN, TOKEN);
        if (password.isPresent() && token.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), PASSWORD + " and " + TOKEN + " are both in the environment: unset one");
        }
        return password.or(() -> token);
    }

    private Optional<Credential> inFile(Kind kind, String option, Path file) {
        try {
            return Files.readString(file).lines().findFirst().map(secret -> new Credential(kind, secret));
        } catch (IOException unreadable) {
            throw new ParameterException(spec.commandLine(), option + ": cannot read " + file, unreadable);
        }
    }

    private Optional<Credential> inEnvironment(Kind kind, String variable) {
        return Optional.ofNullable(environment.apply(variable)).map(secret -> new Credential(kind, secret));
    }
}
