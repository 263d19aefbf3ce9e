package dev.personalize.recipes.sequence;

import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.math.TopK;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.recipes.weights.WeightRows;
import java.util.Arrays;

/** Counts what follows each item, item by item, and makes rows of weights of it. One object a training. */
final class Counting {
    /** Enough to make up for the sums of a chunk, few enough to stop within a second. */
    private static final int ITEMS_A_CHUNK = 64;

    private static final int ITEMS_A_REPORT = 1 << 14;
    private static final String TASK = "train " + SequentialRulesRecipe.NAME;

    private final TrainingContext context;
    private final EventWeights events;
    private final Sequences sequences;
    private final Aging aging;
    private final int window;
    private final int mostTargets;
    private final double smoothing;
    private final double exponent;
    /** What a pair counts for by its gap, forwards, backwards and within a second; shape [window + 1]. */
    private final float[] forwards;

    private final float[] backwards;
    private final float[] together;
    /** What a pair of each user counts for; shape [users]. */
    private final float[] userWeights;
    /** What the sums of each target are multiplied with, before the power of the weight is taken; shape [items]. */
    private final float[] discounts;

    Counting(Snapshot data, TrainingContext context) {
        Hyperparameters hyperparameters = context.hyperparameters();
        this.context = context;
        this.events = context.eventWeights(data);
        this.sequences = Sequences.of(data.interactions(), events, context);
        this.aging = Aging.of(hyperparameters);
        this.window = hyperparameters.integer(SequentialRulesRecipe.WINDOW);
        this.mostTargets = hyperparameters.integer(SequentialRulesRecipe.TARGETS_PER_ITEM);
        this.smoothing = hyperparameters.number(SequentialRulesRecipe.SMOOTHING);
        this.exponent = hyperparameters.number(SequentialRulesRecipe.WEIGHT_EXPONENT);
        double backward = hyperparameters.number(SequentialRulesRecipe.BACKWARD_WEIGHT);
        double gapExponent = hyperparameters.number(SequentialRulesRecipe.GAP_EXPONENT);
        this.forwards = new float[window + 1];
        this.backwards = new float[window + 1];
        this.together = new float[window + 1];
        for (int gap = 1; gap <= window; gap++) {
            double weight = Math.pow(gap, -gapExponent);
            forwards[gap] = (float) weight;
            backwards[gap] = (float) (backward * weight);
            together[gap] = (float) ((1 + backward) / 2 * weight);
        }
        this.userWeights = userWeights(hyperparameters.number(SequentialRulesRecipe.USER_EXPONENT));
        this.discounts = discounts(
                Popularity.of(data.interactions()),
                hyperparameters.number(SequentialRulesRecipe.POPULARITY_DISCOUNT) / exponent);
    }

    private float[] userWeights(double userExponent) {
        float[] weights = new float[sequences.users()];
        for (int user = 0; user < weights.length; user++) {
            weights[user] = (float) Math.pow(Math.max(1, sequences.length(user)), -userExponent);
        }
        return weights;
    }

    private static float[] discounts(Popularity popularity, double discount) {
        float[] factors = new float[popularity.size()];
        for (int item = 0; item < factors.length; item++) {
            factors[item] = (float) Math.pow(Math.max(1, popularity.users(item)), -discount);
        }
        return factors;
    }

    /** {@return the most heap that rows and what they are made into take, from above} */
    long bytes() {
        long pairs = 2L * window * sequences.size();
        long entries = Math.min(pairs, (long) sequences.items() * Math.min(sequences.items(), mostTargets));
        return 2 * entries * (Integer.BYTES + Float.BYTES);
    }

    TransitionModel train() {
        int items = sequences.items();
        int[][] targets = new int[items][];
        float[][] weights = new float[items][];
        context.progress().progress(TASK, 0, items);
        for (int begin = 0; begin < items; begin += ITEMS_A_REPORT) {
            int end = Math.min(items, begin + ITEMS_A_REPORT);
            int first = begin;
            context.parallel().forChunks(end - begin, ITEMS_A_CHUNK, (chunk, from, to) -> {
                Row row = new Row();
                for (int item = first + from; item < first + to; item++) {
                    context.cancellation().throwIfCancelled();
                    row.count(item);
                    targets[item] = row.targets();
                    weights[item] = row.weights(targets[item]);
                    row.clear();
                }
            });
            context.progress().progress(TASK, end, items);
        }
        return new TransitionModel(events, aging, WeightRows.ofSources(targets, weights));
    }

    /** The sums of one source after the other. For one thread. */
    private final class Row {
        private final float[] sums = new float[sequences.items()];
        private final int[] met = new int[sequences.items()];
        private final TopK best = new TopK(mostTargets);
        private int size;
        private double total;

        void count(int item) {
            for (int position = sequences.begin(item); position < sequences.end(item); position++) {
                int step = sequences.step(position);
                int user = sequences.user(step);
                for (int gap = 1; gap <= window && isOf(user, step + gap); gap++) {
                    float[] kernel = sequences.together(step, step + gap) ? together : forwards;
                    add(item, step + gap, kernel[gap] * userWeights[user]);
                }
                for (int gap = 1; gap <= window && isOf(user, step - gap); gap++) {
                    float[] kernel = sequences.together(step, step - gap) ? together : backwards;
                    add(item, step - gap, kernel[gap] * userWeights[user]);
                }
            }
        }

        private boolean isOf(int user, int step) {
            return step >= 0 && step < sequences.size() && sequences.user(step) == user;
        }

        private void add(int item, int step, float weight) {
            int target = sequences.item(step);
            float count = weight * sequences.weight(step);
            if (target == item || !(count > 0)) {
                return;
            }
            if (sums[target] == 0) {
                met[size++] = target;
            }
            sums[target] += count;
            total += count;
        }

        /** {@return the targets with the greatest weights, ascending; the power, which keeps the order, is left for those} */
        int[] targets() {
            for (int i = 0; i < size; i++) {
                best.offer(met[i], sums[met[i]] * discounts[met[i]]);
            }
            int[] kept = best.drain();
            Arrays.sort(kept);
            return kept;
        }

        float[] weights(int[] targets) {
            float[] weights = new float[targets.length];
            for (int i = 0; i < targets.length; i++) {
                weights[i] = weight(targets[i]);
            }
            return weights;
        }

        private float weight(int target) {
            return (float) Math.pow(sums[target] * discounts[target] / (total + smoothing), exponent);
        }

        void clear() {
            for (int i = 0; i < size; i++) {
                sums[met[i]] = 0;
            }
            size = 0;
            total = 0;
        }
    }
}
