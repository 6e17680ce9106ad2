package io.goldstream.trino;

import io.goldstream.trino.server.TrinoInstallation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A lake in a folder of its own, with a real Trino over it. One for all tests of a run: a start costs half a minute. So
 * each test uses users, artists and cities of its own.
 */
final class TestLake {

    static final Settings SETTINGS = Settings.local(LocalDate.of(2024, 1, 1));

    private static final Path SERVERS = Path.of("..", "..", "local", "servers");
    private static final Duration STARTING = Duration.ofMinutes(3);
    private static TestLake started;

    private final Path root;
    private final TrinoEndpoint endpoint;
    private final Path log;

    private TestLake(Path root, TrinoEndpoint endpoint, Path log) {
        this.root = root;
        this.endpoint = endpoint;
        this.log = log;
    }

    /** The lake, with all objects applied; starts the server when first asked. */
    static synchronized TestLake get() throws Exception {
        if (started == null) {
            started = start();
            try (Connection connection = started.connect(ZoneOffset.UTC)) {
                Lake.apply(connection, SETTINGS, ProgressListener.silent());
            }
        }
        return started;
    }

    private static TestLake start() throws Exception {
        Path home = Files.createTempDirectory(Path.of("target"), "trino");
        Path root = home.resolve("lake").toAbsolutePath();
        TrinoInstallation installation = new TrinoInstallation(
                home,
                System.getProperty("trino.version"),
                TrinoInstallation.readClassPath(SERVERS.resolve("trino/target/classpath")),
                TrinoInstallation.readClassPath(SERVERS.resolve("trino-hive/target/classpath")),
                TrinoInstallation.readClassPath(SERVERS.resolve("trino-iceberg/target/classpath")),
                root,
                freePort(),
                1_500);
        installation.layOut();
        List<String> command = new ArrayList<>(installation.command(Path.of(System.getProperty("java.home"))));
        // Most of what is asked is asked once: before the second compiler's work pays.
        command.add(1, "-XX:TieredStopAtLevel=1");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(installation.environment());
        Path log = home.resolve("server.log");
        Process process = builder.directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        TestLake lake = new TestLake(root, TrinoEndpoint.local(installation.port(), "test"), log);
        lake.awaitAnswer(process);
        return lake;
    }

    private void awaitAnswer(Process process) throws Exception {
        Instant deadline = Instant.now().plus(STARTING);
        while (true) {
            try (Connection connection = endpoint.connect()) {
                Query.run(connection, "SELECT 1");
                return;
            } catch (SQLException notYet) {
                if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException("Trino did not start: see " + log, notYet);
                }
                Thread.sleep(500);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Path root() {
        return root;
    }

    /** What the server has logged. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** Another lake on the same server, in a folder of its catalog's name. */
    static Settings settings(String catalog, LocalDate firstDate) {
        String root = "local:///" + catalog + "/";
        Map<String, String> locations =
                Settings.LOCATIONS.stream().collect(Collectors.toMap(schema -> schema, schema -> root + schema));
        return new Settings(catalog, firstDate, locations, root + "_metastore");
    }

    /** Makes the folders of a lake's tables. */
    void makeFolders(Settings settings) throws IOException {
        for (String folder : Lake.folders(settings.generation())) {
            String schema = folder.split("/")[0];
            String location = settings.locations().get(schema) + folder.substring(schema.length());
            Files.createDirectories(root.resolve(location.substring("local:///".length())));
        }
    }

    Connection connect(ZoneId zone) throws SQLException {
        Connection connection = endpoint.connect(zone);
        connection.setCatalog(SETTINGS.catalog());
        return connection;
    }

    List<List<Object>> rows(String sql, Object... values) throws SQLException {
        return rowsIn(ZoneOffset.UTC, sql, values);
    }

    List<List<Object>> rowsIn(ZoneId zone, String sql, Object... values) throws SQLException {
        try (Connection connection = connect(zone)) {
            return Query.run(connection, sql.formatted(values)).rows();
        }
    }

    Object value(String sql, Object... values) throws SQLException {
        return rows(sql, values).getFirst().getFirst();
    }

    /** Lands events in bronze and in silver, as the pipeline would. */
    void land(TestEvent... events) throws SQLException {
        try (Connection connection = connect(ZoneOffset.UTC)) {
            for (String insert : TestEvent.inserts(List.of(events))) {
                Query.run(connection, insert);
            }
        }
    }
}
