package dev.personalize;

import dev.personalize.progress.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service does by itself: trains solutions when their {@linkplain SolutionConfig.Builder#performAutoTraining schedule} says so, and
 * admits new items to the newest full version in a campaign {@linkplain CampaignConfig.Builder#automaticUpdate every two hours}. An
 * application has it done now and then, on a thread of its own:
 *
 * <pre>{@code
 * personalize.dueWork().every(Duration.ofMinutes(10), scheduler);
 * }</pre>
 *
 * What is due is told by the clock of the home and by what lies in it, so that nothing is forgotten or done twice when a process ends and
 * another one begins. Of two runs at a time the second waits for the first. Safe for any number of threads.
 */
public final class DueWork {
    private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);

    private final Supplier<List<DatasetGroup>> groups;
    private final Cancellation closing = new Cancellation();
    private final ReentrantLock running = new ReentrantLock();
    private final List<Future<?>> repeated = new ArrayList<>();

    DueWork(Supplier<List<DatasetGroup>> groups) {
        this.groups = groups;
    }

    /** What was done. */
    public enum Kind {
        /** A solution was trained. */
        TRAINING,
        /** New items were admitted to a campaign, and counts of exploration made anew. */
        ITEM_UPDATE
    }

    /**
     * One thing that was done, or should have been.
     *
     * @param kind what
     * @param group name of the dataset group
     * @param resource name of the solution or campaign
     * @param version number of the version that was trained, or is updated; empty if nothing came of it
     * @param failureReason why nothing came of it
     */
    public record Done(
            Kind kind, String group, String resource, Optional<Integer> version, Optional<String> failureReason) {}

    /**
     * Does all that is due, in this thread, and returns when it is done: that may be hours, if there is much to train. Trainings appear in
     * {@link Solution#trainings}, where they can be stopped. What fails is logged and in the result, and keeps nothing else from being done.
     *
     * @return what was done, in order; empty if nothing was due, or the home is being closed
     */
    public List<Done> run() {
        running.lock();
        try {
            List<Done> done = new ArrayList<>();
            if (!closing.isCancelled()) {
                groups.get().forEach(group -> run(group, done));
            }
            return List.copyOf(done);
        } finally {
            running.unlock();
        }
    }

    private void run(DatasetGroup group, List<Done> done) {
        for (String solution : group.solutionNames()) {
            attempt(
                    Kind.TRAINING,
                    group,
                    solution,
                    done,
                    () -> group.findSolution(solution)
                            .flatMap(found -> found.trainIfDue(closing))
                            .map(SolutionVersion::number));
        }
        for (Campaign campaign : group.openCampaigns()) {
            attempt(
                    Kind.ITEM_UPDATE,
                    group,
                    campaign.name(),
                    done,
                    () -> campaign.refreshItemsIfDue()
                            ? Optional.of(campaign.version().number())
                            : Optional.empty());
        }
    }

    private void attempt(
            Kind kind, DatasetGroup group, String resource, List<Done> done, Supplier<Optional<Integer>> work) {
        if (closing.isCancelled()) {
            return;
        }
        try {
            work.get()
                    .ifPresent(version ->
                            done.add(new Done(kind, group.name(), resource, Optional.of(version), Optional.empty())));
        } catch (CancellationException e) {
            done.add(new Done(kind, group.name(), resource, Optional.empty(), Optional.of("stopped")));
        } catch (RuntimeException e) {
            LOG.warn("{} of {} in {} failed; the next one follows in its turn", kind, resource, group.name(), e);
            done.add(new Done(
                    kind, group.name(), resource, Optional.empty(), Optional.of(String.valueOf(e.getMessage()))));
        }
    }

    /**
     * {@linkplain #run Does} what is due now and from time to time, until the home is closed.
     *
     * @param pause between the end of one run and the beginning of the next; minutes are often enough
     * @param scheduler whose thread does it; remains the application's to end
     */
    public void every(Duration pause, ScheduledExecutorService scheduler) {
        Future<?> runs = scheduler.scheduleWithFixedDelay(this::runSafely, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (repeated) {
            repeated.add(runs);
        }
    }

    /** A scheduler gives up what has thrown once. */
    private void runSafely() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.warn("what is due could not be done; the next try follows", e);
        }
    }

    /** Ends what {@link #every} began, cancels a training under way and waits until it has ended. */
    void close() {
        closing.cancel();
        running.lock();
        try {
            synchronized (repeated) {
                repeated.forEach(runs -> runs.cancel(false));
            }
        } finally {
            running.unlock();
        }
    }
}
