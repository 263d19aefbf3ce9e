package dev.personalize.recipes.factor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;

/**
 * {@code item-affinity}: the users most likely to want an item. Stateless, safe for any number of threads.
 *
 * <p>The model is that of {@link MatrixFactorizationRecipe}, with the service's name for the length of its vectors. It is asked by batch
 * segment jobs alone.
 *
 * <p>An item's users are those whose vectors have the greatest inner products with its own, so that a segment costs one pass over the
 * vectors of the users. Metadata is not looked at.
 */
public final class ItemAffinityRecipe implements Recipe {
    private static final String NAME = "item-affinity";

    /** Creates the recipe. */
    public ItemAffinityRecipe() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RecipeType type() {
        return RecipeType.USER_SEGMENTATION;
    }

    @Override
    public String description() {
        return "Users for an item: those whose vectors are nearest to that of the item.";
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return Affinity.SPACE;
    }

    /**
     * Learns the vectors.
     *
     * @throws dev.personalize.error.TrainingException if all events have one timestamp
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        Affinity.requireTimes(NAME, data.interactions());
        return Affinity.train(data, context, false);
    }

    @Override
    public Model read(ArtifactReader in) {
        return FactorModel.read(in);
    }
}
