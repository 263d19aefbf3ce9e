package dev.personalize;

import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.internal.catalog.StoredFile;
import dev.personalize.internal.catalog.VersionArchive;
import dev.personalize.internal.catalog.VersionFiles;
import dev.personalize.internal.catalog.VersionManifest;
import dev.personalize.metrics.Evaluation;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Split;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Recipe;
import dev.personalize.tuning.SearchResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recipe with its settings, and the versions trained from it. Made by {@link DatasetGroup}; safe for any number of
 * threads, and several may train at once.
 */
public final class Solution {
    private static final Logger LOG = LoggerFactory.getLogger(Solution.class);
    private static final Pattern VERSION = Pattern.compile("\\d{6,}");
    private static final String MANIFEST = "/manifest.json";

    private final SolutionManifest manifest;
    private final String folder;
    private final Group group;
    private final Engine engine;
    private final Map<Integer, SolutionVersion> open = new ConcurrentHashMap<>();
    private final Jobs trainings;
    private final AtomicInteger lastNumber;

    Solution(SolutionManifest manifest, String folder, Group group) {
        this.manifest = manifest;
        this.folder = folder;
        this.group = group;
        this.engine = group.engine();
        check(manifest, engine);
        this.trainings = new Jobs(
                engine,
                group.name(),
                folder + "/trainings",
                "training",
                job -> numbers().contains(Integer.parseInt(job)));
        removeLeftovers();
        this.lastNumber = new AtomicInteger(Stream.concat(
                        numbers().stream(), trainings.all().stream().map(job -> Integer.parseInt(job.name())))
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0));
    }

    /** Removes versions a crash left without manifest: their numbers belong to trainings that failed, and never come again. */
    private void removeLeftovers() {
        for (String child : engine.storage().list(folder)) {
            if (VERSION.matcher(child).matches() && !engine.storage().exists(folder + "/" + child + MANIFEST)) {
                engine.storage().delete(folder + "/" + child);
            }
        }
    }

    static SolutionManifest manifest(String name, SolutionConfig config, Engine engine) {
        config.autoMl().ifPresent(autoMl -> autoMl.recipes().forEach(engine.recipes()::recipe));
        String recipe = config.autoMl().isPresent()
                ? config.recipe()
                : engine.recipes().recipe(config.recipe()).name();
        SolutionManifest manifest = new SolutionManifest(
                name,
                recipe,
                config.hyperparameters(),
                config.events(),
                config.seed(),
                config.evaluate(),
                config.minimumData().interactions(),
                config.minimumData().usersWithTwo(),
                config.minimumData().shareWithTwo(),
                config.eventTypeLimit(),
                engine.now(),
                config.eventTypeWeights().isEmpty() ? null : config.eventTypeWeights(),
                config.hpo().map(HpoConfig::toManifest).orElse(null),
                config.autoMl().map(AutoMlConfig::toManifest).orElse(null));
        check(manifest, engine);
        return manifest;
    }

    /** Refuses hyperparameters and ranges that the recipe, where one is named, does not have. */
    private static void check(SolutionManifest manifest, Engine engine) {
        if (manifest.autoMl() == null) {
            Recipe recipe = engine.recipes().recipe(manifest.recipe());
            recipe.hyperparameters().values(manifest.hyperparameters());
            Optional.ofNullable(manifest.hpo())
                    .map(HpoConfig::of)
                    .ifPresent(hpo -> Tuning.space(recipe, manifest.hyperparameters(), hpo));
        }
    }

    /** {@return the name} */
    public String name() {
        return manifest.name();
    }

    /** {@return the configuration it was created with} */
    public SolutionConfig config() {
        SolutionConfig.Builder config = SolutionConfig.builder()
                .recipe(manifest.recipe())
                .hyperparameters(manifest.hyperparameters())
                .seed(manifest.seed())
                .evaluate(manifest.evaluate())
                .minimumData(VersionTraining.minimumData(manifest))
                .eventTypeLimit(manifest.eventTypeLimit())
                .eventTypeWeights(manifest.weights());
        Optional.ofNullable(manifest.events().eventType()).ifPresent(config::eventType);
        Optional.ofNullable(manifest.events().valueThreshold()).ifPresent(config::eventValueThreshold);
        Optional.ofNullable(manifest.hpo()).map(HpoConfig::of).ifPresent(config::hpo);
        Optional.ofNullable(manifest.autoMl()).map(AutoMlConfig::of).ifPresent(config::autoMl);
        return config.build();
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
     * @throws java.util.concurrent.CancellationException if cancelled; no version is left behind
     */
    public SolutionVersion train(ProgressListener progress, Cancellation cancellation) {
        return trainings.run(nextJob(), null, asked(), training(progress, cancellation));
    }

    /** As {@link #train(ProgressListener, Cancellation)}, on the executor of the home. */
    public CompletableFuture<SolutionVersion> trainAsync(ProgressListener progress, Cancellation cancellation) {
        return trainings.runAsync(nextJob(), null, asked(), training(progress, cancellation));
    }

    /**
     * {@return all trainings, oldest first, each under the number of the version it was to make; those the process took down with
     * it read as failed}
     */
    public List<Job> trainings() {
        return trainings.all();
    }

    private String nextJob() {
        return String.format("%06d", lastNumber.incrementAndGet());
    }

    private Map<String, String> asked() {
        return Map.of("recipe", manifest.recipe());
    }

    private Jobs.Work<SolutionVersion> training(ProgressListener progress, Cancellation cancellation) {
        Map<String, String> details = new LinkedHashMap<>();
        return new Jobs.Work<>(job -> train(Integer.parseInt(job), progress, cancellation, details), version -> {
            details.put("trainingSeconds", String.valueOf(version.trainingTime().toMillis() / 1000.0));
            return details;
        });
    }

    /** @param details filled with what the job should tell beside the version */
    private SolutionVersion train(
            int number, ProgressListener progress, Cancellation cancellation, Map<String, String> details) {
        VersionTraining training = versionTraining(progress, cancellation);
        VersionTraining.Trained trained = training.run();
        training.smallData().ifPresent(warning -> details.put("warning", warning));
        SolutionVersion version = store(number, trained);
        LOG.info(
                "trained {} version {} ({}) in {} s",
                name(),
                version.number(),
                version.recipe(),
                version.trainingTime().toMillis() / 1000.0);
        return version;
    }

    private VersionTraining versionTraining(ProgressListener progress, Cancellation cancellation) {
        return new VersionTraining(manifest, group, progress, cancellation);
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
        return versionTraining(progress, cancellation).report(config);
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
        return versionTraining(progress, cancellation).search(config, holdout, metric);
    }

    private SolutionVersion store(int number, VersionTraining.Trained trained) {
        String versionFolder = versionFolder(number);
        Snapshot snapshot = trained.snapshot();
        Evaluation evaluation = trained.evaluation();
        Popularity popularity = Popularity.of(snapshot.interactions());
        return wholeOrNot(versionFolder, () -> {
            Map<String, StoredFile> files = new VersionFiles(engine.storage(), versionFolder)
                    .write(trained.model(), snapshot.items(), popularity, trained.coldStart(), trained.contextLift());
            VersionManifest version = new VersionManifest(
                    name(),
                    number,
                    trained.settled().recipe().name(),
                    trained.settled().hyperparameters().toMap(),
                    manifest.events(),
                    manifest.seed(),
                    snapshot.eventTypes().ids(),
                    evaluation.metrics(),
                    evaluation.popularity(),
                    evaluation.cases(),
                    snapshot.fingerprint(),
                    trained.time().toMillis(),
                    engine.now(),
                    Version.CURRENT,
                    files,
                    null,
                    VersionManifest.Steps.of(evaluation.calibration()),
                    VersionManifest.Steps.of(evaluation.repeatCalibration()),
                    trained.settled().tuned(),
                    trained.settled().autoMl());
            engine.catalog().write(manifestPath(number), version);
            return version(number);
        });
    }

    /** Writes a version; when that fails, nothing of it stays. */
    private <T> T wholeOrNot(String versionFolder, Supplier<T> writing) {
        try {
            return writing.get();
        } catch (RuntimeException e) {
            try {
                engine.storage().delete(versionFolder);
            } catch (RuntimeException left) {
                e.addSuppressed(left); // removed when the home is opened
            }
            throw e;
        }
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
        SolutionVersion version = store(imported);
        LOG.info("imported {} version {} from {}", name(), version.number(), source);
        return version;
    }

    private SolutionVersion store(VersionArchive.Imported imported) {
        int number = lastNumber.incrementAndGet();
        String versionFolder = versionFolder(number);
        VersionManifest manifest = imported.version().importedAs(name(), number, engine.now());
        SolutionVersion version = opened(number, manifest);
        return wholeOrNot(versionFolder, () -> {
            imported.copyTo(engine.storage(), versionFolder);
            version.deployment(); // a version that cannot answer is not one
            engine.catalog().write(manifestPath(number), manifest);
            open.put(number, version);
            return version;
        });
    }

    private SolutionVersion opened(int number, VersionManifest version) {
        Recipe recipe = engine.recipes().recipe(version.recipe());
        return new SolutionVersion(version, manifest, versionFolder(number), recipe, group, this::newestNumber);
    }

    /**
     * {@return the version of this number}
     *
     * @throws ResourceNotFoundException if there is none
     */
    public SolutionVersion version(int number) {
        return open.computeIfAbsent(
                number,
                unused -> engine.catalog()
                        .find(manifestPath(number), VersionManifest.class)
                        .map(found -> opened(number, found))
                        .orElseThrow(() ->
                                new ResourceNotFoundException("solution '" + name() + "' has no version " + number)));
    }

    /** {@return all versions, oldest first} */
    public List<SolutionVersion> versions() {
        return numbers().stream().map(this::version).toList();
    }

    /** {@return the newest version, if anything was trained yet} */
    public Optional<SolutionVersion> latestVersion() {
        int newest = newestNumber();
        return newest == 0 ? Optional.empty() : Optional.of(version(newest));
    }

    /** {@return the number of the newest version, 0 if there is none} */
    private int newestNumber() {
        List<Integer> numbers = numbers();
        return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
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
        engine.storage().delete(versionFolder(number));
        open.remove(number);
    }

    /** Refuses to go on while a training runs. */
    void requireIdle(String action) {
        trainings.requireNone(job -> true, action);
    }

    private List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (String child : engine.storage().list(folder)) {
            if (VERSION.matcher(child).matches() && engine.storage().exists(manifestPath(Integer.parseInt(child)))) {
                numbers.add(Integer.parseInt(child));
            }
        }
        numbers.sort(null);
        return numbers;
    }

    private String versionFolder(int number) {
        return folder + "/" + String.format("%06d", number);
    }

    private String manifestPath(int number) {
        return versionFolder(number) + MANIFEST;
    }
}
