package io.goldstream.trino.server;

import io.goldstream.trino.Lake;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A single-node Trino server on this machine, from the jars of a Maven repository: {@link #layOut} writes its home,
 * {@link #command} and {@link #environment} say how to start it. Starting, watching and stopping the process is the
 * caller's.
 *
 * <p>It listens on 127.0.0.1, knows the Hive and the Iceberg connector, and keeps the catalogs that clients create in
 * {@code etc/catalog}.
 *
 * @param home the server's own folder, for configuration, plugins and data
 * @param version Trino's version, such as {@code 483}
 * @param classPath the jars of {@code trino-main} and what it needs
 * @param hivePlugin the jars of {@code trino-hive} and what it needs
 * @param icebergPlugin the jars of {@code trino-iceberg} and what it needs
 * @param lake the folder that {@code local:///} stands for
 * @param port the HTTP port, 1 to 65535
 * @param heap the JVM's largest heap in MiB, at least 1,200; one query may take five twelfths of it
 */
public record TrinoInstallation(
        Path home,
        String version,
        List<Path> classPath,
        List<Path> hivePlugin,
        List<Path> icebergPlugin,
        Path lake,
        int port,
        int heap) {

    /** The environment variable that names the lake's folder; the catalog refers to it, so that the folder can move. */
    public static final String LAKE_ROOT = "GOLDSTREAM_LAKE_ROOT";

    /** In MiB. */
    private static final int SMALL_HEAP = 2 * 1024;

    private static final String HIVE_CLASS = "io.trino.plugin.hive.HivePlugin";
    private static final String ICEBERG_CLASS = "io.trino.plugin.iceberg.IcebergPlugin";

    public TrinoInstallation {
        home = home.toAbsolutePath().normalize();
        lake = lake.toAbsolutePath().normalize();
        classPath = List.copyOf(classPath);
        hivePlugin = List.copyOf(hivePlugin);
        icebergPlugin = List.copyOf(icebergPlugin);
    }

    /**
     * Reads a class path as {@code mvn dependency:build-classpath} writes it: one line, jars set apart by the platform's
     * path separator.
     *
     * @throws IOException where the file cannot be read, or names a jar that is not there
     */
    public static List<Path> readClassPath(Path file) throws IOException {
        List<Path> jars = Stream.of(Files.readString(file).strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                throw new IOException(file + " names " + jar + ", which is not there: run mvn package again");
            }
        }
        return jars;
    }

    /**
     * Writes configuration and plugins, replacing those of an earlier version; catalogs and data stay. Creates the lake's
     * folder, its schemas' and its tables', where there are none: Trino declares a table only over a folder that is there.
     */
    public void layOut() throws IOException {
        for (String folder : Lake.folders()) {
            Files.createDirectories(lake.resolve(folder));
        }
        Files.createDirectories(data());
        Files.createDirectories(catalogs());
        Files.writeString(config(), String.join("\n", configuration()) + "\n");
        deleteTree(plugins());
        layOutPlugin("hive", hivePlugin, HIVE_CLASS);
        layOutPlugin("iceberg", icebergPlugin, ICEBERG_CLASS);
    }

    /**
     * The command that starts the server in the foreground; it logs to standard output. Start it with {@link #home} as its
     * working directory: Trino's catalog store looks for {@code etc/catalog} there, and nowhere else.
     */
    public List<String> command(Path javaHome) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(List.of(
                "-Xmx" + heap + "m",
                collector(),
                // Room that Trino takes in any case. Where the JVM has to find that out, it collects all of the heap
                // each time.
                "-Xms" + heap / 2 + "m",
                "-XX:MetaspaceSize=256m",
                "-XX:ReservedCodeCacheSize=256m",
                "-XX:+ExitOnOutOfMemoryError",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // Connectors and functions that fall back to the JVM's zone must find the lake's.
                "-Duser.timezone=UTC",
                "-Dnode.environment=local",
                "-Dnode.id=local",
                "-Dnode.data-dir=" + data(),
                "-Dnode.bind-ip=127.0.0.1",
                "-Dnode.internal-address=127.0.0.1",
                "-Dconfig=" + config(),
                "-cp",
                serverClassPath(),
                TrinoMain.class.getName(),
                version));
        return command;
    }

    /**
     * A small heap is collected quickly by one thread. G1 marks it over and over beside the queries: the same ones on two
     * cores took 40 % more processor time with it.
     */
    private String collector() {
        return heap < SMALL_HEAP ? "-XX:+UseSerialGC" : "-XX:+UseG1GC";
    }

    /** What the server's environment must have besides the caller's own. */
    public Map<String, String> environment() {
        return Map.of(LAKE_ROOT, lake.toString());
    }

    private List<String> configuration() {
        return List.of(
                "coordinator=true",
                "node-scheduler.include-coordinator=true",
                "http-server.http.port=" + port,
                "discovery.uri=http://127.0.0.1:" + port,
                "query.max-memory=" + heap / 2 + "MB",
                "query.max-memory-per-node=" + heap * 5 / 12 + "MB",
                "memory.heap-headroom-per-node=200MB",
                // A file that no newer query needs can leave after that time, as on a deployed server.
                "query.max-run-time=1h",
                // As on a deployed server, where the reason is.
                "query.max-stage-count=400",
                // Trino keeps ended queries with their plans, for 15 minutes by default, which fills a small heap.
                "query.max-history=10",
                "query.min-expire-age=30s",
                "catalog.management=dynamic",
                "catalog.store=file",
                "plugin.dir=" + plugins());
    }

    /** A plugin is a folder of jars. Links, not copies: each plugin is 270 MB. */
    private void layOutPlugin(String name, List<Path> jars, String pluginClass) throws IOException {
        Path folder = Files.createDirectories(plugins().resolve(name));
        for (Path jar : jars) {
            Files.createSymbolicLink(folder.resolve(jar.getFileName()), jar);
        }
        // Trino's build adds this entry when it packs a plugin's archive; the artifact itself lacks it.
        try (JarOutputStream services =
                new JarOutputStream(Files.newOutputStream(folder.resolve(name + "-plugin-services.jar")))) {
            services.putNextEntry(new JarEntry("META-INF/services/io.trino.spi.Plugin"));
            services.write((pluginClass + "\n").getBytes(StandardCharsets.UTF_8));
            services.closeEntry();
        }
    }

    private String serverClassPath() {
        List<String> entries = new ArrayList<>();
        entries.add(codeSource().toString());
        classPath.forEach(jar -> entries.add(jar.toString()));
        return String.join(File.pathSeparator, entries);
    }

    /** The jar or folder that {@link TrinoMain} was loaded from. */
    private static Path codeSource() {
        try {
            return Path.of(TrinoMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The JVM says no usable place for " + TrinoMain.class, e);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Path config() {
        return home.resolve("etc").resolve("config.properties");
    }

    private Path catalogs() {
        return home.resolve("etc").resolve("catalog");
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path plugins() {
        return home.resolve("plugin");
    }
}
