package io.goldstream.connect.sink.store;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    /** The script that installs and starts it. */
    static final Path RUN = Path.of("../local/servers/azurite/run");

    private static final Pattern READY = Pattern.compile("successfully listen.* (https?://127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final String endpoint;

    private Azurite(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** @param more of its arguments */
    public static Azurite start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                RUN.toString(),
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                "0",
                "--silent",
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
        throw new IllegalStateException("Azurite did not start:\n" + said);
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
        return new AzureAccess(
                AzureCredential.SHARED_KEY, KEY, Optional.empty(), Duration.ofSeconds(60), AzureAccess.DEFAULT_UPLOADS);
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
