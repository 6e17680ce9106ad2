package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;

/** What must hold before anything is started: memory, disk and ports. */
final class Preflight {

    private static final long MEBIBYTE = 1024L * 1024;
    private static final long KIBIBYTES_PER_MEBIBYTE = 1024;
    private static final long DISK_MEBIBYTES = 2 * 1024;

    private final Home home;
    private final Ports ports;

    Preflight(Home home, Ports ports) {
        this.home = home;
        this.ports = ports;
    }

    /**
     * Throws a {@link CommandFailure} that names what is missing for these parts to start.
     *
     * @param meminfo Linux's {@code /proc/meminfo}; where there is none, memory is not checked
     */
    void check(Collection<Part> toStart, Path meminfo) throws IOException {
        if (toStart.isEmpty()) {
            return;
        }
        for (Part part : toStart) {
            ports.of(part).forEach((port, use) -> {
                if (!PortProbe.isFree(port)) {
                    throw new CommandFailure("port " + port + ", which " + use
                            + " needs, is taken: stop what listens there, or choose other ports with --port-base N");
                }
            });
        }
        long needed = toStart.stream().mapToLong(Part::memoryMebibytes).sum();
        availableMebibytes(meminfo).ifPresent(available -> {
            if (available < needed) {
                throw new CommandFailure("too little memory: the stack needs " + needed + " MiB and " + available
                        + " MiB are available; end other programs");
            }
        });
        long disk = Files.getFileStore(home.root()).getUsableSpace() / MEBIBYTE;
        if (disk < DISK_MEBIBYTES) {
            throw new CommandFailure("too little disk: " + home.root() + " has " + disk + " MiB left and "
                    + DISK_MEBIBYTES + " MiB are needed; free some, or choose another place with --home");
        }
    }

    private static OptionalLong availableMebibytes(Path meminfo) throws IOException {
        try {
            return Files.readAllLines(meminfo).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIBIBYTES_PER_MEBIBYTE)
                    .findFirst();
        } catch (NoSuchFileException notLinux) {
            return OptionalLong.empty();
        }
    }
}
