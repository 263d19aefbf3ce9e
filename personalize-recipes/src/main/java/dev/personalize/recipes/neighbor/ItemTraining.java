package dev.personalize.recipes.neighbor;

import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.recipes.weights.ItemWeights;
import java.util.Arrays;
import java.util.function.Function;

/** From events to weights of items from their nearest ones. One object a training. */
final class ItemTraining {
    private final String recipe;
    private final EventWeights weights;
    private final PreferenceMatrix pairs;
    private final TrainingContext context;
    private final int most;

    /** @param recipe its name, for messages */
    ItemTraining(String recipe, Snapshot data, TrainingContext context) {
        context.cancellation().throwIfCancelled();
        this.recipe = recipe;
        this.context = context;
        this.weights = context.eventWeights(data);
        this.most = context.hyperparameters().integer(ItemNeighborsRecipe.NEIGHBORS);
        this.pairs = weights.preferences(data.interactions());
    }

    ItemWeights train(EntryValue value, Function<RankedRows, Similarity> similarity, Shaping shaping) {
        boolean weighted = pairs.weighted() || value.looksAtRarity();
        context.requireMemory(
                recipe,
                RankedRows.bytes(pairs.size(), weighted, pairs.rows(), pairs.columns())
                        + NearestItems.bytes(pairs.columns(), most, pairsOfItems()),
                "lower " + ItemNeighborsRecipe.NEIGHBORS);
        RankedRows rows = new RankedRows(pairs, value);
        NearestItems.Found found = NearestItems.find(rows, similarity.apply(rows), most, recipe, context);
        return new ItemWeights(weights, shaping.weights(found));
    }

    private long pairsOfItems() {
        long sum = 0;
        for (int user = 0; user < pairs.rows(); user++) {
            sum += (long) pairs.count(user) * (pairs.count(user) - 1) / 2;
        }
        return sum;
    }

    /** {@return sum of the weights of each item; shape [items]} */
    double[] lengthsOfItems() {
        double[] lengths = new double[pairs.columns()];
        for (int p = 0; p < pairs.size(); p++) {
            lengths[pairs.column(p)] += pairs.weight(p);
        }
        return lengths;
    }

    /** {@return each value to a power} */
    static double[] powers(double[] values, double exponent) {
        return powers(values, exponent, 1);
    }

    /** {@return each value times a factor, to a power} */
    static double[] powers(double[] values, double exponent, double factor) {
        return Arrays.stream(values)
                .map(value -> Math.pow(factor * value, exponent))
                .toArray();
    }
}
