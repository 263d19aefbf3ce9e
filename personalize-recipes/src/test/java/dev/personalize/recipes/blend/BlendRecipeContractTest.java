package dev.personalize.recipes.blend;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class BlendRecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new BlendRecipe();
    }
}
