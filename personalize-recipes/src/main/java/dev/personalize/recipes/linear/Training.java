package dev.personalize.recipes.linear;

import dev.personalize.error.TrainingException;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.TrainingContext;

/** What both ways of solving share: the histories, the regularization and the settings. Immutable. */
final class Training {
    private static final String TASK = "train " + LinearItemRecipe.NAME;
    /** A dense solution that takes more of the heap than this is not tried. */
    private static final double SHARE_OF_HEAP = 0.75;

    private final Histories histories;
    private final TrainingContext context;
    /** {@code (C_ii + λ_i)^(-1/2)}: what brings the diagonal to 1; shape [items]. */
    private final float[] scale;

    private final float[] penalized;
    private final int weightsPerItem;

    Training(Histories histories, TrainingContext context) {
        this.histories = histories;
        this.context = context;
        Hyperparameters hyperparameters = context.hyperparameters();
        double regularization = hyperparameters.number(LinearItemRecipe.REGULARIZATION);
        double exponent = hyperparameters.number(LinearItemRecipe.ITEM_EXPONENT);
        this.weightsPerItem = hyperparameters.integer(LinearItemRecipe.WEIGHTS_PER_ITEM);
        this.scale = new float[histories.items()];
        this.penalized = new float[scale.length];
        for (int item = 0; item < scale.length; item++) {
            float squares = histories.squares(item);
            penalized[item] = (float) (squares + regularization * Math.pow(squares, exponent));
            scale[item] = (float) (1 / Math.sqrt(penalized[item]));
        }
    }

    Histories histories() {
        return histories;
    }

    TrainingContext context() {
        return context;
    }

    int weightsPerItem() {
        return weightsPerItem;
    }

    float scale(int item) {
        return scale[item];
    }

    boolean isExact() {
        int items = histories.items();
        return items <= context.hyperparameters().integer(LinearItemRecipe.EXACT_ITEMS)
                && 4L * items * items < SHARE_OF_HEAP * Runtime.getRuntime().maxMemory();
    }

    /** Tells how far the training is, and stops it if it was cancelled. */
    void report(long done, long total) {
        context.progress().progress(TASK, done, total);
        context.cancellation().throwIfCancelled();
    }

    TrainingException unsolvable(int item) {
        return new TrainingException("the weights of item " + histories.name(item)
                + " have no finite solution in single precision: raise " + LinearItemRecipe.REGULARIZATION + " (now "
                + context.hyperparameters().number(LinearItemRecipe.REGULARIZATION) + ")");
    }
}
