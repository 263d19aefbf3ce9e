package dev.personalize.internal.serving;

import dev.personalize.math.Exponentials;
import dev.personalize.math.Vectors;

/**
 * The service's score of an item: exp(s) / Σ exp(s) over all items that have a score, in (0, 1]. Computed from differences
 * to the greatest score, so that it neither overflows nor loses the small ones. Shares are right to a part in a million: those
 * of a million items add up to 1 within 1e-5.
 */
final class Softmax {
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
        return new Softmax(max, Exponentials.sum(scores, size, max));
    }

    /** {@return the share of one of the scores} */
    double of(float score) {
        return Math.exp(score - max) / sum;
    }
}
