package dev.personalize.recipes.linear;

import dev.personalize.math.TopK;
import dev.personalize.recipes.weights.ItemWeights;
import dev.personalize.recipes.weights.WeightRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The greatest weights of each item, target by target, until they are turned round into a model. */
final class WeightLists {
    private final Training training;
    private final int most;
    /** Sources of each target, ascending; shape [items][…]. */
    private final int[][] sources;

    private final float[][] weights;

    WeightLists(Training training) {
        this.training = training;
        this.most = training.weightsPerItem();
        this.sources = new int[training.histories().items()][];
        this.weights = new float[sources.length][];
    }

    /** {@return scratch memory of one thread} */
    Choice choice() {
        return new Choice();
    }

    /** Chooses for one target after the other. For one thread at a time; targets may be shared out between threads. */
    final class Choice {
        private final TopK best = new TopK(most);

        /**
         * Keeps the weights of a target that are greatest by absolute value.
         *
         * @param candidates weight of each candidate; not modified; shape [at least size]
         * @param items item of each candidate, ascending, or null if they are the items themselves; the target's own is ignored
         * @throws dev.personalize.error.TrainingException if a weight is not finite
         */
        void keep(int target, float[] candidates, int @Nullable [] items, int size) {
            for (int i = 0; i < size; i++) {
                if (!Float.isFinite(candidates[i])) {
                    throw training.unsolvable(target);
                }
                if (candidates[i] != 0 && item(items, i) != target) {
                    best.offer(i, Math.abs(candidates[i]));
                }
            }
            int[] kept = best.drain();
            Arrays.sort(kept);
            sources[target] = new int[kept.length];
            weights[target] = new float[kept.length];
            for (int i = 0; i < kept.length; i++) {
                sources[target][i] = item(items, kept[i]);
                weights[target][i] = candidates[kept[i]];
            }
        }

        private static int item(int @Nullable [] items, int i) {
            return items == null ? i : items[i];
        }
    }

    /** {@return the model of all items of the snapshot} */
    ItemWeights model() {
        Histories histories = training.histories();
        int[][] allSources = new int[histories.allItems()][];
        float[][] allWeights = new float[allSources.length][];
        Arrays.fill(allSources, new int[0]);
        for (int target = 0; target < sources.length; target++) {
            int position = histories.position(target);
            allSources[position] =
                    Arrays.stream(sources[target]).map(histories::position).toArray();
            allWeights[position] = weights[target];
        }
        return new ItemWeights(training.weights(), WeightRows.ofTargets(allSources, allWeights));
    }
}
