package dev.personalize.catalogue;

import dev.personalize.recipe.Recipe;
import java.util.Set;

/** Whose a recipe is. */
public enum RecipeProvider {
    /** One that the service has too: the name, and the hyperparameters, defaults and ranges that the service documents; trained by this library. */
    SERVICE,
    /** This library's own. */
    LIBRARY,
    /** The application's, or of a library that the application added. */
    APPLICATION;

    private static final String ROOMS_OF_THE_LIBRARY = "dev.personalize.recipes.";

    private static final Set<String> NAMES_OF_THE_SERVICE = Set.of(
            "user-personalization",
            "user-personalization-v2",
            "personalized-ranking",
            "personalized-ranking-v2",
            "similar-items",
            "sims",
            "semantic-similarity",
            "trending-now",
            "popularity-count",
            "item-affinity",
            "item-attribute-affinity");

    /** By where the class is, and not by what it says: anybody may give a recipe a name of the service. */
    static RecipeProvider of(Recipe recipe) {
        if (!recipe.getClass().getPackageName().startsWith(ROOMS_OF_THE_LIBRARY)) {
            return APPLICATION;
        }
        return NAMES_OF_THE_SERVICE.contains(recipe.name()) ? SERVICE : LIBRARY;
    }
}
