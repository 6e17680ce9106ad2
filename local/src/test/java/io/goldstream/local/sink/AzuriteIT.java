package io.goldstream.local.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.events.schema.Layer;
import io.goldstream.local.Cli;
import io.goldstream.local.Project;
import io.goldstream.local.laboratory.parquet.ParquetRows;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stack with its lake in Azurite, as the command line starts it, beside the same sinks on a folder. */
class AzuriteIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static Cli cli;
    private static Ports ports;

    @BeforeAll
    static void start() throws Exception {
        cli = new Cli("azurite");
        cli.goldstream("down", "--wipe");
        cli.goldstream("up", "--store", "azurite").succeeded();
        String base =
                Files.readString(cli.home().resolve("stack.properties")).replaceAll("(?s).*port.base=(\\d+).*", "$1");
        ports = new Ports(Integer.parseInt(base));
    }

    @AfterAll
    static void stop() throws Exception {
        cli.goldstream("down", "--wipe").succeeded();
    }

    @Test
    void landsInAzuriteTheRowsThatAFolderGets() throws Exception {
        cli.goldstream("simulate", "--users", "25", "--days", "1").succeeded();
        cli.goldstream("load", Cli.fixture("listen_quirks.ndjson")).succeeded();
        cli.goldstream("wait", "--timeout", "3m").succeeded();
        Path folder = Files.createDirectories(cli.work().resolve("lake-" + System.nanoTime()));
        for (Layer layer : Layer.values()) {
            landInFolder(layer, folder);
        }

        for (Layer layer : Layer.values()) {
            List<String> azure = rows(AzuriteLake.of(ports).container(layer), layer);

            assertThat(azure).as(layer.id()).isNotEmpty();
            assertThat(awaitRows(folder, layer, azure.size()))
                    .as(layer.id())
                    .containsExactlyInAnyOrderElementsOf(azure);
        }

        assertThat(cli.goldstream("status").succeeded().out()).contains("azurite", "Trino cannot read", "bronze");
        assertThat(cli.goldstream("storage", "--format", "csv").succeeded().out())
                .contains("raw,listen_events,", "silver,listens,")
                .isEqualTo(
                        operator().run("storage", "--format", "csv").succeeded().out());
        Cli.Run sql = cli.goldstream("sql", "SELECT 1");
        assertThat(sql.exit()).isEqualTo(1);
        assertThat(sql.err()).contains("which Trino cannot read, so there are no tables");
    }

    @Test
    void theLakeInAzuriteGoesBackToACheckpointAndComesForwardAgain() throws Exception {
        cli.goldstream("load", Cli.fixture("listen_quirks.ndjson")).succeeded();
        cli.goldstream("wait", "--timeout", "3m").succeeded();
        assertThat(cli.goldstream("checkpoint", "list").succeeded().out())
                .contains("goldstream-raw", "goldstream-bronze", "bronze.listen_events");
        String copy = cli.work().resolve("checkpoints.json").toString();
        operator().run("checkpoint", "backup", copy).succeeded();
        BlobContainerClient backups = AzuriteLake.of(ports).container("backups");
        assertThat(operator()
                        .run("checkpoint", "backup", backups.getBlobContainerUrl())
                        .succeeded()
                        .err())
                .containsPattern("Wrote \\d+ checkpoints to .*backups/checkpoints-\\d{8}T\\d{6}Z\\.json");
        assertThat(backups.listBlobs()).singleElement().satisfies(blob -> assertThat(withoutTime(
                        backups.getBlobClient(blob.getName()).downloadContent().toString()))
                .isEqualTo(withoutTime(Files.readString(Path.of(copy)))));
        // The same again: for the refinery duplicates, so that it is raw and quarantine that grow.
        cli.goldstream("load", Cli.fixture("listen_quirks.ndjson")).succeeded();
        cli.goldstream("wait", "--timeout", "3m").succeeded();
        BlobContainerClient container = AzuriteLake.of(ports).container(Layer.RAW);
        List<String> later = rows(container, Layer.RAW);

        Cli.Run asked = operator().run("checkpoint", "restore", copy).succeeded();
        assertThat(asked.out()).contains("raw/listen_events/", "quarantine/events/", ".parquet");
        assertThat(asked.err()).contains("Say --yes");
        assertThat(operator().run("checkpoint", "restore", copy, "--yes").err())
                .as("Connect has to be named, so that its sinks are stopped meanwhile")
                .contains("--connect", "GOLDSTREAM_CONNECT");
        assertThat(operator()
                        .run("checkpoint", "restore", copy, "--yes", "--connect", ports.connectUrl())
                        .succeeded()
                        .err())
                .containsPattern("Restored \\d+ checkpoints, deleted [1-9]\\d* files");

        cli.goldstream("wait", "--timeout", "3m").succeeded();
        assertThat(rows(container, Layer.RAW)).containsExactlyInAnyOrderElementsOf(later);
    }

    private static String withoutTime(String backup) {
        return backup.replaceFirst("\"takenAt\" : \"[^\"]+\"", "");
    }

    /** Who has the lake's URL and key, and no stack on his machine. */
    private static Cli operator() throws IOException {
        return Cli.ofOperators("azurite-operator")
                .with("GOLDSTREAM_LAKE", AzuriteLake.of(ports).endpoint() + "/{layer}")
                .with("GOLDSTREAM_LAKE_CREDENTIAL", "shared_key")
                .with("GOLDSTREAM_LAKE_SECRET", AzuriteLake.KEY);
    }

    /** The layer's own sink once more, by another name and into a folder. */
    private static void landInFolder(Layer layer, Path folder) throws IOException, InterruptedException {
        Path file = Project.current().sinks().resolve(layer.id() + ".json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        config.put("store.type", "local").put("store.root", folder.toString());
        config.put("azure.credential", "default").put("azure.secret", "");
        HttpRequest put = HttpRequest.newBuilder(
                        URI.create(ports.connectUrl() + "/connectors/folder-" + layer.id() + "/config"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(config.toString()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Instant deadline = Instant.now().plus(LIMIT);
            HttpResponse<String> answer;
            do {
                answer = client.send(put, HttpResponse.BodyHandlers.ofString());
            } while (answer.statusCode() == 409 && Instant.now().isBefore(deadline));
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        }
    }

    private static List<String> rows(BlobContainerClient container, Layer layer) throws IOException {
        List<String> rows = new ArrayList<>();
        for (var blob : container.listBlobs()) {
            if (blob.getName().startsWith(layer.id() + "/")) {
                rows.addAll(ParquetRows.of(container
                        .getBlobClient(blob.getName())
                        .downloadContent()
                        .toBytes()));
            }
        }
        return rows;
    }

    private static List<String> awaitRows(Path folder, Layer layer, int count)
            throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        List<String> rows = List.of();
        while (rows.size() < count && Instant.now().isBefore(deadline)) {
            Thread.sleep(500);
            rows = rows(folder.resolve(layer.id()));
        }
        return rows;
    }

    private static List<String> rows(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                rows.addAll(ParquetRows.of(Files.readAllBytes(file)));
            }
        }
        return rows;
    }
}
