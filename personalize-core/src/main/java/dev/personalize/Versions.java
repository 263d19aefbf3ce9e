package dev.personalize;

import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.internal.catalog.ProvenanceManifest;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.internal.catalog.StoredFile;
import dev.personalize.internal.catalog.VersionArchive;
import dev.personalize.internal.catalog.VersionFiles;
import dev.personalize.internal.catalog.VersionManifest;
import dev.personalize.metrics.Evaluation;
import dev.personalize.recipe.Recipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The versions of a solution in the storage: each has a folder, and is there once its manifest is. Safe for any number of threads. */
final class Versions {
    private static final Pattern FOLDER = Pattern.compile("\\d{6,}");
    static final String MANIFEST = "/manifest.json";

    private final Solution home;
    private final String folder;
    private final Group group;
    private final Engine engine;
    private final Supplier<SolutionManifest> settings;
    private final Map<Integer, SolutionVersion> open = new ConcurrentHashMap<>();

    /**
     * @param home the solution
     * @param folder of the solution
     * @param settings of the solution as they are now
     */
    Versions(Solution home, String folder, Group group, Supplier<SolutionManifest> settings) {
        this.home = home;
        this.folder = folder;
        this.group = group;
        this.engine = group.engine();
        this.settings = settings;
    }

    /** Removes versions a crash left without manifest: their numbers belong to trainings that failed, and never come again. */
    void removeLeftovers() {
        for (String child : engine.storage().list(folder)) {
            if (FOLDER.matcher(child).matches() && !engine.storage().exists(folder + "/" + child + MANIFEST)) {
                engine.storage().delete(folder + "/" + child);
            }
        }
    }

    /** {@return the numbers of all, ascending} */
    List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (String child : engine.storage().list(folder)) {
            if (FOLDER.matcher(child).matches() && engine.storage().exists(manifestPath(Integer.parseInt(child)))) {
                numbers.add(Integer.parseInt(child));
            }
        }
        numbers.sort(null);
        return numbers;
    }

    /** {@return the number of the newest, 0 if there is none} */
    int newest() {
        List<Integer> numbers = numbers();
        return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    }

    /** {@return the version of this number} */
    SolutionVersion version(int number) {
        return open.computeIfAbsent(
                number,
                unused -> engine.catalog()
                        .find(manifestPath(number), VersionManifest.class)
                        .map(found -> opened(number, found))
                        .orElseThrow(() -> new ResourceNotFoundException(
                                "solution '" + settings.get().name() + "' has no version " + number)));
    }

    /** {@return all of them, oldest first} */
    List<SolutionVersion> all() {
        return numbers().stream().map(this::version).toList();
    }

    private SolutionVersion opened(int number, VersionManifest version) {
        Recipe recipe = engine.recipes().recipe(version.recipe());
        return new SolutionVersion(version, settings.get(), path(number), recipe, group, home);
    }

    /** {@return the version that a training has made} */
    SolutionVersion store(int number, TrainingType type, VersionTraining.Trained trained) {
        Snapshot snapshot = trained.snapshot();
        Popularity popularity = Popularity.of(snapshot.interactions());
        long begin = System.nanoTime();
        return wholeOrNot(path(number), () -> {
            Map<String, StoredFile> files = new VersionFiles(engine.storage(), path(number))
                    .write(trained.model(), snapshot.items(), popularity, trained.coldStart(), trained.contextLift());
            Provenance.Timings timings = trained.timings().withWrite(Duration.ofNanos(System.nanoTime() - begin));
            engine.catalog().write(manifestPath(number), manifest(number, type, trained, timings, files));
            return version(number);
        });
    }

    private VersionManifest manifest(
            int number,
            TrainingType type,
            VersionTraining.Trained trained,
            Provenance.Timings timings,
            Map<String, StoredFile> files) {
        SolutionManifest solution = trained.settings();
        Snapshot snapshot = trained.snapshot();
        Evaluation evaluation = trained.evaluation();
        return new VersionManifest(
                solution.name(),
                number,
                trained.settled().recipe().name(),
                trained.settled().hyperparameters().toMap(),
                solution.events(),
                solution.seed(),
                snapshot.eventTypes().ids(),
                evaluation.metrics(),
                evaluation.popularity(),
                evaluation.cases(),
                snapshot.fingerprint(),
                timings.beforeWriting().toMillis(),
                engine.now(),
                Version.CURRENT,
                files,
                null,
                VersionManifest.Steps.of(evaluation.calibration()),
                VersionManifest.Steps.of(evaluation.repeatCalibration()),
                trained.settled().tuned(),
                trained.settled().autoMl(),
                new VersionManifest.Training(
                        type.name(), TrainingMode.FULL.name(), 0, solution.weights(), null, trained.arrivals()),
                new ProvenanceManifest(
                        solution.withLatestUpdate(null),
                        Provenance.Machine.current().toManifest(),
                        timings.toManifest()));
    }

    /** {@return the version that an update makes} */
    SolutionVersion store(int number, ItemUpdate update, RunningJob running) {
        return wholeOrNot(path(number), () -> {
            engine.catalog().write(manifestPath(number), update.write(number, path(number), running));
            return version(number);
        });
    }

    /** {@return the version that an export holds} */
    SolutionVersion store(int number, VersionArchive.Imported imported) {
        VersionManifest manifest = imported.version().importedAs(settings.get().name(), number, engine.now());
        SolutionVersion version = opened(number, manifest);
        return wholeOrNot(path(number), () -> {
            imported.copyTo(engine.storage(), path(number));
            version.deployment(); // a version that cannot answer is not one
            engine.catalog().write(manifestPath(number), manifest);
            open.put(number, version);
            return version;
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

    void delete(int number) {
        engine.storage().delete(path(number));
        open.remove(number);
        Tags.forgetAll(engine, path(number));
    }

    private String path(int number) {
        return folder + "/" + name(number);
    }

    /** {@return a number as the name of a folder or job} */
    static String name(int number) {
        return String.format("%06d", number);
    }

    private String manifestPath(int number) {
        return path(number) + MANIFEST;
    }
}
