package dev.personalize.examples;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class NearInTimeRecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new NearInTimeRecipe();
    }
}
