package dev.personalize.recipes.linear;

import dev.personalize.error.TrainingException;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.TrainingContext;

/** What both ways of solving share: the histories, the scale that the regularization gives each item, and the settings. Immutable. */
final class Training {
    private static final String TASK = "train " + LinearItemRecipe.NAME;
    private static final int BYTES_A_WEIGHT = 16; // by target, then by source: twice an int and a float
    private static final int BYTES_AN_ENTRY = 24; // both ways round, and the preferences they are made from

    private final Histories histories;
    private final EventWeights weights;
    private final TrainingContext context;
    private final Hyperparameters hyperparameters;
    /** {@code (G_ii + λ_i)^(-1/2)}: what brings the diagonal to 1; shape [items]. */
    private final float[] scale;

    Training(Histories histories, EventWeights weights, TrainingContext context) {
        this.histories = histories;
        this.weights = weights;
        this.context = context;
        this.hyperparameters = context.hyperparameters();
        double regularization = hyperparameters.number(LinearItemRecipe.REGULARIZATION);
        double exponent = hyperparameters.number(LinearItemRecipe.ITEM_EXPONENT);
        this.scale = new float[histories.items()];
        for (int item = 0; item < scale.length; item++) {
            double squares = histories.squares(item);
            scale[item] = (float) (1 / Math.sqrt(squares + regularization * Math.pow(squares, exponent)));
            if (!(scale[item] > 0 && scale[item] <= Float.MAX_VALUE)) {
                throw unsolvable(item);
            }
        }
    }

    Histories histories() {
        return histories;
    }

    EventWeights weights() {
        return weights;
    }

    TrainingContext context() {
        return context;
    }

    int weightsPerItem() {
        return hyperparameters.integer(LinearItemRecipe.WEIGHTS_PER_ITEM);
    }

    int neighbors() {
        return hyperparameters.integer(LinearItemRecipe.NEIGHBORS);
    }

    /** {@return what an item's row and column are multiplied with before anything is solved} */
    float scale(int item) {
        return scale[item];
    }

    /** {@return whether all items are solved at once} */
    boolean isExact() {
        return histories.items() <= hyperparameters.integer(LinearItemRecipe.EXACT_ITEMS);
    }

    /** {@return heap that the training takes at its peak, estimated from above} */
    long peakBytes() {
        return isExact() ? exactBytes() : localBytes();
    }

    private long exactBytes() {
        long n = histories.items();
        return ExactWeights.bytes(n) + n * Math.min(n, weightsPerItem()) * BYTES_A_WEIGHT + historyBytes();
    }

    private long localBytes() {
        long n = histories.items();
        long weights = n * Math.min(neighbors(), weightsPerItem()) * BYTES_A_WEIGHT;
        return LocalWeights.bytes(n, neighbors(), histories.pairs()) + weights + historyBytes();
    }

    private long historyBytes() {
        return (long) histories.size() * BYTES_AN_ENTRY;
    }

    /** {@return what to change for a training that takes less} */
    String remedy() {
        return "lower " + (isExact() ? LinearItemRecipe.EXACT_ITEMS : LinearItemRecipe.NEIGHBORS) + " or "
                + LinearItemRecipe.WEIGHTS_PER_ITEM;
    }

    /** Tells how far the training is, and stops it if it was cancelled. */
    void report(long done, long total) {
        context.progress().progress(TASK, done, total);
        context.cancellation().throwIfCancelled();
    }

    TrainingException unsolvable(int item) {
        return new TrainingException("the weights of item '" + histories.id(item)
                + "' have no finite solution in single precision: raise " + LinearItemRecipe.REGULARIZATION + " (now "
                + hyperparameters.number(LinearItemRecipe.REGULARIZATION) + ")");
    }
}
