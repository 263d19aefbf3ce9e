package dev.personalize.recipes.factor;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class ItemAffinityRecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new ItemAffinityRecipe();
    }
}
