package dev.personalize.recipes.factor;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class MatrixFactorizationRecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new MatrixFactorizationRecipe();
    }
}
