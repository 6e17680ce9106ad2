package io.goldstream.local.stack;

import java.io.IOException;

/** A process that stands still (SIGSTOP), and its connections with it, until this is closed: then it goes on (SIGCONT). */
public final class Standstill implements AutoCloseable {

    private final ProcessHandle process;

    private Standstill(ProcessHandle process) {
        this.process = process;
    }

    public static Standstill of(ProcessHandle process) throws IOException {
        signal("STOP", process);
        return new Standstill(process);
    }

    /** It goes on as if no time had passed. */
    @Override
    public void close() throws IOException {
        signal("CONT", process);
    }

    private static void signal(String name, ProcessHandle process) throws IOException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .onExit()
                .join()
                .exitValue();
        if (exit != 0) {
            throw new IOException("kill -" + name + " " + process.pid() + " failed");
        }
    }
}
