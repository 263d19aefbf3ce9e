package dev.personalize.math;

import dev.personalize.progress.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a loop over {@code 0 … n-1} on several threads. The range is cut into chunks whose borders depend on {@code n}
 * alone, so work that keeps one partial result a chunk and adds them in chunk order gives the same bits on 1 thread or 64.
 *
 * <p>The calling thread works too, and finishes alone if the executor never gets round to its helpers: nesting cannot
 * deadlock, and the library needs no threads of its own. Safe for any number of threads.
 */
public final class Parallel {
    private final Executor executor;
    private final int threads;
    private final Cancellation cancellation;

    /**
     * @param executor runs the helpers of the calling thread
     * @param threads at most this many threads work on one loop, the caller included; at least 1
     * @param cancellation looked at before every chunk
     */
    public Parallel(Executor executor, int threads, Cancellation cancellation) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
        this.executor = executor;
        this.threads = threads;
        this.cancellation = cancellation;
    }

    /** {@return a loop runner on the JDK's common pool, one thread a processor, that cannot be cancelled} */
    public static Parallel ofProcessors() {
        return new Parallel(ForkJoinPool.commonPool(), Runtime.getRuntime().availableProcessors(), new Cancellation());
    }

    /** The body of a loop for one chunk. */
    @FunctionalInterface
    public interface Body {
        /**
         * Handles one chunk.
         *
         * @param chunk number of the chunk, 0 … chunks-1
         * @param from first index, inclusive
         * @param to last index, exclusive
         */
        void run(int chunk, int from, int to);
    }

    /** {@return how many chunks of {@code chunkSize} cover {@code n}} */
    public static int chunks(int n, int chunkSize) {
        return (int) (((long) n + chunkSize - 1) / chunkSize);
    }

    /**
     * Runs {@code body} for every chunk, in no particular order, and returns when all are done.
     *
     * @param n number of indices, at least 0
     * @param chunkSize indices a chunk, at least 1; must not depend on the number of threads
     * @throws java.util.concurrent.CancellationException if cancelled before the last chunk began
     */
    public void forChunks(int n, int chunkSize, Body body) {
        Loop loop = new Loop(n, chunkSize, body, cancellation);
        int helpers = Math.min(threads, loop.chunks) - 1;
        for (int i = 0; i < helpers; i++) {
            try {
                executor.execute(loop::help);
            } catch (RejectedExecutionException e) {
                break; // a full or closed executor costs speed, not the result: the caller does the rest
            }
        }
        loop.runAsCaller();
    }

    private static final class Loop {
        final int n;
        final int chunkSize;
        final int chunks;
        final Body body;
        final Cancellation cancellation;
        final AtomicInteger next = new AtomicInteger();
        final CountDownLatch finished;
        final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Loop(int n, int chunkSize, Body body, Cancellation cancellation) {
            this.n = n;
            this.chunkSize = chunkSize;
            this.chunks = chunks(n, chunkSize);
            this.body = body;
            this.cancellation = cancellation;
            this.finished = new CountDownLatch(chunks);
        }

        void help() {
            for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        cancellation.throwIfCancelled();
                        int from = chunk * chunkSize;
                        body.run(chunk, from, (int) Math.min(n, (long) from + chunkSize));
                    }
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                } finally {
                    finished.countDown();
                }
            }
        }

        void runAsCaller() {
            help();
            boolean interrupted = false;
            while (true) {
                try {
                    finished.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // chunks in flight still write to shared arrays: they must end first
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable t = failure.get();
            if (t instanceof RuntimeException e) {
                throw e;
            }
            if (t instanceof Error e) {
                throw e;
            }
        }
    }
}
