package dev.personalize.recipes.factor;

import dev.personalize.data.AttributeFeatures;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.Hyperparameters;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of items lets one expect of their vectors: <i>B·g_i</i>, with <i>g_i</i> the features of item <i>i</i> and
 * <i>B</i> fitted to the vectors of all items. The penalty pulls the vector of an item to it instead of to zero, so an item that has few
 * events stays near and one that has many goes its own way; an item without events is there.
 *
 * <p>T. Ohtsuki, irspack, "Feature-aware iALS" (documentation, {@code feature_aware_ials.rst}), has the idea for both users and items:
 * the penalty of the objective becomes {@code Σ_i λ_i |h_i − B·g_i|² + μ |B|²}, and <i>B</i> is one more block that is minimised
 * over in turn. Here it is for items alone: a query has no metadata of its user. <i>μ</i> is {@code prior_regularization} times the
 * mean of all <i>λ_i</i>, that is, counted in items: a value that so many average items have is believed half.
 *
 * <p>The expected vectors of items without events are short, as means are, so these items seldom come first among the others: whoever
 * wants to see them trades the places of others for it with {@code cold_item_boost}.
 *
 * <p>For one thread, which may use others; {@link #centre} for any number of them between two fits.
 */
final class ItemPrior {
    private static final double MOST_STRETCHED = 2;

    private final AttributeFeatures features;
    private final RidgeMap map;
    private final float[] weights;
    private final double boost;
    private final int d;

    private ItemPrior(AttributeFeatures features, float[] weights, double regularization, double boost, int d) {
        this.features = features;
        this.d = d;
        this.weights = weights;
        this.boost = boost;
        double sum = 0;
        int count = 0;
        for (int item = 0; item < weights.length; item++) {
            sum += weights[item];
            count += weights[item] > 0 ? 1 : 0;
        }
        this.map = new RidgeMap(features, weights, regularization * sum / Math.max(1, count), d);
    }

    /**
     * {@return what the items' metadata says, or null if it is not to be used or there is none}
     *
     * @param weights λ of each item, 0 for those without events; kept; shape [items]
     */
    static @Nullable ItemPrior of(Snapshot data, float[] weights, Hyperparameters hyperparameters) {
        if (!hyperparameters.bool(MatrixFactorizationRecipe.ITEM_FEATURES)
                || data.itemAttributes().fields().isEmpty()) {
            return null;
        }
        AttributeFeatures features =
                AttributeFeatures.of(data.itemAttributes(), data.items().size());
        return of(
                features,
                weights,
                hyperparameters.number(MatrixFactorizationRecipe.PRIOR_REGULARIZATION),
                hyperparameters.number(MatrixFactorizationRecipe.COLD_ITEM_BOOST),
                hyperparameters.integer(MatrixFactorizationRecipe.FACTORS));
    }

    static @Nullable ItemPrior of(
            AttributeFeatures features, float[] weights, double regularization, double boost, int d) {
        boolean any = IntStream.range(0, weights.length)
                .anyMatch(item -> weights[item] > 0 && features.begin(item) < features.end(item));
        return any ? new ItemPrior(features, weights, regularization, boost, d) : null;
    }

    /** Fits B to the vectors of the items that have events. */
    void fit(float[][] itemFactors, Parallel parallel) {
        map.fit(itemFactors, parallel);
    }

    /** Computes what to expect of an item: zero before the first fit, and for an item without features; shape [d]. */
    void centre(int item, float[] vector) {
        map.apply(item, vector);
    }

    /**
     * Gives the items without events, as far as they have features, the vectors to expect of them, made longer.
     *
     * <p>What is expected is a mean over items, and means are short: of what makes one item liked more than others like it, nothing
     * is left in them. Beside the vectors of the other items they would hardly ever come first for anybody. With a boost of 1
     * they are made as long as those are, in the mean of squares.
     *
     * @return those items, ascending
     */
    int[] fill(float[][] itemFactors) {
        int[] cold = IntStream.range(0, weights.length)
                .filter(item -> weights[item] == 0 && features.begin(item) < features.end(item))
                .toArray();
        float factor = (float) Math.pow(shortening(itemFactors), boost);
        float[] vector = new float[d];
        for (int item : cold) {
            centre(item, vector);
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
    private double shortening(float[][] itemFactors) {
        double actual = 0;
        double expected = 0;
        float[] vector = new float[d];
        for (int item = 0; item < weights.length; item++) {
            if (weights[item] > 0 && features.begin(item) < features.end(item)) {
                centre(item, vector);
                actual += weights[item] * squares(itemFactors[item]);
                expected += weights[item] * squares(vector);
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
