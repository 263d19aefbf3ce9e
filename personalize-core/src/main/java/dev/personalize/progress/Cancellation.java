package dev.personalize.progress;

import java.util.concurrent.CancellationException;

/** A request to stop, shared between the thread that asks and the threads that work. Safe for any number of threads. */
public final class Cancellation {
    private volatile boolean cancelled;

    /** Asks the work to stop; it does so within about a second, and leaves the state as it was before. */
    public void cancel() {
        cancelled = true;
    }

    /** {@return whether {@link #cancel()} was called} */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Called by the work between its steps.
     *
     * @throws CancellationException if {@link #cancel()} was called
     */
    public void throwIfCancelled() {
        if (cancelled) {
            throw new CancellationException("cancelled");
        }
    }
}
