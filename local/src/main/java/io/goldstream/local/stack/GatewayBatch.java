package io.goldstream.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.local.CommandFailure;
import io.goldstream.local.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The gateway, run over what is there instead of what comes, until it is through. It ends with the command that started it. */
public final class GatewayBatch implements AutoCloseable {

    /** What the gateway prints once no other run can commit any more. */
    private static final String READY = "goldstream: ready for lines";

    private final Process process;
    private final Path log;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread reader;

    private GatewayBatch(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.reader = Thread.ofVirtual().start(this::keepLog);
    }

    /** Starts it for lines that mark what is missing. */
    public static GatewayBatch startMissing(Home home, Project project) throws IOException {
        Ports ports = new Stack(home, project).ports();
        List<String> command =
                new ArrayList<>(List.of(ServerProcess.javaExecutable().toString()));
        command.addAll(new GatewayServer(ports, project).prepare().arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", ports.bootstrapServers(),
                        "GOLDSTREAM_INSTANCE", "reprocess",
                        "GOLDSTREAM_REPROCESS", "missing",
                        "GOLDSTREAM_EDGE_ENABLED", "false",
                        "GOLDSTREAM_AUTH_OPEN", "true",
                        "QUARKUS_HTTP_HOST_ENABLED", "false",
                        "QUARKUS_MANAGEMENT_HOST", Ports.HOST,
                        "QUARKUS_MANAGEMENT_PORT", "0"));
        Path log = home.log(Part.GATEWAY).resolveSibling("reprocess.log");
        return new GatewayBatch(builder.start(), log);
    }

    /** Returns once it takes lines, and no older run can commit any more. */
    public void awaitReady() throws InterruptedException {
        ready.await();
        if (!process.isAlive()) {
            throw broken();
        }
    }

    /** Where its lines go; they end when this is closed. */
    public Writer lines() {
        return process.outputWriter(UTF_8);
    }

    /** Returns when it is through. */
    public void await() throws InterruptedException {
        int exit = process.waitFor();
        reader.join();
        if (exit != 0) {
            throw broken();
        }
    }

    private CommandFailure broken() {
        return new CommandFailure(
                "refining what is missing broke off; what it committed stays, run the command again (log: " + log
                        + ")");
    }

    private void keepLog() {
        try (BufferedReader output = process.inputReader(UTF_8);
                PrintWriter kept = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                kept.println(line);
                if (line.equals(READY)) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ready.countDown();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
