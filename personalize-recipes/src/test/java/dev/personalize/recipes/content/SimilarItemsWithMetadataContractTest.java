package dev.personalize.recipes.content;

import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;

class SimilarItemsWithMetadataContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new SimilarItemsRecipe();
    }

    @Override
    protected Snapshot prepared(Snapshot data) {
        return ColouredItems.colour(data);
    }
}
