package dev.personalize.recipes.sequence;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class SequentialRulesRecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new SequentialRulesRecipe();
    }
}
