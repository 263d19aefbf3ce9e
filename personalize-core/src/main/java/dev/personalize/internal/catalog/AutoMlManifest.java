package dev.personalize.internal.catalog;

import java.util.List;

/**
 * How a recipe is chosen, as JSON.
 *
 * @param metric key of the objective
 * @param recipes compared; empty for all that fit
 * @param seconds after which nothing more is begun
 * @param trials most settings of each of the best recipes
 */
public record AutoMlManifest(String metric, List<String> recipes, long seconds, int trials) {
    /** Copies the list. */
    public AutoMlManifest {
        recipes = List.copyOf(recipes);
    }
}
