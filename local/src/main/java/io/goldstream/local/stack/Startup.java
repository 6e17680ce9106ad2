package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import io.goldstream.local.stack.Progress.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One start of the stack: each part as soon as what it needs is ready. */
final class Startup {

    private static final Duration POLL = Duration.ofMillis(250);

    private final Home home;
    private final Map<Part, Server> servers = new EnumMap<>(Part.class);
    private final Set<Part> running;
    private final Progress progress;

    /** @param running the parts that need no start, only to be found ready and equipped */
    Startup(Home home, List<Server> servers, Set<Part> running, Progress progress) {
        this.home = home;
        servers.forEach(server -> this.servers.put(server.part(), server));
        this.running = running;
        this.progress = progress;
    }

    /** Returns once every part is ready; throws the first failure, and stops waiting for the others. */
    void run() throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            servers.keySet().forEach(part -> progress.set(part, Stage.WAITING));
            Map<Part, CompletableFuture<Void>> brought = new EnumMap<>(Part.class);
            for (Part part : servers.keySet()) {
                brought.put(part, bring(part, needs(part, brought), threads));
            }
            await(List.copyOf(brought.values()));
        } finally {
            threads.shutdownNow();
            // A part that was on its way to start must not do so behind the back of whoever stops the others now.
            threads.awaitTermination(30, TimeUnit.SECONDS);
            progress.redraw();
        }
    }

    /** All of what a part needs that this stack has. */
    private static CompletableFuture<Void> needs(Part part, Map<Part, CompletableFuture<Void>> brought) {
        return CompletableFuture.allOf(part.needs().stream()
                .filter(brought::containsKey)
                .map(brought::get)
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> bring(Part part, CompletableFuture<Void> after, ExecutorService threads) {
        return after.thenRunAsync(() -> bring(servers.get(part)), threads);
    }

    private void bring(Server server) {
        try {
            start(server);
            progress.set(server.part(), Stage.EQUIPPING);
            server.equip();
            progress.set(server.part(), Stage.READY);
        } catch (IOException failed) {
            progress.set(server.part(), Stage.FAILED);
            throw new CommandFailure(server.part().id() + ": " + failed.getMessage(), failed);
        } catch (InterruptedException another) {
            Thread.currentThread().interrupt();
            throw new CompletionException(another);
        } catch (RuntimeException failed) {
            progress.set(server.part(), Stage.FAILED);
            throw failed;
        }
    }

    private void start(Server server) throws IOException, InterruptedException {
        Part part = server.part();
        Launch launch = new Launch(home, server);
        if (!running.contains(part)) {
            progress.set(part, Stage.PREPARING);
            ServerCommand command = server.prepare();
            progress.set(part, Stage.STARTING);
            launch.start(command);
        }
        launch.await();
    }

    private void await(List<CompletableFuture<Void>> all) throws InterruptedException {
        while (!all.stream().allMatch(CompletableFuture::isDone)) {
            all.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(CompletableFuture::join);
            progress.redraw();
            Thread.sleep(POLL);
        }
        all.forEach(CompletableFuture::join);
    }
}
