package dev.personalize.internal.catalog;

import dev.personalize.data.EventSelection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 * @param files SHA-256 in hex of each file beside the manifest
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
        Map<String, String> files) {
    /** Copies the collections, keeping their order. */
    public VersionManifest {
        hyperparameters = new LinkedHashMap<>(hyperparameters);
        eventTypes = List.copyOf(eventTypes);
        metrics = new LinkedHashMap<>(metrics);
        popularity = new LinkedHashMap<>(popularity);
        files = new LinkedHashMap<>(files);
    }
}
