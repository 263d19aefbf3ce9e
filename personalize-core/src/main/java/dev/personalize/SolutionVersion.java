package dev.personalize;

import dev.personalize.data.IdIndex;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.catalog.Arrivals;
import dev.personalize.internal.catalog.ProvenanceManifest;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.internal.catalog.TunedManifest;
import dev.personalize.internal.catalog.VersionArchive;
import dev.personalize.internal.catalog.VersionFiles;
import dev.personalize.internal.catalog.VersionManifest;
import dev.personalize.internal.serving.Deployment;
import dev.personalize.metrics.Calibration;
import dev.personalize.metrics.Comparison;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.tuning.AutoMlReport;
import dev.personalize.tuning.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A trained model with its provenance and metrics. Made by {@link Solution#train}; immutable. */
public final class SolutionVersion {
    private final VersionManifest manifest;
    private final SolutionManifest settings;
    private final VersionSettings trainedWith;
    private final String folder;
    private final Recipe recipe;
    private final Group group;
    private final Engine engine;
    private final Solution home;
    private final DeletedItems deletedItems;
    private final Optional<Calibration> calibration;
    private final Optional<Calibration> repeatCalibration;
    private @Nullable Deployment deployment;

    /** @param home the solution it is in */
    SolutionVersion(
            VersionManifest manifest,
            SolutionManifest settings,
            String folder,
            Recipe recipe,
            Group group,
            Solution home) {
        this.home = home;
        this.manifest = manifest;
        this.settings = manifest.training() == null
                ? settings
                : settings.with(manifest.training().eventTypeWeights(), settings.schedule(), settings.incremental());
        this.trainedWith = VersionSettings.of(manifest, this.settings, recipe);
        this.folder = folder;
        this.recipe = recipe;
        this.group = group;
        this.engine = group.engine();
        this.deletedItems = new DeletedItems(group, dataFrom());
        this.calibration = Optional.ofNullable(manifest.calibration()).map(VersionManifest.Steps::toCalibration);
        this.repeatCalibration =
                Optional.ofNullable(manifest.repeatCalibration()).map(VersionManifest.Steps::toCalibration);
    }

    /** {@return name of the solution} */
    public String solution() {
        return manifest.solution();
    }

    /** {@return number of the version in its solution, from 1} */
    public int number() {
        return manifest.number();
    }

    /** {@return its tags, which are no part of it: neither an export nor its provenance has them} */
    public Tags tags() {
        return new Tags(
                engine, "version " + number() + " of solution '" + solution() + "'", folder + Versions.MANIFEST);
    }

    /** {@return name of the recipe} */
    public String recipe() {
        return manifest.recipe();
    }

    /** {@return every hyperparameter it was trained with, unmodifiable} */
    public Map<String, String> hyperparameters() {
        return Collections.unmodifiableMap(manifest.hyperparameters());
    }

    /**
     * {@return the hyperparameters that were searched, at the values found (the service's {@code tunedHPOParams}), unmodifiable; empty if
     * none were searched}
     */
    public Map<String, String> tunedHyperparameters() {
        return manifest.tuned() == null
                ? Map.of()
                : Collections.unmodifiableMap(manifest.tuned().parameters());
    }

    /**
     * {@return all settings the search for hyperparameters tried, in its order; empty if none were searched}
     *
     * <p>Values are those of the search's own split, which the users of {@link #metrics} have no part in.
     */
    public List<Trial> trials() {
        return manifest.tuned() == null
                ? List.of()
                : manifest.tuned().trials().stream()
                        .map(TunedManifest.TrialEntry::toTrial)
                        .toList();
    }

    /** {@return the key of the metric the {@link #trials} were measured by; empty if no hyperparameters were searched} */
    public Optional<String> tuningMetric() {
        return Optional.ofNullable(manifest.tuned()).map(TunedManifest::metric);
    }

    /** {@return which recipes were compared and why this one was chosen, if its solution leaves that to AutoML} */
    public Optional<AutoMlReport> autoMl() {
        return Optional.ofNullable(manifest.autoMl());
    }

    /** {@return where all its randomness came from} */
    public long seed() {
        return manifest.seed();
    }

    /**
     * {@return offline metrics under the service's keys, as {@link dev.personalize.metrics.Evaluation} defines them, for a
     * model trained without the users it was measured on; empty if the version was not measured}
     */
    public Map<String, Double> metrics() {
        return Collections.unmodifiableMap(manifest.metrics());
    }

    /** {@return the same metrics for recommending the most popular items to everybody, on the same split} */
    public Map<String, Double> popularityMetrics() {
        return Collections.unmodifiableMap(manifest.popularity());
    }

    /** {@return number of users the metrics are averaged over} */
    public int testUsers() {
        return manifest.cases();
    }

    /** {@return SHA-256 of the data it was trained on, in hex} */
    public String dataFingerprint() {
        return manifest.fingerprint();
    }

    /** {@return all it takes to train it again, and what it was trained with} */
    public Provenance provenance() {
        return Provenance.of(manifest, trainedWith.solution());
    }

    /**
     * {@return SHA-256 in hex of each file beside the manifest, by its name, unmodifiable: versions of which these are equal give equal
     * answers}
     */
    public Map<String, String> checksums() {
        Map<String, String> checksums = new TreeMap<>();
        manifest.files().forEach((name, file) -> checksums.put(name, file.sha256()));
        return Collections.unmodifiableMap(checksums);
    }

    /** As {@link #retrain(ProgressListener, Cancellation)}, with nobody listening and nobody cancelling. */
    public SolutionVersion retrain() {
        return retrain(ProgressListener.NONE, new Cancellation());
    }

    /**
     * Trains this version again: with its recipe, hyperparameters, events and seed, as they were named or found then, on the group's data
     * as it is now, which must be what it was. Nothing is searched. Blocks until done; {@link Solution#trainings} knows of it.
     *
     * <p>The result is a further version of the solution, with the same {@link #checksums} and metrics on the same library version and
     * kind of machine, whatever the number of threads; elsewhere the last bits of floating-point numbers may differ, and a warning in the
     * log says so.
     *
     * @return the version made
     * @throws dev.personalize.error.TrainingException if the group's data are not those it was trained on any more; no version is made
     * @throws java.util.concurrent.CancellationException if cancelled; no version is made
     */
    public SolutionVersion retrain(ProgressListener progress, Cancellation cancellation) {
        return home.retrain(this, trainedWith, progress, cancellation);
    }

    /** {@return time the training took, measuring included} */
    public Duration trainingTime() {
        return Duration.ofMillis(manifest.trainingMillis());
    }

    /** {@return when it was trained} */
    public Instant created() {
        return Instant.parse(manifest.created());
    }

    /**
     * {@return what its raw scores mean as probabilities, for items that are not in the user's history; empty if that was not
     * measured}
     */
    Optional<Calibration> calibration() {
        return calibration;
    }

    /** {@return the same for items of the user's history; empty if that was not measured} */
    Optional<Calibration> repeatCalibration() {
        return repeatCalibration;
    }

    /** {@return whether it learned from all data, or admitted new items to another version} */
    public TrainingMode trainingMode() {
        return manifest.training() == null
                ? TrainingMode.FULL
                : TrainingMode.valueOf(manifest.training().mode());
    }

    /** {@return whether somebody asked for it, or it was time} */
    public TrainingType trainingType() {
        return manifest.training() == null
                ? TrainingType.MANUAL
                : TrainingType.valueOf(manifest.training().type());
    }

    /** {@return number of the full version that this one is an update of; empty if it is a full one} */
    public OptionalInt updateOf() {
        return manifest.training() == null || manifest.training().base() == 0
                ? OptionalInt.empty()
                : OptionalInt.of(manifest.training().base());
    }

    /** {@return what events counted for in its training by the name of their type, unmodifiable; all others counted for 1} */
    public Map<String, Double> eventTypeWeights() {
        return settings.weights();
    }

    /** {@return what had come into the dataset it learned from; empty if it was trained elsewhere or learned nothing} */
    Optional<Arrivals> arrivals() {
        return Optional.ofNullable(manifest.training()).map(VersionManifest.Training::arrivals);
    }

    VersionManifest manifest() {
        return manifest;
    }

    String folder() {
        return folder;
    }

    /** {@return a moment before its data was read} */
    Instant dataFrom() {
        if (manifest.training() != null && manifest.training().dataFrom() != null) {
            return Instant.parse(manifest.training().dataFrom());
        }
        ProvenanceManifest known = manifest.provenance();
        long writing = known == null ? 0 : known.phases().write();
        return created().minus(trainingTime()).minusMillis(writing + 2); // each of the two was rounded down
    }

    /** {@return when it was imported into this home; empty if it was trained here} */
    public Optional<Instant> imported() {
        return Optional.ofNullable(manifest.origin()).map(origin -> Instant.parse(origin.imported()));
    }

    /**
     * Writes the version, with all {@link Solution#importVersion} needs, to a folder; or, when the name ends in
     * {@code .zip}, to one zip file. It is written beside the target and moved there when it is complete, so that a half
     * export is never there; only a folder of another file system than the default one is filled in place, its manifest
     * last. The same version gives the same bytes.
     *
     * @param target of any file system; nothing may be there but an empty folder; missing folders above it are made
     * @throws InvalidInputException if there is something at the target
     * @throws dev.personalize.error.CorruptArtifactException if the version is damaged; nothing was exported
     * @throws java.io.UncheckedIOException if a file cannot be read or written; nothing was exported
     */
    public void exportTo(Path target) {
        VersionArchive.write(target, manifest, settings, engine.storage(), folder);
    }

    /**
     * {@return a batch inference job over this version, to be configured and run}
     *
     * @throws InvalidInputException if the recipe's models answer of the present alone, as {@code trending-now} does
     */
    public BatchInferenceJob.Builder batchInference() {
        return new BatchInferenceJob.Builder(this, group);
    }

    /**
     * {@return a batch segment job over this version, to be configured and run}
     *
     * @throws InvalidInputException if the version's model cannot say which users an item is for
     */
    public BatchSegmentJob.Builder batchSegment() {
        return new BatchSegmentJob.Builder(this, group);
    }

    /**
     * {@return the vectors of its items and of the group's users, to be read and exported}
     *
     * @throws InvalidInputException if the version's model has none
     */
    public Embeddings embeddings() {
        return new Embeddings(this, group);
    }

    /**
     * Trains anew with this version's hyperparameters, events and seed on a part of the group's data as it is now, and measures on the
     * rest; the version itself has seen all of it, and could not be asked honestly. Blocks until done, writes nothing.
     *
     * @throws InvalidInputException if the split leaves nothing to train on or nobody to ask about
     * @throws dev.personalize.error.TrainingException if the recipe can make nothing of the data
     */
    public EvaluationReport evaluate(EvaluationConfig config) {
        return trainedWith.report(group.data().snapshot(), config, engine);
    }

    /**
     * Compares this version with another of the group: both are evaluated as {@link #evaluate} does, on the same split, and held against
     * each other user by user.
     *
     * @return this version first, the other second
     * @throws InvalidInputException if the other belongs to another group, or the two are of different events, so that they are not to
     *     find the same items
     */
    public Comparison compare(SolutionVersion other, EvaluationConfig config) {
        other.requireGroup(group);
        Snapshot data = group.data().snapshot();
        return trainedWith.report(data, config, engine).compare(other.trainedWith.report(data, config, engine));
    }

    /** {@return all that an answer of this version depends on, by name} */
    Map<String, String> identity() {
        return Map.of(
                BatchOptions.VERSION,
                solution() + "/" + number(),
                "trained",
                manifest.created(),
                "data",
                dataFingerprint());
    }

    void requireGroup(Group expected) {
        if (group.data() != expected.data()) {
            throw new InvalidInputException("version " + number() + " of solution '" + solution()
                    + "' belongs to another dataset group: a campaign serves versions of its own group");
        }
    }

    /** Refuses to answer requests about items, if the recipe is for segments of users. */
    void requireItemAnswers(String who) {
        if (recipe.type() == RecipeType.USER_SEGMENTATION) {
            throw new InvalidInputException("recipe '" + recipe() + "' is for segments of users, and " + who
                    + " asks for items: run SolutionVersion.batchSegment() instead");
        }
    }

    /** {@return whether it learned from items alone, so that its solution's campaigns may admit new ones by themselves or not} */
    boolean isOfItemsAlone() {
        return !recipe.needsInteractions();
    }

    /** {@return whether its solution has no newer version} */
    boolean isNewest() {
        return home.newestNumber() == number();
    }

    /** {@return whether new items are admitted to it by themselves, as in the service} */
    boolean isUpdatedByItself() {
        return trainingMode() == TrainingMode.FULL && isNewest();
    }

    /** {@return items deleted since its data was read} */
    Set<String> deletedItems() {
        return deletedItems.ids();
    }

    /** Read from disk on first use, then kept. */
    synchronized Deployment deployment() {
        Deployment ready = deployment;
        if (ready == null) {
            VersionFiles files = new VersionFiles(engine.storage(), folder);
            VersionFiles.Items items = files.readItems(manifest);
            ready = new Deployment(
                    files.readModel(recipe, manifest, items),
                    recipe.type(),
                    items.ids(),
                    IdIndex.of(manifest.eventTypes()),
                    items.popularity(),
                    manifest.events(),
                    trainedWith.columns(),
                    files.readColdStart(manifest, items),
                    files.readContext(manifest, items),
                    group.filterData());
            ready.catalogue().admit(files.readNewItems(manifest));
            deployment = ready;
        }
        return ready;
    }
}
