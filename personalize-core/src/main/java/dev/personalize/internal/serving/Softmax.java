package dev.personalize.internal.serving;

/**
 * The service's score of an item: exp(s) / Σ exp(s) over all items that have a score, in (0, 1]. Computed from differences
 * to the greatest score, so that it neither overflows nor loses the small ones.
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
        float max = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            if (score > max) {
                max = score;
            }
        }
        double sum = 0;
        for (float score : scores) {
            if (!Float.isNaN(score)) {
                sum += Math.exp(score - max);
            }
        }
        return new Softmax(max, sum);
    }

    /** {@return the share of one of the scores} */
    double of(float score) {
        return Math.exp(score - max) / sum;
    }
}
