package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.trino.Settings;
import io.goldstream.trino.TrinoEndpoint;
import io.goldstream.trino.TrinoEndpoint.Credential;
import io.goldstream.trino.TrinoEndpoint.Credential.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which Trino a command asks, and as whom: the same options on a laptop and in a cluster's jobs. */
public final class TrinoOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--trino",
            paramLabel = "URL",
            description = "Trino, such as https://trino.example:8443. Default: GOLDSTREAM_TRINO in the environment.")
    private String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The account in Trino. Default: GOLDSTREAM_TRINO_USER in the environment, else the system's "
                    + "user.")
    private String user;

    @ArgGroup
    private CredentialFile credentialFile;

    private static final class CredentialFile {

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "A file whose first line is the account's password. Default: the password in"
                        + " GOLDSTREAM_TRINO_PASSWORD in the environment.")
        private Path password;

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = "A file whose first line is a JSON Web Token for the account. Default: the token in"
                        + " GOLDSTREAM_TRINO_TOKEN in the environment.")
        private Path token;
    }

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "A PEM file with the certificate of Trino or of its authority, if this machine does not know "
                    + "it. Default: GOLDSTREAM_TRINO_TRUST in the environment.")
    private Path trusted;

    /**
     * A session in UTC in which tables are named without the catalog, such as {@code gold.fact_stream}.
     *
     * @throws ParameterException if no Trino is named, or a value makes no sense
     */
    Connection open(Place place) throws IOException {
        TrinoEndpoint endpoint = endpoint(place);
        try {
            Connection connection = endpoint.connect();
            connection.setCatalog(place.find(Setting.CATALOG).orElse(Settings.CATALOG));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(connection)));
            return connection;
        } catch (SQLException failed) {
            throw new CommandFailure("cannot talk to Trino at " + endpoint.url() + ": " + failed.getMessage(), failed);
        }
    }

    /** Ends the query of a command that is interrupted, because Trino would go on with it for minutes. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            // The command ends anyway.
        }
    }

    TrinoEndpoint endpoint(Place place) throws IOException {
        String address = place.need(Setting.TRINO);
        try {
            return new TrinoEndpoint(
                    new URI(address),
                    place.find(Setting.TRINO_USER).orElse(System.getProperty("user.name")),
                    credential(place),
                    trusted(place));
        } catch (URISyntaxException wrong) {
            throw place.wrong(Setting.TRINO, "a Trino server's URL is https://HOST:PORT, not " + address);
        } catch (IllegalArgumentException wrong) {
            throw place.wrong(Setting.TRINO, wrong.getMessage());
        }
    }

    private static Optional<Path> trusted(Place place) throws IOException {
        Optional<Path> file = place.find(Setting.TRINO_TRUST).map(Path::of);
        if (file.isPresent() && !holdsCertificate(place, file.get())) {
            throw place.wrong(
                    Setting.TRINO_TRUST,
                    file.get() + " holds no certificate: name a PEM file that begins with -----BEGIN CERTIFICATE-----");
        }
        return file;
    }

    private static boolean holdsCertificate(Place place, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .isEmpty();
        } catch (IOException unreadable) {
            throw place.wrong(Setting.TRINO_TRUST, "cannot read " + file);
        } catch (CertificateException other) {
            return false;
        }
    }

    private Optional<Credential> credential(Place place) throws IOException {
        if (credentialFile != null) {
            return credentialFile.password != null
                    ? inFile(Kind.PASSWORD, "--password-file", credentialFile.password)
                    : inFile(Kind.TOKEN, "--token-file", credentialFile.token);
        }
        Optional<String> password = place.find(Setting.TRINO_PASSWORD);
        Optional<String> token = place.find(Setting.TRINO_TOKEN);
        if (password.isPresent() && token.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a password and a token for Trino are both set (" + Setting.TRINO_PASSWORD.variable() + " and "
                            + Setting.TRINO_TOKEN.variable() + ", or in the profile): leave one out");
        }
        return password.map(secret -> new Credential(Kind.PASSWORD, secret))
                .or(() -> token.map(secret -> new Credential(Kind.TOKEN, secret)));
    }

    private Optional<Credential> inFile(Kind kind, String option, Path file) {
        try {
            return Files.readString(file).lines().findFirst().map(secret -> new Credential(kind, secret));
        } catch (IOException unreadable) {
            throw new ParameterException(spec.commandLine(), option + ": cannot read " + file, unreadable);
        }
    }
}
