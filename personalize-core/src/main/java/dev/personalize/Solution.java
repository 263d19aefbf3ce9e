package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.internal.catalog.VersionArchive;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Split;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.tuning.SearchResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recipe with its settings, and the versions trained from it. Made by {@link DatasetGroup}; safe for any number of
 * threads, and several may train at once.
 */
public final class Solution {
    private static final Logger LOG = LoggerFactory.getLogger(Solution.class);
    static final String FILE = "solution.json";

    private volatile SolutionManifest manifest;
    private final String folder;
    private final Group group;
    private final Engine engine;
    private final Versions versions;
    private final Consumer<SolutionVersion> onNewVersion;
    private final ReentrantLock changing = new ReentrantLock();
    private final Trainings trainings;

    /** @param onNewVersion told of each version as soon as it is there; throws nothing */
    Solution(SolutionManifest manifest, String folder, Group group, Consumer<SolutionVersion> onNewVersion) {
        this.onNewVersion = onNewVersion;
        this.manifest = manifest;
        this.folder = folder;
        this.group = group;
        this.engine = group.engine();
        SolutionSettings.check(manifest, engine);
        this.versions = new Versions(this, folder, group, () -> this.manifest);
        this.trainings = new Trainings(folder, group, () -> this.manifest, versions, onNewVersion);
        versions.removeLeftovers();
    }

    /** {@return the name} */
    public String name() {
        return manifest.name();
    }

    /** {@return its tags; versions have tags of their own} */
    public Tags tags() {
        return new Tags(engine, "solution '" + name() + "'", folder + "/" + FILE);
    }

    /** {@return its configuration, as {@link #update} left it} */
    public SolutionConfig config() {
        return SolutionSettings.config(manifest);
    }

    /**
     * Changes what can change of a solution: whether and how often it is {@linkplain SolutionConfig.Builder#performAutoTraining trained by
     * itself}, whether campaigns {@linkplain SolutionConfig.Builder#performIncrementalUpdate admit new items} where that is a choice, and what events of a type count for, from the next training on. Another frequency begins a schedule of its own, with a
     * training within the hour.
     *
     * @param config as in {@code config().toBuilder().performAutoTraining(false).build()}
     * @throws InvalidInputException if anything else of it differs; names what
     */
    public void update(SolutionConfig config) {
        changing.lock();
        try {
            String asked = engine.now();
            SolutionManifest next = SolutionSettings.updated(manifest, config, engine);
            try {
                become(next, Status.ACTIVE, null, asked);
            } catch (RuntimeException e) {
                recordFailure(asked, e);
                throw e;
            }
        } finally {
            changing.unlock();
        }
    }

    private void become(SolutionManifest next, Status status, @Nullable String failureReason, String asked) {
        SolutionManifest dated =
                next.withLatestUpdate(new SolutionManifest.Update(status.name(), failureReason, asked, engine.now()));
        engine.catalog().write(folder + "/" + FILE, dated);
        manifest = dated;
    }

