package dev.personalize.endtoend;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A recipe whose models know nothing, and whose training does what a test wants.
 *
 * @param training what it does, with what asks it to stop, before it looks whether it is cancelled
 */
record HookedRecipe(Consumer<Cancellation> training) implements Recipe {
    @Override
    public String name() {
        return "hooked";
    }

    @Override
    public RecipeType type() {
        return RecipeType.POPULAR_ITEMS;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return HyperparameterSpace.builder().build();
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        training.accept(context.cancellation());
        context.cancellation().throwIfCancelled();
        return new Silent(data.items().size());
    }

    @Override
    public Model read(ArtifactReader in) {
        return new Silent(in.ints("items")[0]);
    }

    private record Silent(int items) implements Model {
        @Override
        public void score(Query query, float[] scores) {
            Arrays.fill(scores, 0, items, Float.NaN);
        }

        @Override
        public void write(ArtifactWriter out) {
            out.ints("items", new int[] {items});
        }
    }
}
