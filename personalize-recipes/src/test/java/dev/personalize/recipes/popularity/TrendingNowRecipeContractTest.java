package dev.personalize.recipes.popularity;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class TrendingNowRecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new TrendingNowRecipe();
    }
}
