package dev.personalize.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes appends that arrive at the same time share one write and one force, with no thread of its own. Safe for any number
 * of threads.
 *
 * <p>Appends are pushed on a lock-free stack. One thread at a time leads: it takes all of them, commits them as one batch,
 * hands the lead to a thread of the next batch, and only then wakes its own batch, so that the medium works on while the
 * threads wake. Where only futures wait, the lead is offered to their executor; any thread that appends meanwhile may take
 * the offer, so that appends never depend on an executor whose threads are all waiting for them.
 */
final class GroupCommit {
    private enum Lead {
        FREE,
        /** A task on an executor will take it, or the next thread that appends. */
        OFFERED,
        HELD
    }

    /**
     * How often a thread lets others run before it parks. Parking and waking is what an append costs most, and while a batch of
     * many threads wakes, the next one is soon done.
     */
    private static final int YIELDS = 20;

    /** A yield that takes longer has given the processor to another program, as it will again: parking is quicker then. */
    private static final long SLOW_YIELD_NANOS = 300_000;

    /** For how many times as long as a slow yield took nobody yields again; so at most a tenth of the time is lost to them. */
    private static final int PARKING_AFTER_SLOW_YIELD = 10;

    private final Consumer<List<PendingAppend>> commit;
    private final AtomicReference<@Nullable PendingAppend> newest = new AtomicReference<>();
    private final AtomicReference<Lead> lead = new AtomicReference<>(Lead.FREE);
    private volatile long yieldAgainAt = System.nanoTime();

    /** @param commit given the appends of a batch in the order they arrived; what it throws is every append's failure */
    GroupCommit(Consumer<List<PendingAppend>> commit) {
        this.commit = commit;
    }

    /**
     * Commits the append and waits until it is settled; an interrupt stays set, and neither loses the append nor ends the wait.
     * Then all appends that arrived before are settled too, but for the completion of futures.
     */
    void await(PendingAppend append) {
        boolean interrupted = Thread.interrupted(); // the storage is not to see it
        push(append);
        if (lead.compareAndSet(Lead.FREE, Lead.HELD) || lead.compareAndSet(Lead.OFFERED, Lead.HELD)) {
            lead(false);
        }
        int yields = 0;
        while (!append.settled()) {
            if (append.leads()) {
                lead(false);
            } else if (yields < YIELDS && yieldsQuickly()) {
                yields++;
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets others run, unless that has taken long lately. */
    @SuppressWarnings("ThreadPriorityCheck") // a matter of speed only: who yields in vain parks
    private boolean yieldsQuickly() {
        long before = System.nanoTime();
        if (before - yieldAgainAt < 0) {
            return false;
        }
        Thread.yield();
        long after = System.nanoTime();
        if (after - before > SLOW_YIELD_NANOS) {
            yieldAgainAt = after + PARKING_AFTER_SLOW_YIELD * (after - before);
        }
        return true;
    }

    /** Has the append committed without waiting for it. */
    void submit(PendingAppend append) {
        push(append);
        if (lead.compareAndSet(Lead.FREE, Lead.OFFERED)) {
            summon(append.executor());
        }
    }

    /** Commits, on this thread, what an executor was asked to and has not begun. */
    void leadIfOffered() {
        if (lead.compareAndSet(Lead.OFFERED, Lead.HELD)) {
            lead(true);
        }
    }

    private void summon(Executor executor) {
        try {
            executor.execute(this::leadIfOffered);
        } catch (RejectedExecutionException e) {
            leadIfOffered(); // an executor that takes nothing any more must not lose the append
        }
    }

    private void push(PendingAppend append) {
        PendingAppend before;
        do {
            before = newest.get();
            append.before = before;
        } while (!newest.compareAndSet(before, append));
    }

    /** Commits a batch and passes the lead on. An executor's task then goes on as long as only futures wait. */
    private void lead(boolean onExecutor) {
        do {
            List<PendingAppend> batch = take();
            Throwable failure = failureOfCommit(batch);
            passOn();
            settle(batch, failure);
        } while (onExecutor && lead.compareAndSet(Lead.OFFERED, Lead.HELD));
        if (lead.get() == Lead.OFFERED) {
            PendingAppend waiting = newest.get();
            if (waiting != null) {
                summon(waiting.executor());
            }
        }
    }

    /** {@return all appends that wait, oldest first} */
    private List<PendingAppend> take() {
        List<PendingAppend> batch = new ArrayList<>();
        for (PendingAppend append = newest.getAndSet(null); append != null; append = append.before) {
            batch.add(append);
        }
        Collections.reverse(batch);
        return batch;
    }

    private @Nullable Throwable failureOfCommit(List<PendingAppend> batch) {
        try {
            if (batch.stream().anyMatch(PendingAppend::hasRows)) {
                commit.accept(batch);
            }
            return null;
        } catch (RuntimeException | Error e) {
            return e; // each append of the batch throws it
        }
    }

    private void passOn() {
        while (true) {
            PendingAppend next = newestWithThread();
            if (next != null) {
                next.lead();
                return;
            }
            boolean futuresWait = newest.get() != null;
            Lead passed = futuresWait ? Lead.OFFERED : Lead.FREE;
            lead.set(passed);
            // An append pushed after the look and before the set saw the lead held, and counts on us.
            boolean missed = futuresWait ? newestWithThread() != null : newest.get() != null;
            if (!missed || !lead.compareAndSet(passed, Lead.HELD)) {
                return;
            }
        }
    }

    /** {@return the append whose thread most likely is still awake} */
    private @Nullable PendingAppend newestWithThread() {
        PendingAppend append = newest.get();
        while (append != null && !append.hasThread()) {
            append = append.before;
        }
        return append;
    }

    private static void settle(List<PendingAppend> batch, @Nullable Throwable failure) {
        List<PendingAppend> futures = new ArrayList<>();
        for (PendingAppend append : batch) {
            if (append.hasThread()) {
                append.settle(failure);
            } else {
                append.tell(failure);
                futures.add(append);
            }
        }
        for (int from = 0; from < futures.size(); ) {
            Executor executor = futures.get(from).executor();
            int to = from + 1;
            while (to < futures.size() && futures.get(to).executor() == executor) {
                to++;
            }
            List<PendingAppend> ofExecutor = futures.subList(from, to);
            settleOn(executor, () -> ofExecutor.forEach(append -> append.settle(failure)));
            from = to;
        }
    }

    /** What depends on a future is not to run on a thread that only wanted to append. */
    private static void settleOn(Executor executor, Runnable settle) {
        try {
            executor.execute(settle);
        } catch (RejectedExecutionException e) {
            settle.run();
        }
    }
}
