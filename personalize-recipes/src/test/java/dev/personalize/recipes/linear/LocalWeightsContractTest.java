package dev.personalize.recipes.linear;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;
import java.util.Map;

class LocalWeightsContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new LinearItemRecipe();
    }

    @Override
    protected Map<String, String> hyperparameters() {
        return Map.of("exact_items", "0", "neighbors", "20", "max_history", "8");
    }
}
