package dev.personalize.internal.serving;

import dev.personalize.math.Exponentials;
import dev.personalize.math.Vectors;

/**
 * The service's score of an item: exp(s) / Σ exp(s) over all items that have a score, in (0, 1]. Computed from differences
 * to the greatest score, so that it neither overflows nor loses the small ones. Shares are right to a part in a million, so that those of
 * a million items add up to 1 within 1e-5; where a single answer could show them all, they are right to the last digits.
 */
final class Softmax {
    /** More than an answer has places; for so many, {@link Math#exp} takes some microseconds. */
    private static final int FEW = 1000;

    private final float max;
    private final double sum;

    private Softmax(float max, double sum) {
        this.max = max;
        this.sum = sum;
    }

    /** {@return the softmax over these scores; NaN is passed over} */
    static Softmax over(float[] scores) {
        return over(scores, scores.length);
    }

    /** {@return the softmax over the first {@code size} scores; NaN is passed over} */
    static Softmax over(float[] scores, int size) {
        float max = Vectors.max(scores, size);
        return new Softmax(max, size <= FEW ? exactSum(scores, size, max) : Exponentials.sum(scores, size, max));
    }

    private static double exactSum(float[] scores, int size, float max) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            if (!Float.isNaN(scores[i])) {
                sum += Math.exp(scores[i] - max);
            }
        }
        return sum;
    }

    /** {@return the share of one of the scores} */
    double of(float score) {
        return Math.exp(score - max) / sum;
    }
}
