package dev.personalize.recipes.linear;

import dev.personalize.math.TopK;
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

    /** {@return the weights by source, the targets of each ascending, in positions of the snapshot} */
    ItemWeights model() {
        Histories histories = training.histories();
        int[] offsets = new int[histories.allItems() + 1];
        for (int[] ofTarget : sources) {
            for (int source : ofTarget) {
                offsets[histories.position(source) + 1]++;
            }
        }
        for (int position = 0; position + 1 < offsets.length; position++) {
            offsets[position + 1] = Math.addExact(offsets[position], offsets[position + 1]);
        }
        int[] next = offsets.clone();
        int[] targets = new int[offsets[offsets.length - 1]];
        float[] values = new float[targets.length];
        for (int target = 0; target < sources.length; target++) {
            for (int i = 0; i < sources[target].length; i++) {
                int at = next[histories.position(sources[target][i])]++;
                targets[at] = histories.position(target);
                values[at] = weights[target][i];
            }
        }
        return new ItemWeights(training.weights(), offsets, targets, values);
    }
}
