package dev.personalize.tuning;

import java.util.Map;

/** What a search makes as great as it can. Called from several threads at once if trials run side by side. */
@FunctionalInterface
public interface Objective {
    /**
     * Trains and measures once.
     *
     * @param hyperparameters all of them, as text
     * @param effort in (0, 1]: what part of the data and of the epochs to spend; 1 is the real thing
     * @return the value, greater is better
     * @throws dev.personalize.error.TrainingException if the recipe can make nothing of these values; the trial counts as failed
     */
    double value(Map<String, String> hyperparameters, double effort);
}
