package dev.personalize.recipes.linear;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class LinearItemRecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new LinearItemRecipe();
    }
}
