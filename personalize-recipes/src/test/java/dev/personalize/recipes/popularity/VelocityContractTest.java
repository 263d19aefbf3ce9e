package dev.personalize.recipes.popularity;

import dev.personalize.recipe.Recipe;
import dev.personalize.testkit.RecipeContract;
import java.util.Map;

class VelocityContractTest extends RecipeContract {
    @Override
    protected Recipe recipe() {
        return new TrendingNowRecipe();
    }

    @Override
    protected Map<String, String> hyperparameters() {
        return Map.of("trend_score", "velocity", "trend_discovery_frequency", "1 day");
    }
}
