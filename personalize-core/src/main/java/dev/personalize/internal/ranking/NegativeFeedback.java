package dev.personalize.internal.ranking;

import dev.personalize.error.InvalidInputException;

/**
 * Lowers what resembles the items a user turned down. The same model is asked twice, about the events that speak for items and
 * about those that speak against; the rule subtracts the second answer from the first.
 *
 * <p>The two answers have scales of their own, and so has each recipe. Both are therefore measured from their average to their
 * greatest value: an item whose negative score {@code n} is above the average of all negative scores is lowered by
 *
 * <pre>strength · (max s − mean s) · (n − mean n) / (max n − mean n)</pre>
 *
 * <p>and no other item changes. At strength 1 the item most like those turned down, had it the best score of all, ends at the
 * average of all items; at 0 nothing changes. Shifting or stretching either answer changes no order.
 */
public final class NegativeFeedback {
    private NegativeFeedback() {}

    /**
     * Lowers scores in place. Leaving the items of the negative events out altogether is for the caller's mask.
     *
     * @param scores modified; NaN stays NaN; shape [candidates]
     * @param negative score of each candidate for the events that speak against; where it is NaN nothing is lowered; shape
     *     [candidates]
     * @param strength at least 0, finite; 1 is strong
     * @throws InvalidInputException if the strength is out of range
     */
    public static void lower(float[] scores, float[] negative, double strength) {
        if (!(strength >= 0) || Double.isInfinite(strength)) {
            throw new InvalidInputException(
                    "strength of negative feedback is " + strength + ": give a number of 0 or more, 1 is strong");
        }
        Spread score = Spread.of(scores);
        Spread against = Spread.of(negative);
        if (strength == 0 || !(against.width() > 0) || !(score.width() > 0)) {
            return; // no item is more like those turned down than another, or there is no order to change
        }
        double factor = strength * score.width() / against.width();
        for (int i = 0; i < scores.length; i++) {
            double above = negative[i] - against.mean;
            if (above > 0) {
                scores[i] = (float) (scores[i] - factor * above);
            }
        }
    }

    /** From the average to the greatest of the numbers of an array. */
    private record Spread(double mean, double max) {
        static Spread of(float[] values) {
            double sum = 0;
            int count = 0;
            float max = Float.NEGATIVE_INFINITY;
            for (float value : values) {
                if (!Float.isNaN(value)) {
                    sum += value;
                    count++;
                    max = Math.max(max, value);
                }
            }
            return new Spread(sum / count, max);
        }

        double width() {
            return max - mean;
        }
    }
}
