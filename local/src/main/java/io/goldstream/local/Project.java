package io.goldstream.local;

import io.goldstream.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The source tree that the stack's servers are run from. The launcher names it in the system property {@code goldstream.project}.
 *
 * @param root the folder of the parent pom
 */
public record Project(Path root) {

    public static Project current() {
        return new Project(Path.of(System.getProperty("goldstream.project", "."))
                .toAbsolutePath()
                .normalize());
    }

    /** Where a stack lives unless {@code --home} says otherwise. */
    public Path defaultHome() {
        return root.resolve(".goldstream");
    }

    /** The connector configurations, one file for each layer. */
    public Path sinks() {
        return built("connect-plugins/sinks");
    }

    /** The folder that Connect's {@code plugin.path} names. */
    public Path connectPlugins() {
        return built("connect-plugins/target/plugin");
    }

    /** The gateway's runnable jar. */
    public Path gatewayJar() {
        return built("gateway/target/quarkus-app/quarkus-run.jar");
    }

    /** What writes the gateway's AOT cache, here and in its image. */
    public Path aotCacheScript() {
        return root.resolve("gateway/src/main/docker/aot-cache.sh");
    }

    /**
     * The option of a JVM with the serial collector for the AOT cache of the gateway's jar. Empty where the last build made none:
     * it does so before integration tests.
     */
    public List<String> aotCacheOption() {
        Path cache = root.resolve("gateway/target/gateway.aot");
        boolean isOfThisJar =
                cache.toFile().lastModified() > gatewayJar().toFile().lastModified();
        return isOfThisJar ? List.of("-XX:AOTCache=" + cache) : List.of();
    }

    /** The runnable jar of what {@code bench edge} measures the gateway against. */
    public Path floorJar() {
        return built("local/servers/floor/target/quarkus-app/quarkus-run.jar");
    }

    /** What installs and runs Azurite. */
    public Path azurite() {
        return built("local/servers/azurite/run");
    }

    /** The file that holds a server's class path, as {@code local/servers/<server>} writes it. */
    public Path classPathFile(String server) {
        return built("local/servers/" + server + "/target/classpath");
    }

    /** What a server's JVM is told, as {@code local/servers/<server>} says it. */
    public List<String> jvmOptions(String server) throws IOException {
        return Files.readAllLines(built("local/servers/" + server + "/jvm.options")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    /** The archive of the classes that a server loads, beside its class path. */
    public Path classArchive(String server) {
        return classPathFile(server).resolveSibling(server + ".jsa");
    }

    private Path built(String relative) {
        Path path = root.resolve(relative);
        if (!Files.exists(path)) {
            throw new CommandFailure(
                    path + " is missing: build with 'mvn package -DskipTests' in " + root + ", or run ./goldstream");
        }
        return path;
    }
}
