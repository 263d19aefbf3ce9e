package dev.personalize.recipes.linear;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;

/**
 * {@code linear-item}
 */
public final class LinearItemRecipe implements Recipe {
    static final String NAME = "linear-item";
    static final String REGULARIZATION = "regularization";
    static final String ITEM_EXPONENT = "item_exponent";
    static final String USER_EXPONENT = "user_exponent";
    static final String WEIGHTS_PER_ITEM = "weights_per_item";
    static final String EXACT_ITEMS = "exact_items";
    static final String NEIGHBORS = "neighbors";
    static final String MAX_HISTORY = "max_history";

    /** A matrix of single precision over that many items takes 800 MB as a triangle. */
    static final int MOST_EXACT_ITEMS = 20_000;

    static final int MOST_NEIGHBORS = 2_000;

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .number(REGULARIZATION, 4, 1e-6, 1e6, true, "Weight of the squared length of an item's weights.")
            .number(
                    ITEM_EXPONENT,
                    0.5,
                    0,
                    1,
                    true,
                    "How the regularization grows with an item's events: 0 the same for all, 1 in proportion.")
            .number(
                    USER_EXPONENT,
                    0.5,
                    0,
                    1,
                    true,
                    "How a user's weight falls with the number of items: 0 the same for all, 1 the inverse.")
            .integer(WEIGHTS_PER_ITEM, 200, 1, 10_000, true, "Most items an item is predicted from.")
            .integer(
                    EXACT_ITEMS,
                    10_000,
                    0,
                    MOST_EXACT_ITEMS,
                    false,
                    "Greatest number of items with events that is solved at once; above it, by neighbourhoods.")
            .integer(NEIGHBORS, 200, 1, MOST_NEIGHBORS, true, "Items of a neighbourhood, where it is solved by them.")
            .integer(
                    MAX_HISTORY,
                    2_000,
                    2,
                    1_000_000,
                    false,
                    "Most items of a user that are counted; of longer histories a random choice.")
            .build();

    /** Creates the recipe. */
    public LinearItemRecipe() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RecipeType type() {
        return RecipeType.USER_PERSONALIZATION;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return SPACE;
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        context.cancellation().throwIfCancelled();
        Training training = new Training(Histories.of(data, context), context);
        training.requireMemory();
        return training.isExact() ? new ExactWeights(training).train() : new LocalWeights(training).train();
    }

    @Override
    public Model read(ArtifactReader in) {
        return ItemWeights.read(in);
    }
}
