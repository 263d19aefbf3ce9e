package dev.personalize.progress;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A request to stop, shared between the thread that asks and the threads that work. Safe for any number of threads. */
public final class Cancellation {
    private final @Nullable Cancellation outer;
    private volatile boolean cancelled;

    /** Creates a request that nobody has made yet. */
    public Cancellation() {
        this.outer = null;
    }

    /**
     * Creates a request that counts as made, too, as soon as another one is; making it leaves the other alone.
     *
     * @param outer the other one
     */
    public Cancellation(Cancellation outer) {
        this.outer = outer;
    }

    /** Asks the work to stop; it does so within about a second, and leaves the state as it was before. */
    public void cancel() {
        cancelled = true;
    }

    /** {@return whether {@link #cancel()} was called, here or on the outer one} */
    public boolean isCancelled() {
        return cancelled || (outer != null && outer.isCancelled());
    }

    /**
     * Called by the work between its steps.
     *
     * @throws CancellationException if {@link #isCancelled}
     */
    public void throwIfCancelled() {
        if (isCancelled()) {
            throw new CancellationException("cancelled");
        }
    }
}
