package dev.personalize.recipes.content;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class SimilarItemsRecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new SimilarItemsRecipe();
    }
}
