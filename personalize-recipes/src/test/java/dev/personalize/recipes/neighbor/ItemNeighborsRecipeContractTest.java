package dev.personalize.recipes.neighbor;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class ItemNeighborsRecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new ItemNeighborsRecipe();
    }
}
