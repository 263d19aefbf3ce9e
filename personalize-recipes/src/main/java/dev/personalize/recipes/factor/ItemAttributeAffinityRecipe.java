package dev.personalize.recipes.factor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;

/**
 * {@code item-attribute-affinity}: the users most likely to want the items with some metadata. Stateless, safe for any number of threads.
 *
 * <p>The model is that of {@link MatrixFactorizationRecipe}, with the service's name for the length of its vectors. It is asked by batch
 * segment jobs alone.
 *
 * <p>The users of several items are those whose vectors have the greatest inner products with the mean of theirs. Items without events
 * have vectors too, from their metadata.
 */
public final class ItemAttributeAffinityRecipe implements Recipe {
    private static final String NAME = "item-attribute-affinity";

    /** Creates the recipe. */
    public ItemAttributeAffinityRecipe() {}

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
        return "Users for items with some metadata: those whose vectors are nearest to the mean of the items.";
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return Affinity.SPACE;
    }

    /**
     * Learns the vectors.
     *
     * @throws dev.personalize.error.TrainingException if all events have one timestamp, or no column of the items says anything
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        Affinity.requireTimes(NAME, data.interactions());
        Affinity.requireAttribute(NAME, data);
        return Affinity.train(data, context, true);
    }

    @Override
    public Model read(ArtifactReader in) {
        return FactorModel.read(in);
    }
}
