package dev.personalize.recipes.neighbor;

import dev.personalize.recipes.weights.WeightRows;

/**
 * How similarities become weights.
 *
 * @param exponent power of each
 * @param normalization power of the sum over the weights from an item, by which they are divided
 */
record Shaping(double exponent, double normalization) {
    /** Events of long ago next to new ones can make numbers that leave no room for sums. */
    private static final double GREATEST = 1e30;

    /** {@return the weights to each item from its neighbours} */
    WeightRows weights(NearestItems.Found found) {
        double[] sums = new double[found.items().length];
        for (int target = 0; target < sums.length; target++) {
            for (int i = 0; i < found.items()[target].length; i++) {
                sums[found.items()[target][i]] += power(found.scores()[target][i]);
            }
        }
        float[][] weights = new float[sums.length][];
        for (int target = 0; target < sums.length; target++) {
            weights[target] = new float[found.items()[target].length];
            for (int i = 0; i < weights[target].length; i++) {
                double norm = normalization == 0 ? 1 : Math.pow(sums[found.items()[target][i]], normalization);
                weights[target][i] = (float) Math.min(GREATEST, power(found.scores()[target][i]) / norm);
            }
        }
        return WeightRows.ofTargets(found.items(), weights);
    }

    private double power(float score) {
        return exponent == 1 ? score : Math.pow(score, exponent);
    }
}
