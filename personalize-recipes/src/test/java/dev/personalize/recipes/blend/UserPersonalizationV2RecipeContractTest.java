package dev.personalize.recipes.blend;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class UserPersonalizationV2RecipeContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new UserPersonalizationV2Recipe();
    }
}
