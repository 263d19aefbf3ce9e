package dev.personalize.internal.catalog;

import dev.personalize.tuning.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search for hyperparameters tried and found, as JSON.
 *
 * @param metric key of the objective
 * @param parameters values found, of what was searched
 * @param trials in the order of the search
 */
public record TunedManifest(String metric, Map<String, String> parameters, List<TrialEntry> trials) {
    /** Copies the collections. */
    public TunedManifest {
        parameters = new LinkedHashMap<>(parameters);
        trials = List.copyOf(trials);
    }

    /**
     * {@return trials as JSON}
     *
     * @param metric key of the objective
     * @param parameters values found, of what was searched
     */
    public static TunedManifest of(String metric, Map<String, String> parameters, List<Trial> trials) {
        List<TrialEntry> entries = new ArrayList<>();
        for (Trial trial : trials) {
            entries.add(new TrialEntry(
                    trial.number(),
                    trial.hyperparameters(),
                    trial.effort(),
                    Double.isNaN(trial.value()) ? null : trial.value(),
                    trial.seconds(),
                    trial.failure()));
        }
        return new TunedManifest(metric, parameters, entries);
    }

    /**
     * One trial.
     *
     * @param number from 1
     * @param hyperparameters all of them
     * @param effort greatest part of the effort spent
     * @param value of the objective, null for none
     * @param seconds spent
     * @param failure why it failed, or null
     */
    public record TrialEntry(
            int number,
            Map<String, String> hyperparameters,
            double effort,
            @Nullable Double value,
            double seconds,
            @Nullable String failure) {
        /** {@return the trial} */
        public Trial toTrial() {
            return new Trial(number, hyperparameters, effort, value == null ? Double.NaN : value, seconds, failure);
        }
    }
}
