package dev.personalize.internal.catalog;

import dev.personalize.data.EventSelection;
import dev.personalize.metrics.Calibration;
import dev.personalize.tuning.AutoMlReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A solution version: where it comes from, how good it is, and its files.
 *
 * @param solution name of the solution
 * @param number of the version in its solution, from 1
 * @param recipe the recipe's name
 * @param hyperparameters all of them
 * @param events events trained on
 * @param seed where all randomness came from
 * @param eventTypes names behind the model's event type numbers
 * @param metrics of the model, by key; empty if it was not measured
 * @param popularity of the popularity baseline on the same split
 * @param cases cases measured
 * @param fingerprint of the data trained on
 * @param trainingMillis time of the training, evaluation included
 * @param created ISO-8601 instant
 * @param libraryVersion that trained it
 * @param files size and checksum of each file beside the manifest, by name
 * @param origin where it was imported from, or null if it was trained in its solution
 * @param calibration what scores of items new to the user mean as probabilities, or null if that was not measured
 * @param repeatCalibration the same for items of the history
 * @param tuned what a search for hyperparameters tried and found, or null if there was none
 * @param autoMl which recipes were compared and why this one was chosen, or null if it was named
 * @param training how it came about, or null of one trained before that was kept
 * @param provenance how it was trained, or null of a version from before that was written down
 */
public record VersionManifest(
        String solution,
        int number,
        String recipe,
        Map<String, String> hyperparameters,
        EventSelection events,
        long seed,
        List<String> eventTypes,
        Map<String, Double> metrics,
        Map<String, Double> popularity,
        int cases,
        String fingerprint,
        long trainingMillis,
        String created,
        String libraryVersion,
        Map<String, StoredFile> files,
        @Nullable Origin origin,
        @Nullable Steps calibration,
        @Nullable Steps repeatCalibration,
        @Nullable TunedManifest tuned,
        @Nullable AutoMlReport autoMl,
        @Nullable Training training,
        @Nullable ProvenanceManifest provenance) {
    /** Copies the collections, keeping their order, and refuses what is absent, as a forged manifest may have it. */
    public VersionManifest {
        Objects.requireNonNull(solution);
        Objects.requireNonNull(recipe);
        Objects.requireNonNull(events);
        Objects.requireNonNull(fingerprint);
        Objects.requireNonNull(libraryVersion);
        Instant.parse(created);
        hyperparameters = copy(hyperparameters);
        eventTypes = List.copyOf(eventTypes);
        metrics = copy(metrics);
        popularity = copy(popularity);
        files = copy(files);
    }

    private static <V> Map<String, V> copy(Map<String, V> map) {
        map.values().forEach(Objects::requireNonNull);
        return new LinkedHashMap<>(map);
    }

    /**
     * How a version came about.
     *
     * @param type name of the training type
     * @param mode name of the training mode
     * @param base number of the version whose model it has, or 0 if it has one of its own
     * @param eventTypeWeights what events of a type counted for, if not 1
     * @param dataFrom ISO-8601 instant before the data of the model was read, or null for the time its training began
     * @param arrivals what had come into the dataset it learned from, or null if it was trained elsewhere
     */
    public record Training(
            String type,
            String mode,
            int base,
            Map<String, Double> eventTypeWeights,
            @Nullable String dataFrom,
            @Nullable Arrivals arrivals) {
        /** Copies the map, and refuses what is absent, as a forged manifest may have it. */
        public Training {
            Objects.requireNonNull(type);
            Objects.requireNonNull(mode);
            eventTypeWeights = Map.copyOf(eventTypeWeights);
            if (dataFrom != null) {
                Instant.parse(dataFrom);
            }
        }

        private Training elsewhere() {
            return new Training(type, mode, 0, eventTypeWeights, dataFrom, null);
        }
    }

    /**
     * Where an imported version was trained.
     *
     * @param solution name of the solution there
     * @param number of the version there
     * @param imported ISO-8601 instant of the import
     */
    public record Origin(String solution, int number, String imported) {
        /** Refuses what is absent. */
        public Origin {
            Objects.requireNonNull(solution);
            Instant.parse(imported);
        }
    }

    /**
     * A calibration as JSON.
     *
     * @param thresholds score from which each step but the first holds
     * @param probabilities of the steps
     */
    public record Steps(List<Float> thresholds, List<Double> probabilities) {
        /** Copies the lists, and refuses what is no calibration, as a forged manifest may have it. */
        public Steps {
            thresholds = List.copyOf(thresholds);
            probabilities = List.copyOf(probabilities);
            calibration(thresholds, probabilities);
        }

        /** {@return a calibration as JSON, or null for none} */
        public static @Nullable Steps of(@Nullable Calibration calibration) {
            if (calibration == null) {
                return null;
            }
            List<Float> thresholds = new ArrayList<>();
            for (float threshold : calibration.thresholds()) {
                thresholds.add(threshold);
            }
            return new Steps(
                    thresholds,
                    Arrays.stream(calibration.probabilities()).boxed().toList());
        }

        /** {@return the calibration} */
        public Calibration toCalibration() {
            return calibration(thresholds, probabilities);
        }

        private static Calibration calibration(List<Float> thresholds, List<Double> probabilities) {
            float[] scores = new float[thresholds.size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = thresholds.get(i);
            }
            return new Calibration(
                    scores,
                    probabilities.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    /**
     * {@return a version of the same model and metrics, under another number}
     *
     * @param millis how long it took to make
     * @param now ISO-8601 instant
     * @param newFiles its files
     * @param how it came about
     */
    public VersionManifest updatedAs(
            int newNumber, long millis, String now, Map<String, StoredFile> newFiles, Training how) {
        return with(solution, newNumber, millis, now, newFiles, origin, how);
    }

    /** {@return the version under another name and number, everything else as it was} */
    public VersionManifest importedAs(String newSolution, int newNumber, String imported) {
        return with(
                newSolution,
                newNumber,
                trainingMillis,
                created,
                files,
                new Origin(solution, number, imported),
                training == null ? null : training.elsewhere());
    }

    private VersionManifest with(
            String newSolution,
            int newNumber,
            long millis,
            String newlyCreated,
            Map<String, StoredFile> newFiles,
            @Nullable Origin newOrigin,
            @Nullable Training how) {
        return new VersionManifest(
                newSolution,
                newNumber,
                recipe,
                hyperparameters,
                events,
                seed,
                eventTypes,
                metrics,
                popularity,
                cases,
                fingerprint,
                millis,
                newlyCreated,
                libraryVersion,
                newFiles,
                newOrigin,
                calibration,
                repeatCalibration,
                tuned,
                autoMl,
                how,
                provenance);
    }
}
