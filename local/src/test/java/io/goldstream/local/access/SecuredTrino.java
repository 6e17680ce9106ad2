package io.goldstream.local.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.local.Project;
import io.goldstream.local.Versions;
import io.goldstream.trino.Lake;
import io.goldstream.trino.Query;
import io.goldstream.trino.Settings;
import io.goldstream.trino.TrinoEndpoint;
import io.goldstream.trino.TrinoEndpoint.Credential;
import io.goldstream.trino.TrinoEndpoint.Credential.Kind;
import io.goldstream.trino.server.TrinoInstallation;
import io.goldstream.trino.server.TrinoMain;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Key;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A coordinator and a worker with the deployable configuration of {@code trino/etc}, laid out as in Trino's image and
 * started as its launcher does. What differs is what the environment says (secrets, ports, sizes), and the catalog's store:
 * a folder instead of Azure.
 */
final class SecuredTrino {

    static final String PASSWORD = "correct horse battery staple";

    /**
     * The name that clients connect to, and that the certificate carries; src/test/hosts resolves it. By an address, or by a
     * name that it does not know, Trino answers with its internal certificate.
     */
    private static final String NAME = "trino.test";

    private static final Path ETC = Project.current().root().resolve("trino/etc");
    private static final Duration STARTING = Duration.ofMinutes(10);

    private final Path home;
    private final int port;
    private final TestTokens tokens;
    private final List<Process> nodes = new ArrayList<>();

    private SecuredTrino(Path home, int port) throws Exception {
        this.home = home;
        this.port = port;
        this.tokens = TestTokens.believedBy(tokenKeys());
    }

    /** @param groups the members of each group, an engineer among them; all have the same {@link #PASSWORD} */
    static SecuredTrino start(Map<String, List<String>> groups) throws Exception {
        Path home = Files.createTempDirectory(Path.of("target"), "secured").toAbsolutePath();
        SecuredTrino trino = new SecuredTrino(home, freePort());
        trino.writeCertificate();
        trino.writeAccounts(groups);
        for (String folder : Lake.folders()) {
            Files.createDirectories(trino.lake().resolve(folder));
        }
        trino.startNode("coordinator", trino.port);
        trino.startNode("worker", freePort());
        trino.awaitBoth(groups.get("engineer").getFirst());
        return trino;
    }

    void stop() {
        nodes.forEach(Process::destroyForcibly);
    }

    URI url() {
        return URI.create("https://" + NAME + ":" + port);
    }

    TrinoEndpoint endpoint(String user, Credential credential) {
        return new TrinoEndpoint(url(), user, Optional.ofNullable(credential), Optional.of(certificate()));
    }

    /** Who signs the tokens that these servers believe. */
    TestTokens tokens() {
        return tokens;
    }

    Connection connect(String user) throws SQLException {
        Connection connection =
                endpoint(user, new Credential(Kind.PASSWORD, PASSWORD)).connect();
        connection.setCatalog(Settings.CATALOG);
        return connection;
    }

    List<List<Object>> rows(String user, String sql) throws SQLException {
        try (Connection connection = connect(user)) {
            return Query.run(connection, sql).rows();
        }
    }

    /** What a node wrote so far. */
    String log(String role) throws IOException {
        return Files.readString(home.resolve(role + ".log"));
    }

    /** The file that holds the certificate that clients trust. */
    Path certificate() {
        return home.resolve("certificate.pem");
    }

    /** The folder that holds the lake. */
    Path lake() {
        return home.resolve("lake");
    }

    private Path tokenKeys() {
        return home.resolve("token-${KID}.pem");
    }

