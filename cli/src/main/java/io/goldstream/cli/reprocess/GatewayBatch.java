package io.goldstream.cli.reprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.schema.Generation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The gateway, run over what is there instead of what comes, until it is through. It ends with the command that started it. */
public final class GatewayBatch implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Process process;
    private final Path log;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread reader;

    /** What a command does while it waits. */
    public interface Meanwhile {
        void run() throws InterruptedException;
    }

    private GatewayBatch(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.reader = Thread.ofVirtual().start(this::keepLog);
    }

    /** What it refines. */
    public enum Task {
        /** The raw topics, up to where they end when it starts. */
        TOPICS,
        /** Lines that hold all of raw, then the topics from where those end. */
        LINES,
        /** Lines that mark what is missing. */
        MISSING
    }

    /** @param generation which one its rows are of */
    static GatewayBatch start(Installation installation, Generation generation, Task task) throws IOException {
        ProcessBuilder builder = installation.gateway().redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GOLDSTREAM_INSTANCE", "reprocess",
                        "GOLDSTREAM_GENERATION", Integer.toString(generation.number()),
                        "GOLDSTREAM_REPROCESS", task.name().toLowerCase(Locale.ROOT),
                        "GOLDSTREAM_EDGE_ENABLED", "false",
                        "GOLDSTREAM_AUTH_OPEN", "true",
                        "QUARKUS_HTTP_HOST_ENABLED", "false",
                        "QUARKUS_MANAGEMENT_HOST", LOOPBACK,
                        "QUARKUS_MANAGEMENT_PORT", "0"));
        return new GatewayBatch(builder.start(), installation.log());
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
        await(() -> {});
    }

    /** The same. @param meanwhile called every other second */
    public void await(Meanwhile meanwhile) throws InterruptedException {
        while (!process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            meanwhile.run();
        }
        int exit = process.exitValue();
        reader.join();
        if (exit != 0) {
            throw broken();
        }
    }

    /** For lines that it did not take, though it ended without a failure. */
    CommandFailure endedEarly(Exception cause) {
        return new CommandFailure(
                "the gateway's process ended before it had read all records: " + cause.getMessage()
                        + ". Run the command again (log: " + log + ")",
                cause);
    }

    private CommandFailure broken() {
        return new CommandFailure("refining failed; committed rows stay, so run the command again (log: " + log + ")");
    }

    private void keepLog() {
        try (BufferedReader output = process.inputReader(UTF_8);
                PrintWriter kept = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                kept.println(line);
                if (line.equals(RefineryProtocol.READY_FOR_LINES)) {
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
