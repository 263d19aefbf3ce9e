package dev.personalize.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One append between its arrival and its acknowledgement. A thread waits for it, or a future. */
final class PendingAppend {
    private enum State {
        WAITING,
        LEADING,
        SETTLED
    }

    private final JournalBytes bytes;
    private final int rows;
    private final Durability durability;
    private final Executor executor;
    private final @Nullable Thread thread;
    private final @Nullable CompletableFuture<@Nullable Void> future;
    private final Consumer<@Nullable Throwable> settled;

    /** The append that arrived before; written before the append is shared. */
    @Nullable PendingAppend before;

    private @Nullable Throwable failure; // written before the state, read after it
    private volatile State state = State.WAITING;

    private PendingAppend(
            JournalBytes bytes,
            int rows,
            Durability durability,
            Executor executor,
            @Nullable Thread thread,
            @Nullable CompletableFuture<@Nullable Void> future,
            Consumer<@Nullable Throwable> settled) {
        this.bytes = bytes;
        this.rows = rows;
        this.durability = durability;
        this.executor = executor;
        this.thread = thread;
        this.future = future;
        this.settled = settled;
    }

    /** {@return an append the calling thread will wait for} */
    static PendingAppend ofThisThread(JournalBytes bytes, int rows, Durability durability, Executor executor) {
        return new PendingAppend(bytes, rows, durability, executor, Thread.currentThread(), null, failure -> {});
    }

    /** {@return an append of no rows, to wait for those before it} */
    static PendingAppend ofNothing() {
        return ofThisThread(new JournalBytes(0), 0, Durability.FLUSHED, Runnable::run);
    }

    /** {@return an append nobody waits for, which tells and then completes a future} */
    static PendingAppend of(
            CompletableFuture<@Nullable Void> future,
            Consumer<@Nullable Throwable> settled,
            JournalBytes bytes,
            int rows,
            Durability durability,
            Executor executor) {
        return new PendingAppend(bytes, rows, durability, executor, null, future, settled);
    }

    JournalBytes bytes() {
        return bytes;
    }

    int rows() {
        return rows;
    }

    boolean hasRows() {
        return rows > 0;
    }

    boolean mustBeForced() {
        return durability == Durability.FORCED;
    }

    Executor executor() {
        return executor;
    }

    /** {@return whether a thread waits, which can lead} */
    boolean hasThread() {
        return thread != null;
    }

    boolean leads() {
        return state == State.LEADING;
    }

    boolean settled() {
        return state == State.SETTLED;
    }

    /** Makes the waiting thread the leader of the next batch. */
    void lead() {
        state = State.LEADING;
        LockSupport.unpark(thread);
    }

    /** Tells that the append is settled, on the thread that committed it; the future completes later. */
    void tell(@Nullable Throwable reason) {
        settled.accept(reason);
    }

    /** Acknowledges the append, or ends it with a failure: wakes the thread or completes the future. */
    void settle(@Nullable Throwable reason) {
        if (future != null) {
            if (reason == null) {
                future.complete(null);
            } else {
                future.completeExceptionally(exception(reason));
            }
        } else if (state != State.SETTLED) {
            failure = reason;
            state = State.SETTLED;
            if (thread != Thread.currentThread()) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Once settled. */
    void throwIfFailed() {
        Throwable reason = failure;
        if (reason != null) {
            throw exception(reason);
        }
    }

    /** {@return an exception of this append's own: those of a batch must not share one, with its one stack and suppressed list} */
    private static RuntimeException exception(Throwable reason) {
        String message = "the append was not made durable: " + reason.getMessage();
        if (reason instanceof UncheckedIOException storage) {
            return new UncheckedIOException(message, storage.getCause());
        }
        if (reason instanceof IllegalStateException) {
            return new IllegalStateException(reason.getMessage(), reason);
        }
        return new UncheckedIOException(message, new IOException(reason));
    }
}