    private void startNode(String role, int nodePort) throws IOException {
        Path node = home.resolve(role);
        Path etc = Files.createDirectories(node.resolve("etc"));
        copyTree(ETC, etc);
        copyTree(ETC.resolve(role), etc);
        useFolderInsteadOfAzure(etc.resolve("catalog"));
        layOutPlugins(node.resolve("plugin"));

        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Files.readAllLines(etc.resolve("jvm.config")));
        properties(etc.resolve("node.properties")).forEach((key, value) -> command.add("-D" + key + "=" + value));
        // What a node of its own would not need: two share this machine.
        command.addAll(List.of(
                "-Xms256m",
                "-Xmx1g",
                "-XX:-UseG1GC",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dnode.id=" + role,
                "-Dnode.data-dir=" + node.resolve("data"),
                "-Dnode.bind-ip=127.0.0.1",
                "-Dnode.internal-address=127.0.0.1",
                "-Dconfig=" + etc.resolve("config.properties"),
                "-Dlog.levels-file=" + etc.resolve("log.properties"),
                "-cp",
                codeSource()
                        + File.pathSeparator
                        + Files.readString(Project.current().classPathFile("trino")),
                TrinoMain.class.getName(),
                Versions.current().trino()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(node.toFile());
        builder.environment().putAll(environment(nodePort));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(home.resolve(role + ".log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        nodes.add(process);
    }

    /** Everything that etc/ leaves to the environment. */
    private Map<String, String> environment(int nodePort) {
        return Map.ofEntries(
                Map.entry("GOLDSTREAM_TRINO_ENVIRONMENT", "test"),
                Map.entry("GOLDSTREAM_TRINO_DISCOVERY_URI", "https://127.0.0.1:" + port),
                Map.entry("GOLDSTREAM_TRINO_PORT", Integer.toString(nodePort)),
                Map.entry(
                        "GOLDSTREAM_TRINO_CERTIFICATE",
                        home.resolve("server.pem").toString()),
                Map.entry("GOLDSTREAM_TRINO_SHARED_SECRET", "two nodes know it"),
                Map.entry(
                        "GOLDSTREAM_TRINO_PASSWORDS",
                        home.resolve("password.db").toString()),
                Map.entry("GOLDSTREAM_TRINO_GROUPS", home.resolve("group.db").toString()),
                Map.entry("GOLDSTREAM_TRINO_TOKEN_KEYS", tokenKeys().toString()),
                Map.entry("GOLDSTREAM_TRINO_TOKEN_ISSUER", TestTokens.ISSUER),
                Map.entry("GOLDSTREAM_TRINO_TOKEN_AUDIENCE", TestTokens.AUDIENCE),
                Map.entry("GOLDSTREAM_TRINO_TOKEN_USER", "sub"),
                Map.entry("GOLDSTREAM_TRINO_QUERY_MEMORY", "500MB"),
                Map.entry("GOLDSTREAM_METASTORE_URI", "thrift://metastore.invalid:9083"),
                Map.entry(TrinoInstallation.LAKE_ROOT, home.resolve("lake").toString()));
    }

    /** The deployable catalog stays, under another name: it must load, which needs neither Azure nor a metastore. */
    private static void useFolderInsteadOfAzure(Path catalogs) throws IOException {
        useFolderInsteadOfAzure(catalogs, "", "hive.metastore=file");
        useFolderInsteadOfAzure(catalogs, "_sandbox", "hive.metastore=file");
        useFolderInsteadOfAzure(catalogs, "_base", "iceberg.catalog.type=TESTING_FILE_METASTORE");
    }

    private static void useFolderInsteadOfAzure(Path catalogs, String ending, String metastore) throws IOException {
        Path catalog = catalogs.resolve(Settings.CATALOG + ending + ".properties");
        Path deployable = catalogs.resolve("azure" + ending + ".properties");
        Files.move(catalog, deployable);
        List<String> lines = new ArrayList<>(Files.readAllLines(deployable));
        lines.removeIf(line -> line.startsWith("hive.metastore.uri")
                || line.startsWith("iceberg.catalog.type")
                || line.contains("azure"));
        lines.addAll(List.of(
                metastore,
                "hive.metastore.catalog.dir=local:///_metastore",
                "hive.metastore.disable-location-checks=true",
                "fs.local.enabled=true",
                "local.location=${ENV:" + TrinoInstallation.LAKE_ROOT + "}"));
        Files.write(catalog, lines);
    }

    private static void layOutPlugins(Path plugins) throws IOException {
        linkJars(plugins.resolve("hive"), "trino-hive");
        service(plugins.resolve("hive"), "io.trino.plugin.hive.HivePlugin");
        linkJars(plugins.resolve("iceberg"), "trino-iceberg");
        service(plugins.resolve("iceberg"), "io.trino.plugin.iceberg.IcebergPlugin");
        linkJars(plugins.resolve("resource-groups"), "trino-resource-groups");
        service(plugins.resolve("resource-groups"), "io.trino.plugin.resourcegroups.ResourceGroupManagerPlugin");
        String trinosOwn = System.getProperty("trino.password.plugin");
        if (trinosOwn != null) {
            Files.createSymbolicLink(plugins.resolve("password"), Path.of(trinosOwn));
            return;
        }
        Path standIn = Files.createDirectories(plugins.resolve("password"));
        service(standIn, FileAccounts.class.getName());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(standIn.resolve("file-accounts.jar")))) {
            String prefix = FileAccounts.class.getSimpleName();
            Path classes = Path.of(
                    "target/test-classes", FileAccounts.class.getPackageName().replace('.', '/'));
            try (Stream<Path> files = Files.list(classes)) {
                for (Path file : files.filter(
                                name -> name.getFileName().toString().startsWith(prefix))
                        .toList()) {
                    jar.putNextEntry(new JarEntry(
                            Path.of("target/test-classes").relativize(file).toString()));
                    Files.copy(file, jar);
                }
            }
        }
    }

    private static void linkJars(Path plugin, String server) throws IOException {
        Files.createDirectories(plugin);
        for (Path jar : TrinoInstallation.readClassPath(Project.current().classPathFile(server))) {
            Files.createSymbolicLink(plugin.resolve(jar.getFileName()), jar);
        }
    }

    private static void service(Path plugin, String implementation) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugin.resolve("services.jar")))) {
            jar.putNextEntry(new JarEntry("META-INF/services/io.trino.spi.Plugin"));
            jar.write((implementation + "\n").getBytes(UTF_8));
        }
    }

    private void writeAccounts(Map<String, List<String>> groups) throws IOException {
        List<String> passwords = new ArrayList<>();
        List<String> members = new ArrayList<>();
        groups.forEach((group, users) -> {
            users.forEach(user -> passwords.add(FileAccounts.account(user, PASSWORD)));
            if (!group.isEmpty()) {
                members.add(group + ":" + String.join(",", users));
            }
        });
        Files.write(home.resolve("password.db"), passwords);
        Files.write(home.resolve("group.db"), members);
    }

    /** A key with a certificate of its own, by the JDK's keytool: server.pem holds both, certificate.pem what clients trust. */
    private void writeCertificate() throws Exception {
        Path store = home.resolve("server.p12");
        String secret = "changeit";
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "trino",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + NAME,
                        "-ext",
                        "san=dns:" + NAME,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        secret)
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool made no certificate");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, secret.toCharArray());
        }
        Key key = keys.getKey("trino", secret.toCharArray());
        String certificate = pem("CERTIFICATE", keys.getCertificate("trino").getEncoded());
        Files.writeString(certificate(), certificate);
        Files.writeString(home.resolve("server.pem"), pem("PRIVATE KEY", key.getEncoded()) + certificate);
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n"
                .formatted(
                        type, Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content));
    }

    private void awaitBoth(String user) throws Exception {
        Instant deadline = Instant.now().plus(STARTING);
        SQLException last = null;
        while (true) {
            try {
                if (rows(user, "SELECT node_id FROM system.runtime.nodes WHERE state = 'active'")
                                .size()
                        == 2) {
                    return;
                }
            } catch (SQLException notYet) {
                last = notYet;
            }
            if (!nodes.stream().allMatch(Process::isAlive) || Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("the servers did not start: see the logs in " + home, last);
            }
            Thread.sleep(500);
        }
    }

    /** The files of a folder, and of its catalog folder, but not of the roles' own. */
    private static void copyTree(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                Path target = to.resolve(entry.getFileName());
                if (Files.isRegularFile(entry)) {
                    Files.copy(entry, target, StandardCopyOption.REPLACE_EXISTING);
                } else if (entry.endsWith("catalog")) {
                    copyTree(entry, target);
                }
            }
        }
    }

    private static Map<String, String> properties(Path file) throws IOException {
        Map<String, String> properties = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                properties.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        return properties;
    }

    private static String codeSource() throws IOException {
        try {
            return Path.of(TrinoMain.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
