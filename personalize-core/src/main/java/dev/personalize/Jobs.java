package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.internal.catalog.JobManifest;
import dev.personalize.schema.DatasetType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of one kind in a group: each is written down when it is asked for and when it ends, so that one the process took down
 * with it is known. Safe for any number of threads.
 */
final class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final String CANCELLED = "cancelled";
    private static final String STOPPED = "stopped";
    private static final String DIED =
            "the process ended before the job did, and nothing of it was stored: run it again";

    private static final String GOES_ON =
            "the process ended before the job did: run it again, and it goes on where it stopped";

    private final Engine engine;
    private final String kind;
    private final String group;
    private final ReentrantLock lock = new ReentrantLock();
    private final JobFiles files;
    private final Map<String, RunningJob> running = new HashMap<>();

    /**
     * @param group name of the dataset group
     * @param kind singular, for names and messages
     * @param wasDone whether a job without an end nevertheless did what it was to do
     */
    Jobs(Engine engine, String group, String folder, String kind, Predicate<String> wasDone) {
        this(engine, group, folder, kind, wasDone, DIED);
    }

    /**
     * As the other constructor.
     *
     * @param died the failure reason of a job the process took down with it
     */
    private Jobs(Engine engine, String group, String folder, String kind, Predicate<String> wasDone, String died) {
        this.engine = engine;
        this.group = group;
        this.kind = kind;
        this.files = new JobFiles(engine, folder, kind);
        for (JobManifest job : files.all()) {
            Status status = Status.valueOf(job.status());
            if (!status.isTerminal()) {
                recordPast(job, status, wasDone.test(job.name()), died);
            }
        }
    }

    /** {@return whether a job ended before its time though nobody wanted that very job to end} */
    static boolean wasCutShort(Job job) {
        return job.failureReason()
                .filter(reason -> reason.equals(DIED) || reason.equals(CANCELLED))
                .isPresent();
    }

    /** {@return the jobs of a kind that goes on where it stopped} */
    static Jobs resumable(Engine engine, String group, String folder, String kind) {
        return new Jobs(engine, group, folder, kind, job -> false, GOES_ON);
    }

    /**
     * Ends a job that ended with its process. A full disk is no reason to keep a home closed: what cannot be written down now is found out
     * again next time.
     */
    private void recordPast(JobManifest job, Status status, boolean done, String died) {
        try {
            if (done) {
                files.change(job, Status.ACTIVE, null, Map.of());
            } else if (status == Status.CREATE_STOPPING) {
                files.change(job, Status.CREATE_STOPPED, STOPPED, Map.of());
            } else {
                files.change(job, Status.CREATE_FAILED, died, Map.of());
            }
        } catch (RuntimeException e) {
            LOG.warn("{} '{}' did not end with its process, and that could not be written down", kind, job.name(), e);
        }
    }

    /** {@return all of them, oldest first} */
    List<Job> all() {
        lock.lock();
        try {
            return files.all().stream()
                    .map(job -> Job.of(job, running.get(job.name())))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    Optional<Job> find(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(files.find(name)).map(job -> Job.of(job, running.get(name)));
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@return the tags of a job}
     *
     * @throws ResourceNotFoundException if there is none of this name
     */
    Tags tags(String name) {
        if (find(name).isEmpty()) {
            throw missing(name);
        }
        return files.tags(name);
    }

    private ResourceNotFoundException missing(String name) {
        return new ResourceNotFoundException("there is no " + kind + " '" + name + "'");
    }

    /**
     * Refuses to go on while a job runs.
     *
     * @param concerned which jobs matter
     * @param action what the caller wants to do
     */
    void requireNone(Predicate<Job> concerned, String action) {
        for (Job job : all()) {
            if (!job.status().isTerminal() && concerned.test(job)) {
                throw new ResourceInUseException("cannot " + action + " while " + kind + " '" + job.name()
                        + "' runs: wait for it, or cancel it");
            }
        }
    }

    /**
     * What a job of a name does, and how to say what came out of it.
     *
     * @param running tells how far it is and stops it, or null for a job that cannot be asked
     */
    record Work<T>(
            Function<String, T> body,
            Function<T, Map<String, String>> outcome,
            @Nullable RunningJob running) {
        Work(Function<String, T> body, Function<T, Map<String, String>> outcome) {
            this(body, outcome, null);
        }
    }

    /**
     * What is asked of a job.
     *
     * @param name null to have one made
     * @param dataset the dataset it works on, or null for several or none
     * @param details what was asked, for people
     * @param tags those it begins with
     */
    record Asked(
            @Nullable String name,
            @Nullable DatasetType dataset,
            Map<String, String> details,
            Map<String, String> tags) {}

    /** Runs a job in this thread. */
    <T> T run(Asked asked, Work<T> work) {
        return run(register(asked, Status.CREATE_IN_PROGRESS, work.running()), work);
    }

    /**
     * Asks a job to stop: one that waits is stopped, one that runs is about to be, one that is about to be stays so.
     *
     * @throws ResourceNotFoundException if there is none of this name
     * @throws InvalidInputException if it has ended
     */
    Job stop(String name) {
        RunningJob stopped;
        lock.lock();
        try {
            JobManifest job = files.find(name);
            if (job == null) {
                throw missing(name);
            }
            Status status = Status.valueOf(job.status());
            stopped = running.get(name);
            if (status.isTerminal() || stopped == null) {
                throw new InvalidInputException(
                        kind + " '" + name + "' is " + status + ": only one that has not ended can be stopped");
            }
            stopped.stop();
            if (status == Status.CREATE_PENDING) {
                files.change(job, Status.CREATE_STOPPED, STOPPED, Map.of());
                stopped.abandon();
            } else if (status == Status.CREATE_IN_PROGRESS) {
                files.change(job, Status.CREATE_STOPPING, STOPPED, Map.of());
            }
            return find(name).orElseThrow();
        } finally {
            lock.unlock();
        }
    }

    /** Runs a job on the executor. */
    <T> CompletableFuture<T> runAsync(Asked asked, Work<T> work) {
        RunningJob running = work.running();
        String registered = register(asked, Status.CREATE_PENDING, running);
        Work<T> begun = new Work<>(
                job -> {
                    begin(job);
                    return work.body().apply(job);
                },
                work.outcome(),
                running);
        try {
            CompletableFuture<T> future =
                    CompletableFuture.supplyAsync(() -> run(registered, begun), engine.executor());
            if (running != null) {
                running.promises(future);
            }
            return future;
        } catch (RejectedExecutionException e) {
            recordFailure(registered, e);
            throw e;
        }
    }

    /** @throws CancellationException if it was stopped while it waited */
    private void begin(String name) {
        lock.lock();
        try {
            RunningJob job = running.get(name);
            if (job != null && job.isStopped()) {
                throw new CancellationException(STOPPED);
            }
            change(name, Status.CREATE_IN_PROGRESS, null, Map.of());
        } finally {
            lock.unlock();
        }
    }

    private <T> T run(String name, Work<T> work) {
        long start = System.nanoTime();
        T result;
        try {
            result = work.body().apply(name);
        } catch (RuntimeException | Error e) {
            recordFailure(name, e);
            tell(name, start);
            throw e;
        }
        recordEnd(name, work.outcome().apply(result));
        tell(name, start);
        return result;
    }

    private void tell(String name, long start) {
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        find(name)
                .ifPresent(job -> engine.listening()
                        .tell(listener -> listener.jobEnded(new OperationListener.EndedJob(group, kind, job, time))));
    }

    /** The work is done whether this can be written down or not; after a restart the files themselves tell. */
    private void recordEnd(String name, Map<String, String> outcome) {
        try {
            change(name, Status.ACTIVE, null, outcome);
        } catch (RuntimeException e) {
            LOG.warn("{} '{}' is done, but that could not be written down", kind, name, e);
        }
    }

    private void recordFailure(String name, Throwable failure) {
        boolean cancelled = failure instanceof CancellationException;
        String reason = !cancelled ? String.valueOf(failure.getMessage()) : isStopped(name) ? STOPPED : CANCELLED;
        try {
            change(name, cancelled ? Status.CREATE_STOPPED : Status.CREATE_FAILED, reason, Map.of());
        } catch (RuntimeException e) {
            LOG.warn(
                    "{} '{}' failed, and that could not be written down; it will read as failed all the same",
                    kind,
                    name,
                    e);
            failure.addSuppressed(e);
        }
    }

    private boolean isStopped(String name) {
        lock.lock();
        try {
            RunningJob job = running.get(name);
            return job != null && job.isStopped();
        } finally {
            lock.unlock();
        }
    }

    private String register(Asked asked, Status status, @Nullable RunningJob work) {
        lock.lock();
        try {
            String name = files.create(asked, status).name();
            if (work != null) {
                running.put(name, work);
            }
            return name;
        } finally {
            lock.unlock();
        }
    }

    private void change(String name, Status status, @Nullable String reason, Map<String, String> more) {
        lock.lock();
        try {
            JobManifest job = files.find(name);
            if (status.isTerminal()) {
                running.remove(name);
            }
            // One that was stopped while it waited has ended before its turn came.
            if (job != null && !Status.valueOf(job.status()).isTerminal()) {
                files.change(job, status, reason, more);
            }
        } finally {
            lock.unlock();
        }
    }
}