    private void recordFailure(String asked, RuntimeException failure) {
        try {
            become(manifest, Status.CREATE_FAILED, String.valueOf(failure.getMessage()), asked);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** {@return the last change by {@link #update}; empty if there was none since the creation} */
    public Optional<SolutionUpdate> latestUpdate() {
        return Optional.ofNullable(manifest.latestUpdate()).map(SolutionUpdate::of);
    }

    /** As {@link #train(ProgressListener, Cancellation)}, with nobody listening and nobody cancelling. */
    public SolutionVersion train() {
        return train(ProgressListener.NONE, new Cancellation());
    }

    /**
     * Trains a version on all data of the group as it is now, and measures it. Blocks until done. {@link #trainings} tells how
     * far it is, and afterwards how it ended.
     *
     * @throws dev.personalize.error.TrainingException if there is too little data, or the recipe can make nothing of it
     * @throws java.util.concurrent.CancellationException if cancelled or {@linkplain #stop stopped}; no version is left behind
     */
    public SolutionVersion train(ProgressListener progress, Cancellation cancellation) {
        return train(TrainingMode.FULL, progress, cancellation);
    }

    /**
     * As {@link #train(ProgressListener, Cancellation)}, or an update.
     *
     * @throws InvalidInputException if the mode is {@link TrainingMode#UPDATE} and the recipe does not allow it, or there is no full version yet
     */
    public SolutionVersion train(TrainingMode mode, ProgressListener progress, Cancellation cancellation) {
        return trainings.run(TrainingType.MANUAL, mode, progress, cancellation);
    }

    /** As {@link #train(ProgressListener, Cancellation)}, on the executor of the home. */
    public CompletableFuture<SolutionVersion> trainAsync(ProgressListener progress, Cancellation cancellation) {
        return trainAsync(TrainingMode.FULL, progress, cancellation);
    }

    /** As {@link #train(TrainingMode, ProgressListener, Cancellation)}, on the executor of the home. */
    public CompletableFuture<SolutionVersion> trainAsync(
            TrainingMode mode, ProgressListener progress, Cancellation cancellation) {
        return trainings.runAsync(mode, progress, cancellation);
    }

    /**
     * Stops a training, the service's {@code StopSolutionVersionCreation}: one that waits for its turn becomes
     * {@link Status#CREATE_STOPPED}, one that runs {@link Status#CREATE_STOPPING} until it has noticed, within about a second, and then
     * {@code CREATE_STOPPED}. It stays listed, and is not taken up again. Whoever waits for its version gets a
     * {@link java.util.concurrent.CancellationException}. One that was just storing its version when it was stopped may become active.
     *
     * @param number of the version it is to make, the name of its job
     * @return its job
     * @throws ResourceNotFoundException if there is no such training
     * @throws InvalidInputException if it has ended
     */
    public Job stop(int number) {
        return trainings.stop(number);
    }

    /**
     * {@return all trainings, oldest first, each under the number of the version it was to make; those the process took down with
     * it read as failed}
     */
    public List<Job> trainings() {
        return trainings.all();
    }

    /**
     * {@return when {@link DueWork} trains it by itself, if new data has come by then; empty if it does not, or it is being trained}
     */
    public Optional<Instant> nextTraining() {
        return trainings.next();
    }

    /** {@return the version that was trained, if it was time and there is something new to learn} */
    Optional<SolutionVersion> trainIfDue(Cancellation cancellation) {
        return trainings.runIfDue(cancellation);
    }

    /** Trains a version again, as {@link SolutionVersion#retrain} says. */
    SolutionVersion retrain(
            SolutionVersion original, VersionSettings with, ProgressListener progress, Cancellation cancellation) {
        return trainings.again(original, with, progress, cancellation);
    }

    /** As {@link #evaluate(EvaluationConfig, ProgressListener, Cancellation)}, with nobody listening and nobody cancelling. */
    public EvaluationReport evaluate(EvaluationConfig config) {
        return evaluate(config, ProgressListener.NONE, new Cancellation());
    }

    /**
     * Trains with this solution's settings on a part of the group's data as it is now, and measures on the rest. Blocks until done;
     * makes no version and writes nothing.
     *
     * @throws InvalidInputException if the split leaves nothing to train on or nobody to ask about
     * @throws dev.personalize.error.TrainingException if the recipe can make nothing of the data
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public EvaluationReport evaluate(EvaluationConfig config, ProgressListener progress, Cancellation cancellation) {
        return training(progress, cancellation).report(config);
    }

    /**
     * Searches for hyperparameters with a split and a metric of one's own, on the group's data as it is now. Blocks until done; makes no
     * version and writes nothing: {@code config().toBuilder().hyperparameters(result.best().hyperparameters())} is a solution with what was
     * found.
     *
     * @param config what and how much is tried; its own metric and holdout are not looked at
     * @param holdout what is hidden from the trainings and measured on
     * @param metric made as great as can be
     * @throws InvalidInputException if a range is not one of the recipe's
     * @throws dev.personalize.error.TrainingException if the split leaves nothing to train on or nobody to ask about, or no setting can be
     *     trained
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public SearchResult tune(
            HpoConfig config, Split holdout, Metric metric, ProgressListener progress, Cancellation cancellation) {
        return training(progress, cancellation).search(config, holdout, metric);
    }

    private VersionTraining training(ProgressListener progress, Cancellation cancellation) {
        return new VersionTraining(manifest, null, group, progress, cancellation);
    }

    /**
     * Adds a version that {@link SolutionVersion#exportTo} wrote, in this or another home, as the newest one of this
     * solution. It answers as it did where it was trained, and keeps its metrics, hyperparameters and time of training.
     *
     * @param source the folder or zip file, of any file system
     * @throws InvalidInputException if nothing is there, or a version of another recipe
     * @throws dev.personalize.error.CorruptArtifactException if a byte of it changed or a file is missing; nothing was
     *     imported
     * @throws dev.personalize.error.UnsupportedArtifactException if it is whole, but of an older or newer format of the
     *     library; nothing was imported
     */
    public SolutionVersion importVersion(Path source) {
        VersionArchive.Imported imported = VersionArchive.read(source);
        if (manifest.autoMl() == null && !imported.version().recipe().equals(manifest.recipe())) {
            throw new InvalidInputException("'" + source + "' holds a version of recipe '"
                    + imported.version().recipe() + "', solution '" + name() + "' has '" + manifest.recipe()
                    + "': import it into a solution of its own recipe");
        }
        SolutionVersion version = versions.store(trainings.nextNumber(), imported);
        onNewVersion.accept(version);
        LOG.info("imported {} version {} from {}", name(), version.number(), source);
        return version;
    }

    /**
     * {@return the version of this number}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public SolutionVersion version(int number) {
        return versions.version(number);
    }

    /** {@return all versions, oldest first} */
    public List<SolutionVersion> versions() {
        return versions.all();
    }

    /** {@return the newest version, if anything was trained yet} */
    public Optional<SolutionVersion> latestVersion() {
        int newest = versions.newest();
        return newest == 0 ? Optional.empty() : Optional.of(version(newest));
    }

    /** {@return the number of the newest version, 0 if there is none} */
    int newestNumber() {
        return versions.newest();
    }

    /**
     * Deletes a version with its files.
     *
     * @throws ResourceNotFoundException if there is none
     * @throws dev.personalize.error.ResourceInUseException if a campaign answers from it
     */
    public void deleteVersion(int number) {
        version(number);
        group.requireNotServed(name(), number, "delete version " + number + " of solution '" + name() + "'");
        versions.delete(number);
    }

    /** Refuses to go on while a training runs. */
    void requireIdle(String action) {
        trainings.requireNone(action);
    }
}
