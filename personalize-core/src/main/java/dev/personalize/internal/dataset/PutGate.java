package dev.personalize.internal.dataset;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets any number of puts go on at the same time, and now and then something that needs them all to be over. That waits for the
 * puts under way and for no later one, however many come: they wait until it is done. A put may end on another thread than it
 * began on. Safe for any number of threads.
 */
final class PutGate {
    private static final long CLOSED = Long.MIN_VALUE;
    private static final long NUDGE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Puts under way; plus {@link #CLOSED} while the gate is closed. */
    private final AtomicLong state = new AtomicLong();

    private final ReentrantLock closing = new ReentrantLock(true);
    private volatile CountDownLatch reopened = new CountDownLatch(0);
    private volatile @Nullable Thread waiting;

    /** What is run while no put is under way. */
    @FunctionalInterface
    interface Exclusive<R> {
        R run();
    }

    /** Begins a put; waits while the gate is closed. An interrupt stays set and does not end the wait. */
    void enter() {
        boolean interrupted = false;
        while (state.incrementAndGet() < 0) {
            CountDownLatch later = reopened; // set before the gate closed, and counted down after it opened again
            leave();
            interrupted |= await(later);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean await(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /** Ends a put. */
    void leave() {
        if (state.decrementAndGet() == CLOSED) {
            LockSupport.unpark(waiting);
        }
    }

    /**
     * Runs something while no put is under way.
     *
     * @param nudge is called now and then while puts are waited for: does what they may be waiting for
     */
    <R> R exclusively(Runnable nudge, Exclusive<R> body) {
        closing.lock();
        try {
            reopened = new CountDownLatch(1);
            waiting = Thread.currentThread();
            state.addAndGet(CLOSED);
            try {
                awaitPuts(nudge);
                return body.run();
            } finally {
                state.addAndGet(CLOSED); // twice the smallest number is zero
                waiting = null;
                reopened.countDown();
            }
        } finally {
            closing.unlock();
        }
    }

    private void awaitPuts(Runnable nudge) {
        boolean interrupted = false;
        while (state.get() != CLOSED) {
            nudge.run();
            LockSupport.parkNanos(this, NUDGE_NANOS);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
