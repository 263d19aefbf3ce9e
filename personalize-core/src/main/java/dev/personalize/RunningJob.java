package dev.personalize;

import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A job that waits or runs in this process: how it is stopped, and how far it is. Safe for any number of threads. */
final class RunningJob implements ProgressListener {
    private final Clock clock;
    private final ProgressListener listener;
    private final Cancellation cancellation;
    private volatile boolean stopped;
    private volatile @Nullable CompletableFuture<?> future;
    private volatile @Nullable Step step;

    /**
     * What was said last.
     *
     * @param begun when the task said something for the first time
     * @param startedAt what was done by then
     * @param told when this was said
     */
    private record Step(String task, long done, long total, Instant begun, long startedAt, Instant told) {}

    /**
     * @param listener told of progress too
     * @param outer stops the job too
     */
    RunningJob(Clock clock, ProgressListener listener, Cancellation outer) {
        this.clock = clock;
        this.listener = listener;
        this.cancellation = new Cancellation(outer);
    }

    /** {@return what the work has to ask} */
    Cancellation cancellation() {
        return cancellation;
    }

    /** {@return whether {@link #stop} was called} */
    boolean isStopped() {
        return stopped;
    }

    /** Ends the wait for a result when the job is stopped before it begins. */
    void promises(CompletableFuture<?> result) {
        future = result;
    }

    void stop() {
        stopped = true;
        cancellation.cancel();
    }

    /** Ends a job that has not begun; its turn at the executor comes and goes. */
    void abandon() {
        CompletableFuture<?> result = future;
        if (result != null) {
            result.completeExceptionally(new CompletionException(new CancellationException("stopped")));
        }
    }

    @Override
    public void progress(String task, long done, long total) {
        Instant now = clock.instant();
        Step before = step;
        step = before != null && before.task().equals(task) && before.done() <= done
                ? new Step(task, done, total, before.begun(), before.startedAt(), now)
                : new Step(task, done, total, now, done, now);
        listener.progress(task, done, total);
    }

    Optional<JobProgress> progress() {
        return Optional.ofNullable(step)
                .map(now -> new JobProgress(now.task(), now.done(), now.total(), remaining(now)));
    }

    private Optional<Duration> remaining(Step now) {
        long done = now.done() - now.startedAt();
        if (done <= 0) {
            return Optional.empty();
        }
        double millis = Duration.between(now.begun(), now.told()).toMillis();
        Duration sinceTold = Duration.between(now.told(), clock.instant());
        Duration left = Duration.ofMillis(Math.round(millis / done * (now.total() - now.done())))
                .minus(sinceTold);
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }
}
