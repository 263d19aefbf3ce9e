package dev.personalize.recipes.neighbor;

import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.recipes.weights.ItemWeights;
import java.util.Arrays;
import java.util.function.Function;

/** From events to weights of items from their nearest ones. */
final class ItemTraining {
    private static final int BYTES_A_PAIR = 4;

    private ItemTraining() {}

    /**
     * {@return the model}
     *
     * @param recipe its name, for messages
     * @param value of entries
     * @param similarity made of the entries with their values
     */
    static ItemWeights train(
            String recipe,
            Snapshot data,
            TrainingContext context,
            EntryValue value,
            Function<RankedRows, Similarity> similarity,
            Shaping shaping) {
        context.cancellation().throwIfCancelled();
        EventWeights weights = context.eventWeights(data);
        RankedRows rows = rows(recipe, weights.preferences(data.interactions()), context, value);
        int most = context.hyperparameters().integer(ItemNeighborsRecipe.NEIGHBORS);
        NearestItems.Found found = NearestItems.find(rows, similarity.apply(rows), most, recipe, context);
        return new ItemWeights(weights, shaping.weights(found));
    }

    /** What it is made from is garbage when it is made, which is before neighbours take anything. */
    private static RankedRows rows(String recipe, PreferenceMatrix pairs, TrainingContext context, EntryValue value) {
        boolean weighted = pairs.weighted() || value.looksAtRarity();
        int most = context.hyperparameters().integer(ItemNeighborsRecipe.NEIGHBORS);
        long search = NearestItems.bytes(pairs.columns(), most, pairsOfItems(pairs));
        long freed = (long) pairs.size() * BYTES_A_PAIR;
        context.requireMemory(
                recipe,
                RankedRows.bytes(pairs.size(), weighted, pairs.rows(), pairs.columns()) + Math.max(0, search - freed),
                "lower " + ItemNeighborsRecipe.NEIGHBORS);
        return new RankedRows(pairs, value);
    }

    private static long pairsOfItems(PreferenceMatrix pairs) {
        long sum = 0;
        for (int user = 0; user < pairs.rows(); user++) {
            sum += (long) pairs.count(user) * (pairs.count(user) - 1) / 2;
        }
        return sum;
    }

    /** {@return each value to a power} */
    static double[] powers(double[] values, double exponent) {
        return Arrays.stream(values).map(value -> Math.pow(value, exponent)).toArray();
    }
}
