package io.goldstream.local.stack;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The process of one part of one home. It outlives the command that started it. A process is told by its command line, which
 * names home and part; the pid file is only the quick way to it, so a stale or lost one does no harm.
 */
final class ServerProcess {

    private static final long START_MILLIS = 5_000;
    private static final long START_POLL_MILLIS = 20;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LAST_BREATH = Duration.ofSeconds(3);

    private final Home home;
    private final Part part;

    ServerProcess(Home home, Part part) {
        this.home = home;
        this.part = part;
    }

    /** The running process, if there is one; mends a pid file that does not name it. */
    Optional<ProcessHandle> find() throws IOException {
        Optional<ProcessHandle> named = readPid().flatMap(ProcessHandle::of).filter(this::isOurs);
        if (named.isPresent()) {
            return named;
        }
        Optional<ProcessHandle> found =
                ProcessHandle.allProcesses().filter(this::isOurs).findFirst();
        if (found.isPresent()) {
            writePid(found.get());
        }
        return found;
    }

    ProcessHandle start(ServerCommand command) throws IOException {
        Files.createDirectories(home.folder(part));
        Files.createDirectories(home.log(part).getParent());
        keepLastLog();
        List<String> line = new ArrayList<>(detached());
        line.addAll(command.line(home.folder(part), marks()));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(home.folder(part).toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(home.log(part).toFile());
        builder.environment().putAll(command.environment());
        ProcessHandle handle = builder.start().toHandle();
        writePid(handle);
        awaitStart(handle, command.executable());
        return handle;
    }

    /** Asks the process to end, and kills it if it has not within the grace period. Returns once it is gone. */
    void stop(Duration grace) throws IOException, InterruptedException {
        Optional<ProcessHandle> running = find();
        if (running.isPresent()) {
            ProcessHandle handle = running.get();
            handle.destroy();
            if (!awaitEnd(handle, grace)) {
                handle.destroyForcibly();
                awaitEnd(handle, grace);
            }
        }
        Files.deleteIfExists(home.pidFile(part));
    }

    /**
     * Returns once the process is what it is to be, or gone. Until then it is a wrapper, and for an instant between the two it
     * has no command line: whoever looked for it there would think it had ended.
     */
    private void awaitStart(ProcessHandle handle, String executable) {
        for (long waited = 0; waited < START_MILLIS && handle.isAlive(); waited += START_POLL_MILLIS) {
            boolean hasBecome = handle.info()
                    .command()
                    .filter(command -> command.endsWith(executable))
                    .isPresent();
            if (hasBecome && isOurs(handle)) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(START_POLL_MILLIS));
        }
    }

    /** The java that runs this very command: servers never meet another version. */
    static Path javaExecutable() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private boolean awaitEnd(ProcessHandle handle, Duration limit) throws InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        while (isOurs(handle)) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            Thread.sleep(POLL);
        }
        // Its command line goes first, then its files and ports; where nobody reaps it, its entry stays.
        for (Duration left = LAST_BREATH; !isOver(handle) && left.isPositive(); left = left.minus(POLL)) {
            Thread.sleep(POLL);
        }
        return true;
    }

    private static boolean isOver(ProcessHandle handle) {
        return !handle.isAlive() || isZombie(handle.pid());
    }

    /** Whether nothing is left of a process but how it ended, so that its files and ports are closed. Known on Linux alone: proc(5). */
    private static boolean isZombie(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            String status = Files.readString(process.resolve("stat"));
            return status.startsWith(" Z", status.lastIndexOf(')') + 1) && threads.count() == 1;
        } catch (IOException goneOrNotLinux) {
            return false;
        }
    }

    /** A process that has ended but was never waited for has no command line, and counts as gone. */
    private boolean isOurs(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        List<String> words = handle.info().arguments().map(List::of).orElse(List.of());
        return words.containsAll(marks());
    }

    /** Not {@code goldstream.…}: the gateway refuses to start with options of its own that it does not know. */
    private List<String> marks() {
        return List.of("-Dlocal.stack.home=" + home.root(), "-Dlocal.stack.part=" + part.id());
    }

    private Optional<Long> readPid() throws IOException {
        try {
            return Optional.of(
                    Long.parseLong(Files.readString(home.pidFile(part)).strip()));
        } catch (NoSuchFileException | NumberFormatException noPid) {
            return Optional.empty();
        }
    }

    private void writePid(ProcessHandle handle) throws IOException {
        Path temporary = home.root().resolve(part.id() + ".pid.new");
        Files.writeString(temporary, handle.pid() + "\n");
        Files.move(temporary, home.pidFile(part), StandardCopyOption.ATOMIC_MOVE);
    }

    private void keepLastLog() throws IOException {
        Path log = home.log(part);
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(part.id() + ".previous.log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A session of its own (Linux), or at least no hang-up (macOS): the terminal's signals end the command, not the servers. */
    private static List<String> detached() {
        for (String wrapper : List.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup")) {
            if (Files.isExecutable(Path.of(wrapper))) {
                return List.of(wrapper);
            }
        }
        return List.of();
    }
}
