package dev.personalize.internal.ranking;

import dev.personalize.error.InvalidInputException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Mixes the order of a search with a personal one: {@code (1 − weight) · found + weight · personal}, highest first, of equals the
 * one the search had first.
 *
 * <p>{@code found} is the search engine's relevance, brought to [0, 1] by its least and greatest value in the list; without
 * relevance, or when it is the same everywhere, the place in the list, from 1 for the first to 1/n for the last.
 * {@code personal} is the place in the order of the personal scores, on the same scale; equal scores share the better place, and
 * an item without score has 0. Places, because the personal scores of recipes have all kinds of scales, and a list that leads by
 * far in one of them should not drown the search.
 *
 * <p>So weight 0 gives the search's order, weight 1 the personal order with items without score last, and as the weight rises a
 * pair of items on whose order the two disagree changes places once, a pair on whose order they agree never.
 */
public final class SearchBlend {
    private SearchBlend() {}

    /**
     * Orders a list.
     *
     * @param relevance of each item of the search's list, in the list's order, finite, not rising; or null when the search gives
     *     none; shape [n]
     * @param personal score of each item, NaN for none; shape [n]
     * @param weight 0 … 1
     * @return positions in the given list, best first; shape [n]
     * @throws InvalidInputException if the weight is out of range, or the relevance is no number or rises
     */
    public static int[] order(float @Nullable [] relevance, float[] personal, double weight) {
        if (!(weight >= 0 && weight <= 1)) {
            throw new InvalidInputException("weight of the personal order is " + weight + ": give a number of 0 … 1");
        }
        int n = personal.length;
        double[] found = found(relevance, n);
        double[] own = places(personal);
        double[] blend = new double[n];
        for (int i = 0; i < n; i++) {
            blend[i] = (1 - weight) * found[i] + weight * own[i];
        }
        return descending(blend);
    }

    private static double[] found(float @Nullable [] relevance, int n) {
        double[] found = new double[n];
        if (relevance != null) {
            check(relevance, n);
        }
        double width = relevance == null || n == 0 ? 0 : (double) relevance[0] - relevance[n - 1];
        for (int i = 0; i < n; i++) {
            found[i] = relevance == null || width == 0
                    ? (n - i) / (double) n
                    : ((double) relevance[i] - relevance[n - 1]) / width;
        }
        return found;
    }

    private static void check(float[] relevance, int n) {
        if (relevance.length != n) {
            throw new InvalidInputException(
                    "the search gives " + relevance.length + " relevances for " + n + " items: give one for each item");
        }
        for (int i = 0; i < n; i++) {
            if (!Float.isFinite(relevance[i]) || (i > 0 && relevance[i] > relevance[i - 1])) {
                throw new InvalidInputException("relevance " + relevance[i] + " at place " + (i + 1)
                        + " of the search's list: give finite numbers, greatest first, or none at all");
            }
        }
    }

    private static double[] places(float[] scores) {
        int n = scores.length;
        double[] keys = new double[n];
        for (int i = 0; i < n; i++) {
            keys[i] = Float.isNaN(scores[i]) ? Double.NEGATIVE_INFINITY : scores[i];
        }
        int[] order = descending(keys);
        double[] places = new double[n];
        for (int p = 0; p < n; p++) {
            int i = order[p];
            boolean shared = p > 0 && scores[i] == scores[order[p - 1]];
            places[i] = Float.isNaN(scores[i]) ? 0 : shared ? places[order[p - 1]] : (n - p) / (double) n;
        }
        return places;
    }

    /** {@return positions by falling value, equal ones by rising position} */
    private static int[] descending(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[b] + 0.0, values[a] + 0.0)); // stable; 0.0 equals -0.0
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
