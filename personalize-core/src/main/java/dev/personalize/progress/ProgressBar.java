package dev.personalize.progress;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows progress as a bar for each task, with the time that is left while it goes on and the time it took at its end: redrawn in place on
 * a terminal; elsewhere, as in a log, one line at the end of each task. What is left is what was taken so far, in proportion. Safe for any
 * number of threads.
 */
public final class ProgressBar implements ProgressListener {
    private static final int WIDTH = 30;
    private static final double NANOS = 1e9;
    private static final int MINUTE = 60;

    private final PrintStream out;
    private final boolean redraw;
    private final LongSupplier nanoTime;
    private String task = "";
    private long startNanos;
    private boolean ended = true;

    ProgressBar(PrintStream out, boolean redraw, LongSupplier nanoTime) {
        this.out = out;
        this.redraw = redraw;
        this.nanoTime = nanoTime;
    }

    /**
     * {@return a bar on any stream}
     *
     * @param redraw whether it is a terminal, on which a line is drawn over the one before
     */
    public static ProgressBar on(PrintStream out, boolean redraw) {
        return new ProgressBar(out, redraw, System::nanoTime);
    }

    /** {@return a bar on a stream such as {@code System.out}, that redraws itself where the process has a terminal} */
    // From JDK 22 on there is a console even where there is no terminal: a log then has some carriage returns, no more.
    @SuppressWarnings("SystemConsoleNull")
    public static ProgressBar on(PrintStream out) {
        return on(out, System.console() != null);
    }

    @Override
    public synchronized void progress(String name, long done, long total) {
        boolean complete = done >= total;
        if (ended && complete && name.equals(task) && done != 0) {
            return; // told twice that it is done
        }
        if (ended || !name.equals(task) || done == 0) {
            begin(name);
        }
        ended = complete;
        if (redraw || complete) {
            draw(done, total, complete);
        }
    }

    private void begin(String name) {
        if (redraw && !ended && !name.equals(task)) {
            out.println(); // one that was left unfinished stays to be seen
        }
        task = name;
        startNanos = nanoTime.getAsLong();
    }

    private void draw(long done, long total, boolean complete) {
        int cells = total == 0 ? WIDTH : (int) (Math.min(done, total) * WIDTH / total);
        double seconds = (nanoTime.getAsLong() - startNanos) / NANOS;
        String time = complete ? spoken(seconds) : done == 0 ? "" : spoken(seconds / done * (total - done)) + " left";
        out.print(String.format(
                Locale.ROOT,
                "%s  %-36s [%s%s] %3d %%  %-12s%s",
                redraw ? "\r" : "",
                task,
                "#".repeat(cells),
                ".".repeat(WIDTH - cells),
                total == 0 ? 100 : Math.min(done, total) * 100 / total,
                time,
                complete ? System.lineSeparator() : ""));
        out.flush();
    }

    private static String spoken(double seconds) {
        long whole = Math.round(seconds);
        return whole < MINUTE
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : whole / MINUTE + " min " + whole % MINUTE + " s";
    }
}
