package io.goldstream.cli.command;

import io.goldstream.cli.load.Meter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error while input is read; nothing where there is no terminal to draw it on. */
public final class LoadProgress implements Meter, AutoCloseable {

    private static final int REDRAW_MILLIS = 250;
    private static final int WIDTH = 100;

    private final ProgressBar bar;

    /** @param unit what is counted, behind the numbers */
    public LoadProgress(String task, long total, String unit, long unitSize) {
        bar = Boolean.getBoolean("goldstream.terminal")
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .setUnit(unit, unitSize)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(REDRAW_MILLIS)
                        .setMaxRenderedLength(WIDTH)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .build()
                : null;
    }

    @Override
    public void read(long count) {
        if (bar != null) {
            bar.stepBy(count);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
