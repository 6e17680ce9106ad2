package io.goldstream.local.stack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a user sees while the stack starts: a line for each part, redrawn on a terminal; elsewhere a line for each change.
 * Safe for use by several threads.
 */
public final class Progress {

    /** How far a part is. */
    public enum Stage {
        WAITING("waits"),
        PREPARING("is being prepared"),
        STARTING("starts"),
        EQUIPPING("gets its topics, sinks or tables"),
        READY("ready"),
        FAILED("failed");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        private boolean isFinal() {
            return this == READY || this == FAILED;
        }
    }

    private record Line(Stage stage, long nanos) {}

    private final PrintStream out;
    private final boolean isTerminal;
    private final long begin = System.nanoTime();
    private final Map<Part, Line> lines = new EnumMap<>(Part.class);
    private boolean drawn;

    /** @param isTerminal whether lines may be redrawn with escape sequences */
    public Progress(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** On standard error, as the launcher says it is. */
    public static Progress onStandardError() {
        return new Progress(System.err, Boolean.getBoolean("goldstream.terminal"));
    }

    synchronized void set(Part part, Stage stage) {
        long elapsed = System.nanoTime() - begin;
        lines.put(part, new Line(stage, elapsed));
        if (!isTerminal && stage != Stage.WAITING) {
            out.println(text(part, lines.get(part)));
        }
    }

    /** Redraws the running times; does nothing where there is no terminal. */
    synchronized void redraw() {
        if (!isTerminal) {
            return;
        }
        StringBuilder screen = new StringBuilder();
        if (drawn) {
            screen.append("\u001b[").append(lines.size()).append('A');
        }
        lines.forEach((part, line) -> {
            long elapsed = line.stage().isFinal() ? line.nanos() : System.nanoTime() - begin;
            screen.append("\r\u001b[2K")
                    .append(text(part, new Line(line.stage(), elapsed)))
                    .append('\n');
        });
        out.print(screen);
        out.flush();
        drawn = true;
    }

    private static String text(Part part, Line line) {
        return "  %-8s %4d s  %s"
                .formatted(part.id(), Duration.ofNanos(line.nanos()).toSeconds(), line.stage().words);
    }
}
