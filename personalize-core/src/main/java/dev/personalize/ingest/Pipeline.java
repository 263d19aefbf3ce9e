package dev.personalize.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes things through stages of work while the thread that gives them goes on. A stage works on one thing at a time, in the
 * order given, whichever thread does it: a helper, or the giving thread when too much waits. So the giving thread finishes
 * alone if the executor never gets round to the helper. {@link #put}, {@link #finish} and {@link #close} belong to one
 * thread.
 */
final class Pipeline<T> implements AutoCloseable {
    private final Executor executor;
    private final int capacity;
    private final List<Stage<T>> stages = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private boolean helperAsked;
    private long done;
    private boolean stopped;
    private @Nullable Throwable failure;

    private static final class Stage<T> {
        final Consumer<T> work;
        final Queue<T> waiting = new ArrayDeque<>();
        boolean working;

        Stage(Consumer<T> work) {
            this.work = work;
        }
    }

    /**
     * @param executor runs the helper; {@code Runnable::run} for none
     * @param capacity how many things may wait for a stage, at least 1
     * @param works what the stages do, the first one first; each sees what it did before, and what the stages before it did
     *     with the same thing
     */
    Pipeline(Executor executor, int capacity, List<Consumer<T>> works) {
        this.executor = executor;
        this.capacity = capacity;
        works.forEach(work -> stages.add(new Stage<>(work)));
    }

    /** Gives one more thing. Throws what a stage threw on an earlier one; everything is dropped then. */
    void put(T thing) {
        Queue<T> entrance = stages.get(0).waiting;
        lock.lock();
        try {
            while (entrance.size() >= capacity) {
                workOrWait();
            }
            throwFailure();
            entrance.add(thing);
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

    private void help() {
        lock.lock();
        try {
            boolean worked;
            do {
                worked = workOnce();
            } while (worked);
            helperAsked = false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when everything is through. Throws what a stage threw. */
    void finish() {
        lock.lock();
        try {
            while (stages.stream().anyMatch(stage -> stage.working || !stage.waiting.isEmpty())) {
                workOrWait();
            }
            throwFailure();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits, and returns when nobody works any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            stop();
            while (stages.stream().anyMatch(stage -> stage.working)) {
                progress.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        stopped = true;
        stages.forEach(stage -> stage.waiting.clear());
    }

    /** Called when something waits or is worked on: if no stage can go on, another thread is at work and will tell. */
    private void workOrWait() {
        long before = done;
        while (before == done && !workOnce()) {
            progress.awaitUninterruptibly();
        }
    }

    /**
     * Works on one thing of the stage where most wait, so that some wait at every stage and the other thread finds work too.
     *
     * @return false if no stage is free and has something to do
     */
    private boolean workOnce() {
        int chosen = -1;
        for (int i = 0; i < stages.size(); i++) {
            if (isReady(i) && (chosen < 0 || waitingAt(i) >= waitingAt(chosen))) {
                chosen = i;
            }
        }
        if (chosen < 0) {
            return false;
        }
        T thing = stages.get(chosen).waiting.remove();
        work(stages.get(chosen), thing);
        if (chosen + 1 < stages.size() && !stopped) {
            stages.get(chosen + 1).waiting.add(thing);
        }
        return true;
    }

    private int waitingAt(int stage) {
        return stages.get(stage).waiting.size();
    }

    private boolean isReady(int stage) {
        boolean roomBehind = stage + 1 == stages.size() || waitingAt(stage + 1) < capacity;
        return !stages.get(stage).working && waitingAt(stage) > 0 && roomBehind;
    }

    /** Called with the lock held, which others may take meanwhile. */
    private void work(Stage<T> stage, T thing) {
        stage.working = true;
        lock.unlock();
        Throwable thrown = null;
        try {
            stage.work.accept(thing);
        } catch (Throwable t) {
            thrown = t;
        }
        lock.lock();
        stage.working = false;
        done++;
        if (thrown != null && failure == null) {
            failure = thrown;
            stop();
        }
        progress.signalAll();
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
