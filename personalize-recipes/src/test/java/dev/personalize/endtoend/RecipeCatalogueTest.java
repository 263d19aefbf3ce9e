package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.Personalize;
import dev.personalize.catalogue.HyperparameterDescription;
import dev.personalize.catalogue.RecipeCatalogue;
import dev.personalize.catalogue.RecipeDescription;
import dev.personalize.catalogue.RecipeProvider;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.RecipeType;
import dev.personalize.schema.Domain;
import dev.personalize.tuning.Range;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which recipes there are, and what can be set: behaviour reference §1.1, §4.1 and §5, feature A26. */
class RecipeCatalogueTest {
    private static final RecipeCatalogue INSTALLED = RecipeCatalogue.of(RecipeRegistry.installed());

    @Test
    void an_application_asks_what_there_is_and_what_it_can_set() {
        try (Personalize personalize = Personalize.inMemory()) {
            RecipeCatalogue recipes = personalize.recipeCatalogue();

            assertThat(recipes.all()).hasSameSizeAs(personalize.recipes().all());
            RecipeDescription sims = recipes.recipe("aws-sims");
            assertThat(sims.description()).isEqualTo("Items related to an item: those that the same users had.");
            HyperparameterDescription least = sims.hyperparameter("min_cointeraction_count");
            assertThat(least.defaultValue()).isEqualTo("3");
            assertThat(least.declaration().range()).isEqualTo("0 … 10");
            assertThat(least.isTunable()).isTrue();
            // a quarter of 3, rounded down, to four times, but no more than is declared
            assertThat(least.searched()).contains(new Range.Whole("min_cointeraction_count", 0, 10));
        }
    }

    @Test
    void the_services_recipes_have_its_names() {
        assertThat(INSTALLED.providedBy(RecipeProvider.SERVICE).all())
                .extracting(RecipeDescription::name)
                .containsExactly(
                        "item-affinity",
                        "item-attribute-affinity",
                        "personalized-ranking",
                        "personalized-ranking-v2",
                        "popularity-count",
                        "semantic-similarity",
                        "similar-items",
                        "sims",
                        "trending-now",
                        "user-personalization",
                        "user-personalization-v2");
        assertThat(INSTALLED.providedBy(RecipeProvider.SERVICE).all())
                .allSatisfy(recipe ->
                        assertThat(recipe.arn().map(INSTALLED::recipe)).contains(recipe));
    }

    @Test
    void the_librarys_own_and_the_applications_have_no_name_of_the_service() {
        List<Recipe> recipes = new ArrayList<>(RecipeRegistry.installed().all());
        recipes.add(new CountingRecipe());
        RecipeCatalogue catalogue = RecipeCatalogue.of(new RecipeRegistry(recipes));

        assertThat(catalogue.providedBy(RecipeProvider.LIBRARY).all())
                .extracting(RecipeDescription::name)
                .contains("matrix-factorization", "linear-item", "blend")
                .doesNotContain("sims", "counting");
        assertThat(catalogue.providedBy(RecipeProvider.APPLICATION).all())
                .extracting(RecipeDescription::name)
                .containsExactly(new CountingRecipe().name());
        assertThat(catalogue.all())
                .filteredOn(recipe -> recipe.provider() != RecipeProvider.SERVICE)
                .allSatisfy(recipe -> assertThat(recipe.arn()).isEmpty());
    }

    @Test
    void no_installed_recipe_is_made_for_a_domain() {
        assertThat(INSTALLED.custom().all()).isEqualTo(INSTALLED.all());
        assertThat(INSTALLED.madeFor(Domain.ECOMMERCE).all()).isEmpty();
    }

    /** Behaviour reference §4.3, §4.6, §4.8: what their tables call featurisation, and percentiles. */
    @Test
    void feature_transformation_is_split_from_the_algorithm_as_in_the_service() {
        assertThat(transformation("user-personalization"))
                .containsExactly("min_user_history_length_percentile", "max_user_history_length_percentile");
        assertThat(transformation("personalized-ranking"))
                .containsExactly("min_user_history_length_percentile", "max_user_history_length_percentile");
        assertThat(transformation("sims"))
                .containsExactly(
                        "min_user_history_length_percentile",
                        "max_user_history_length_percentile",
                        "min_item_interaction_count_percentile",
                        "max_item_interaction_count_percentile");
        assertThat(transformation("trending-now")).containsExactly("trend_discovery_frequency");
        assertThat(INSTALLED.recipe("user-personalization").algorithmHyperparameters())
                .extracting(HyperparameterDescription::name)
                .contains("hidden_dimension", "bptt", "recency_mask");
    }

    private static List<String> transformation(String recipe) {
        return INSTALLED.recipe(recipe).featureTransformationParameters().stream()
                .map(HyperparameterDescription::name)
                .toList();
    }

    @Test
    void a_description_tells_what_a_recipe_is_for() {
        RecipeDescription v1 = INSTALLED.recipe("user-personalization");
        RecipeDescription texts = INSTALLED.recipe("semantic-similarity");

        assertThat(v1.type()).isEqualTo(RecipeType.USER_PERSONALIZATION);
        assertThat(v1.supportsUpdate()).isTrue();
        assertThat(v1.needsInteractions()).isTrue();
        assertThat(v1.standsFor()).contains("blend");
        assertThat(texts.needsInteractions()).isFalse();
        assertThat(INSTALLED.all())
                .allSatisfy(recipe -> assertThat(recipe.description()).isNotEmpty());
    }
}
