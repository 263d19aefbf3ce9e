package dev.personalize.catalogue;

import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.schema.Domain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Recipes to list, filter and read about, by name. Immutable; {@link #toString} is a table for people.
 *
 * <pre>{@code
 * RecipeCatalogue recipes = personalize.recipeCatalogue();
 * System.out.println(recipes.providedBy(RecipeProvider.SERVICE));
 * System.out.println(recipes.recipe("aws-sims"));
 * }</pre>
 */
public final class RecipeCatalogue {
    private final RecipeRegistry recipes;
    private final Map<String, RecipeDescription> descriptions = new LinkedHashMap<>();

    private RecipeCatalogue(RecipeRegistry recipes) {
        this.recipes = recipes;
        recipes.all().forEach(recipe -> descriptions.put(recipe.name(), RecipeDescription.of(recipe)));
    }

    /** {@return the descriptions of recipes, such as {@link RecipeRegistry#installed()}} */
    public static RecipeCatalogue of(RecipeRegistry recipes) {
        return new RecipeCatalogue(recipes);
    }

    /** {@return all descriptions, by name} */
    public List<RecipeDescription> all() {
        return List.copyOf(descriptions.values());
    }

    /**
     * {@return the description of a recipe}
     *
     * @param name its name; the service's form {@code aws-…} and its ARN work too
     * @throws dev.personalize.error.ResourceNotFoundException if the catalogue has none of that name
     */
    public RecipeDescription recipe(String name) {
        return Objects.requireNonNull(descriptions.get(recipes.recipe(name).name()));
    }

    /** {@return only the recipes of this provider} */
    public RecipeCatalogue providedBy(RecipeProvider provider) {
        return only(recipe -> recipe.provider() == provider);
    }

    /** {@return only the recipes made for groups of this domain, in which those of {@link #custom} work too} */
    public RecipeCatalogue madeFor(Domain domain) {
        return only(recipe -> recipe.domain().equals(Optional.of(domain)));
    }

    /** {@return only the recipes for groups of any data, which are made for no domain} */
    public RecipeCatalogue custom() {
        return only(recipe -> recipe.domain().isEmpty());
    }

    private RecipeCatalogue only(Predicate<RecipeDescription> wanted) {
        return of(new RecipeRegistry(recipes.all().stream()
                .filter(recipe -> wanted.test(recipe(recipe.name())))
                .toList()));
    }

    /** {@return a table with a line for each recipe} */
    @Override
    public String toString() {
        TextTable table = new TextTable("recipe", "provider", "domain", "type", "description");
        for (RecipeDescription recipe : descriptions.values()) {
            table.row(
                    recipe.name(),
                    recipe.provider().toString(),
                    recipe.domain().map(Domain::toString).orElse("any"),
                    recipe.type().toString(),
                    recipe.description());
        }
        return table.toString();
    }
}
