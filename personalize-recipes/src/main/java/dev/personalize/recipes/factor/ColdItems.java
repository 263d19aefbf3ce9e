package dev.personalize.recipes.factor;

import dev.personalize.math.Vectors;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The vectors of items without events, as far as they have metadata: those to expect of them, made longer.
 *
 * <p>What is expected is a mean over items, and means are short: of what makes one item liked more than others like it, nothing
 * is left in them. Beside the vectors of the other items they would hardly ever come first for anybody: whoever wants to see these
 * items trades the places of others for it with {@code cold_item_boost}. With a boost of 1 they are made as long as
 * those are, in the mean of squares.
 */
final class ColdItems {
    private static final double MOST_STRETCHED = 2;

    private ColdItems() {}

    /**
     * Gives the items without events that have features a vector.
     *
     * @param prior of the items, fitted
     * @param boost exponent of the stretch
     * @param itemFactors shape [items][d]
     * @return those items, ascending
     */
    static int[] fill(Prior prior, double boost, float[][] itemFactors) {
        int[] cold = IntStream.range(0, prior.rows())
                .filter(item -> prior.weight(item) == 0 && prior.knows(item))
                .toArray();
        float factor = (float) Math.pow(shortening(prior, itemFactors), boost);
        for (int item : cold) {
            float[] vector = new float[itemFactors[item].length];
            prior.centre(item, vector);
            Arrays.fill(itemFactors[item], 0);
            Vectors.addScaled(itemFactors[item], vector, factor);
        }
        return Arrays.stream(cold)
                .filter(item -> !Vectors.allZero(itemFactors[item]))
                .toArray();
    }

    /**
     * {@return how many times as long as the vectors to expect are those that items with features have, from 1 to 2: where the
     * metadata says little, they are short because little is known}
     */
    private static double shortening(Prior prior, float[][] itemFactors) {
        double actual = 0;
        double expected = 0;
        for (int item = 0; item < prior.rows(); item++) {
            if (prior.weight(item) > 0 && prior.knows(item)) {
                float[] vector = new float[itemFactors[item].length];
                prior.centre(item, vector);
                actual += prior.weight(item) * squares(itemFactors[item]);
                expected += prior.weight(item) * squares(vector);
            }
        }
        return actual > expected && expected > 0 ? Math.min(MOST_STRETCHED, Math.sqrt(actual / expected)) : 1;
    }

    private static double squares(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return sum;
    }
}
