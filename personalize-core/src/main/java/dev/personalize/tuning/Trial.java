package dev.personalize.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One setting that was tried, as far as it got. Immutable.
 *
 * @param number from 1, in the order of the search; 1 is the setting the search began with
 * @param hyperparameters all of them, as text, unmodifiable
 * @param effort greatest part of data and epochs that was spent on it, in (0, 1]; 0 if it failed at once
 * @param value of the objective with that effort; NaN if it failed
 * @param seconds spent on it, with all efforts
 * @param failure why it failed, or null
 */
public record Trial(
        int number,
        Map<String, String> hyperparameters,
        double effort,
        double value,
        double seconds,
        @Nullable String failure) {
    /** Copies the map. */
    public Trial {
        hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
    }

    static Trial untried(int number, Map<String, String> hyperparameters) {
        return new Trial(number, hyperparameters, 0, Double.NaN, 0, null);
    }

    Trial measured(double spent, double reached, double took) {
        return new Trial(number, hyperparameters, spent, reached, seconds + took, null);
    }

    Trial failed(String why, double took) {
        return new Trial(number, hyperparameters, effort, Double.NaN, seconds + took, why);
    }

    /** {@return whether it has a value of the real thing} */
    public boolean isComplete() {
        return effort == 1 && failure == null;
    }
}
