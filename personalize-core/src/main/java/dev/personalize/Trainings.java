package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.catalog.Arrivals;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trainings of a solution: jobs, each of which makes the version of its number, because somebody asks for it, because it is time, or
 * to make a version again. Safe for any number of threads.
 */
final class Trainings {
    private static final Logger LOG = LoggerFactory.getLogger(Trainings.class);

    private final Group group;
    private final Engine engine;
    private final Supplier<SolutionManifest> settings;
    private final Versions versions;
    private final Consumer<SolutionVersion> onNewVersion;
    private final Jobs jobs;
    private final AtomicInteger lastNumber;

    /**
     * @param folder of the solution
     * @param settings of the solution as they are now
     * @param versions of the solution
     * @param onNewVersion told of each version as soon as it is there; throws nothing
     */
    Trainings(
            String folder,
            Group group,
            Supplier<SolutionManifest> settings,
            Versions versions,
            Consumer<SolutionVersion> onNewVersion) {
        this.group = group;
        this.engine = group.engine();
        this.settings = settings;
        this.versions = versions;
        this.onNewVersion = onNewVersion;
        this.jobs = new Jobs(
                engine,
                group.name(),
                folder + "/trainings",
                "training",
                job -> versions.numbers().contains(Integer.parseInt(job)));
        this.lastNumber = new AtomicInteger(Stream.concat(
                        versions.numbers().stream(), all().stream().map(job -> Integer.parseInt(job.name())))
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0));
    }

    /** {@return all of them, oldest first} */
    List<Job> all() {
        return jobs.all();
    }

    /** {@return a number that no version has had, and no training either} */
    int nextNumber() {
        return lastNumber.incrementAndGet();
    }

    /** Trains a version in this thread. */
    SolutionVersion run(TrainingType type, TrainingMode mode, ProgressListener progress, Cancellation cancellation) {
        Jobs.Work<SolutionVersion> work = work(type, mode, progress, cancellation);
        return jobs.run(job(asked(type, mode)), work);
    }

    /** Trains a version on the executor. */
    CompletableFuture<SolutionVersion> runAsync(
            TrainingMode mode, ProgressListener progress, Cancellation cancellation) {
        Jobs.Work<SolutionVersion> work = work(TrainingType.MANUAL, mode, progress, cancellation);
        return jobs.runAsync(job(asked(TrainingType.MANUAL, mode)), work);
    }

    /**
     * Trains a version again, in this thread.
     *
     * @param with what it was trained with
     */
    SolutionVersion again(
            SolutionVersion original, VersionSettings with, ProgressListener progress, Cancellation cancellation) {
        Map<String, String> asked = asked(TrainingType.MANUAL, TrainingMode.FULL);
        asked.put("recipe", original.recipe());
        asked.put("retrains", original.solution() + "/" + original.number());
        RunningJob running = new RunningJob(engine.clock(), progress, cancellation);
        VersionTraining.Recorded recorded = with.recorded();
        VersionTraining training =
                new VersionTraining(with.solution(), recorded, group, running, running.cancellation());
        SolutionVersion again = jobs.run(
                job(asked),
                work(running, (number, details) -> trainFully(number, TrainingType.MANUAL, training, details)));
        if (!again.checksums().equals(original.checksums())) {
            LOG.warn(
                    "{} was trained again as version {}, with other bytes\n{}\nand now\n{}",
                    recorded.what(),
                    again.number(),
                    original.provenance(),
                    again.provenance());
        }
        return again;
    }

    /** Stops the training that is to make the version of this number. */
    Job stop(int number) {
        return jobs.stop(Versions.name(number));
    }

    /** Refuses to go on while a training runs. */
    void requireNone(String action) {
        jobs.requireNone(job -> true, action);
    }

    /** {@return when the next one is due, as {@link DueTraining} says} */
    Optional<Instant> next() {
        return DueTraining.of(settings.get().schedule(), all());
    }

    /** {@return the version that was trained, if it was time and there is something new to learn} */
    Optional<SolutionVersion> runIfDue(Cancellation cancellation) {
        Instant now = engine.clock().instant();
        boolean due = next().filter(time -> !time.isAfter(now)).isPresent();
        return due && hasNewData()
                ? Optional.of(run(TrainingType.AUTOMATIC, TrainingMode.FULL, ProgressListener.NONE, cancellation))
                : Optional.empty();
    }

    private boolean hasNewData() {
        Arrivals known = Arrivals.NONE;
        for (SolutionVersion version : versions.all()) {
            known = version.arrivals().orElse(known);
        }
        return group.data()
                .arrivals(VersionTraining.learnsFrom(settings.get(), engine))
                .areMoreThan(known);
    }

    private Jobs.Asked job(Map<String, String> details) {
        return new Jobs.Asked(Versions.name(nextNumber()), null, details, Map.of());
    }

    private Map<String, String> asked(TrainingType type, TrainingMode mode) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("recipe", settings.get().recipe());
        details.put(DueTraining.TYPE, type.name());
        details.put(DueTraining.MODE, mode.name());
        return details;
    }

    private Jobs.Work<SolutionVersion> work(
            TrainingType type, TrainingMode mode, ProgressListener progress, Cancellation cancellation) {
        RunningJob running = new RunningJob(engine.clock(), progress, cancellation);
        if (mode == TrainingMode.UPDATE) {
            ItemUpdate update = itemUpdate();
            return work(running, (number, details) -> versions.store(number, update, running));
        }
        VersionTraining training = new VersionTraining(settings.get(), null, group, running, running.cancellation());
        return work(running, (number, details) -> trainFully(number, type, training, details));
    }

    /** Makes a version. */
    @FunctionalInterface
    private interface Making {
        /** @param details filled with what the job should tell beside the version */
        SolutionVersion version(int number, Map<String, String> details);
    }

    private Jobs.Work<SolutionVersion> work(RunningJob running, Making making) {
        Map<String, String> details = new LinkedHashMap<>();
        return new Jobs.Work<>(
                job -> {
                    SolutionVersion version = making.version(Integer.parseInt(job), details);
                    onNewVersion.accept(version);
                    return version;
                },
                version -> {
                    details.put("trainingSeconds", String.valueOf(seconds(version)));
                    return details;
                },
                running);
    }

    private SolutionVersion trainFully(
            int number, TrainingType type, VersionTraining training, Map<String, String> details) {
        VersionTraining.Trained trained = training.run();
        training.smallData().ifPresent(warning -> details.put("warning", warning));
        SolutionVersion version = versions.store(number, type, trained);
        LOG.info(
                "trained {} version {} ({}) in {} s",
                version.solution(),
                version.number(),
                version.recipe(),
                seconds(version));
        return version;
    }

    private static double seconds(SolutionVersion version) {
        return version.trainingTime().toMillis() / 1000.0;
    }

    private ItemUpdate itemUpdate() {
        SolutionManifest solution = settings.get();
        ItemUpdate.requireAllowed(solution, engine);
        SolutionVersion base = versions.all().stream()
                .filter(version -> version.trainingMode() == TrainingMode.FULL)
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new InvalidInputException("solution '" + solution.name()
                        + "' has no full version that could be updated: train one first"));
        return new ItemUpdate(base, group);
    }
}
