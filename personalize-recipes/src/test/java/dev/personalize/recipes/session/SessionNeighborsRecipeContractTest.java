package dev.personalize.recipes.session;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class SessionNeighborsRecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new SessionNeighborsRecipe();
    }
}
