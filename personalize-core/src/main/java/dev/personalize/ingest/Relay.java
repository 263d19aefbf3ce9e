package dev.personalize.ingest;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands things over to be worked on, one at a time and in the order given, by a helper while the giving thread goes on. When
 * the executor never gets round to the helper, the giving thread does the work itself as soon as too much of it waits. {@link
 * #put}, {@link #finish} and {@link #close} belong to one thread.
 */
final class Relay<T> implements AutoCloseable {
    private final Executor executor;
    private final int capacity;
    private final Consumer<T> work;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition worked = lock.newCondition();
    private final Queue<T> waiting = new ArrayDeque<>();
    private boolean working;
    private boolean helperAsked;
    private @Nullable Throwable failure;

    /**
     * @param executor runs the helper; {@code Runnable::run} for none
     * @param capacity how many things may wait, at least 1
     * @param work never called by two threads at a time; sees what the call before it did
     */
    Relay(Executor executor, int capacity, Consumer<T> work) {
        this.executor = executor;
        this.capacity = capacity;
        this.work = work;
    }

    /** Gives one more thing. Throws what the work threw on an earlier one, and drops the rest then. */
    void put(T thing) {
        lock.lock();
        try {
            workUntilAtMost(capacity - 1);
            throwFailure();
            waiting.add(thing);
            if (helperAsked) {
                return;
            }
            helperAsked = true;
        } finally {
            lock.unlock();
        }
        try {
            executor.execute(this::help);
        } catch (RejectedExecutionException e) {
            return; // it counts as asked: a full or closed executor costs speed, not the result
        }
    }

    /** Returns when all is done. Throws what the work threw. */
    void finish() {
        lock.lock();
        try {
            workUntilAtMost(0);
            awaitIdle();
            throwFailure();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits, and returns when nothing is being worked on any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            waiting.clear();
            awaitIdle();
        } finally {
            lock.unlock();
        }
    }

    private void help() {
        lock.lock();
        try {
            while (!working && !waiting.isEmpty()) {
                workOnNext();
            }
            helperAsked = false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when this many things wait at most; works itself when nobody else does. */
    private void workUntilAtMost(int most) {
        while (waiting.size() > most) {
            while (working && waiting.size() > most) {
                worked.awaitUninterruptibly();
            }
            if (waiting.size() > most) {
                workOnNext();
            }
        }
    }

    private void awaitIdle() {
        while (working) {
            worked.awaitUninterruptibly();
        }
    }

    /** Called with the lock held, which others may take while the work is done. */
    private void workOnNext() {
        T thing = waiting.remove();
        working = true;
        lock.unlock();
        Throwable thrown = null;
        try {
            work.accept(thing);
        } catch (Throwable t) {
            thrown = t;
        }
        lock.lock();
        working = false;
        if (thrown != null) {
            failure = thrown;
            waiting.clear();
        }
        worked.signalAll();
    }

    private void throwFailure() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
