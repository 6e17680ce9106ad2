package io.goldstream.connect.sink.store;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Microsoft's storage emulator as a child process, in memory, on a port of its own. */
public final class Azurite implements AutoCloseable {

    private static final String ACCOUNT = "devstoreaccount1";

    /** Azurite's well-known key: published in its documentation, and no secret. */
    public static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final Path LOCKED = Path.of("src/test/azurite");
    private static final Path INSTALLED = Path.of("target/azurite");
    private static final String LOCK = "package-lock.json";
    private static final Pattern READY = Pattern.compile("successfully listen.* (http://127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final String endpoint;

    private Azurite(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    public static Azurite start() throws IOException, InterruptedException {
        install();
        Process process = run(List.of(
                "node",
                "node_modules/azurite/dist/src/blob/main.js",
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                "0",
                "--silent",
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry"));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader output = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                drain(output);
                return new Azurite(process, ready.group(1) + "/" + ACCOUNT);
            }
        }
        throw new IllegalStateException("Azurite ended before it was ready:\n" + said);
    }

    /** The locked version, by npm, once. */
    private static void install() throws IOException, InterruptedException {
        Path done = INSTALLED.resolve("installed-" + LOCK);
        if (Files.exists(done) && Files.mismatch(done, LOCKED.resolve(LOCK)) < 0) {
            return;
        }
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", LOCK)) {
            Files.copy(LOCKED.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Process npm = run(List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
        String said = new String(npm.getInputStream().readAllBytes());
        if (npm.waitFor() != 0) {
            throw new IllegalStateException(
                    "npm could not install Azurite in " + INSTALLED.toAbsolutePath() + ":\n" + said);
        }
        Files.copy(LOCKED.resolve(LOCK), done, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Process run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "These tests run against Azurite, which needs Node.js 20 or newer, and `" + command.get(0)
                            + "` cannot be run. Install Node.js with npm (https://nodejs.org, or your system's packages)"
                            + " and see that it is on the PATH, or leave these tests out by -DskipITs",
                    e);
        }
    }

    /** A full pipe would stop it. */
    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "azurite-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** A root in that container, which is made if absent. */
    public AzureRoot root(String container) {
        service().createBlobContainerIfNotExists(container);
        return AzureRoot.parse(endpoint + "/" + container + "/lake");
    }

    public AzureAccess access() {
        return new AzureAccess(AzureCredential.SHARED_KEY, KEY, Optional.empty(), Duration.ofSeconds(60));
    }

    /** The account's URL. */
    public String endpoint() {
        return endpoint;
    }

    /** Azure's own client, to look at what the store did. */
    public BlobServiceClient service() {
        return new BlobServiceClientBuilder()
                .endpoint(endpoint)
                .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
                .buildClient();
    }

    /** All it holds is in its memory: there is nothing to end in good order. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
