package dev.personalize.recipes.neighbor;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;
import java.util.Map;

/** Entries that each have a value of their own, and a similarity with a direction. */
class WeightedItemNeighborsContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new ItemNeighborsRecipe();
    }

    @Override
    protected Map<String, String> hyperparameters() {
        return Map.of(
                "similarity", "asymmetric-cosine",
                "weighting", "bm25",
                "recency_half_life", "1",
                "similarity_exponent", "1.5",
                "normalization", "0.5",
                "neighbors", "7");
    }
}
