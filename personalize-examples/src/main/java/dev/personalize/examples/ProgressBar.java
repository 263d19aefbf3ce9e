package dev.personalize.examples;

import dev.personalize.progress.ProgressListener;
import java.io.PrintStream;

/** Shows progress as a bar: one line a task, redrawn in place on a terminal, printed once at its end elsewhere. */
final class ProgressBar implements ProgressListener {
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean redraw;
    private String task = "";
    private long startNanos;
    private int lastCells = -1;

    ProgressBar(PrintStream out, boolean redraw) {
        this.out = out;
        this.redraw = redraw;
    }

    /** {@return a bar on standard output that redraws itself when that is a terminal} */
    // From JDK 22 on there is a console even where there is no terminal: a log then has some carriage returns, no more.
    @SuppressWarnings("SystemConsoleNull")
    static ProgressBar onConsole() {
        return new ProgressBar(System.out, System.console() != null);
    }

    @Override
    public synchronized void progress(String name, long done, long total) {
        if (!name.equals(task) || done == 0) {
            task = name;
            startNanos = System.nanoTime();
            lastCells = -1;
        }
        boolean complete = done >= total;
        int cells = total == 0 ? WIDTH : (int) (done * WIDTH / total);
        if (cells == lastCells || !(redraw || complete)) {
            return;
        }
        lastCells = cells;
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        out.printf(
                "%s  %-36s [%s%s] %3d %%  %5.1f s%s",
                redraw ? "\r" : "",
                task,
                "#".repeat(cells),
                ".".repeat(WIDTH - cells),
                total == 0 ? 100 : done * 100 / total,
                seconds,
                complete ? "\n" : "");
        out.flush();
    }
}
