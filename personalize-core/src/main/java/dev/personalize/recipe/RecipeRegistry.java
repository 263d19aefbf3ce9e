package dev.personalize.recipe;

import dev.personalize.error.ResourceNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The recipes there are, by name. Immutable. */
public final class RecipeRegistry {
    private static final String ARN_PREFIX = "arn:aws:personalize:::recipe/";
    private static final String SERVICE_PREFIX = "aws-";

    private final Map<String, Recipe> recipes = new TreeMap<>();

    /**
     * @param recipes each with a name of its own
     */
    public RecipeRegistry(Iterable<Recipe> recipes) {
        for (Recipe recipe : recipes) {
            Recipe other = this.recipes.putIfAbsent(recipe.name(), recipe);
            if (other != null) {
                throw new IllegalArgumentException("two recipes are named '" + recipe.name() + "': "
                        + other.getClass().getName() + " and "
                        + recipe.getClass().getName());
            }
        }
    }

    /** {@return every recipe on the class path or module path that {@link ServiceLoader} finds} */
    public static RecipeRegistry installed() {
        return new RecipeRegistry(ServiceLoader.load(Recipe.class, Recipe.class.getClassLoader()));
    }

    /** {@return all recipes, by name} */
    public List<Recipe> all() {
        return List.copyOf(recipes.values());
    }

    /**
     * Finds a recipe.
     *
     * @param name its name; the service's form {@code aws-…} and its ARN work too
     * @throws ResourceNotFoundException if there is none of that name
     */
    public Recipe recipe(String name) {
        String bare = name.startsWith(ARN_PREFIX) ? name.substring(ARN_PREFIX.length()) : name;
        Recipe recipe = recipes.get(bare);
        if (recipe == null && bare.startsWith(SERVICE_PREFIX)) {
            recipe = recipes.get(bare.substring(SERVICE_PREFIX.length()));
        }
        if (recipe == null) {
            throw new ResourceNotFoundException("no recipe '" + name + "'; there are " + recipes.keySet()
                    + (recipes.isEmpty() ? " (is personalize-recipes on the class path?)" : ""));
        }
        return recipe;
    }
}
