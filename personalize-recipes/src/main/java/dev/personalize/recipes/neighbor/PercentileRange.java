package dev.personalize.recipes.neighbor;

import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.Hyperparameters;
import java.util.Arrays;

/**
 * The counts between two nearest-rank percentiles, both included.
 *
 * @param least smallest count inside
 * @param most greatest count inside
 */
record PercentileRange(int least, int most) {

    /**
     * {@return the range that two hyperparameters mark in some counts; zeros are left out of the ranking and lie outside}
     *
     * @param counts not modified
     * @param minName hyperparameter with the lower percentile, 0 … 1
     * @param maxName hyperparameter with the upper percentile, 0 … 1
     */
    static PercentileRange of(int[] counts, Hyperparameters hyperparameters, String minName, String maxName) {
        double min = hyperparameters.number(minName);
        double max = hyperparameters.number(maxName);
        if (min > max) {
            throw new InvalidInputException(
                    minName + " is " + min + " and exceeds " + maxName + ", which is " + max + ": lower the first");
        }
        int[] sorted = Arrays.stream(counts).filter(count -> count > 0).sorted().toArray();
        return sorted.length == 0
                ? new PercentileRange(1, 0)
                : new PercentileRange(nearestRank(sorted, min), nearestRank(sorted, max));
    }

    private static int nearestRank(int[] sorted, double percentile) {
        int rank = (int) Math.ceil(percentile * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }

    boolean contains(int count) {
        return least <= count && count <= most;
    }
}
