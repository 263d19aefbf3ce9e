package dev.personalize.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.Domain;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecipeCatalogueTest {
    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .integer("factors", 64, 1, 1000, true, "Length of the vectors.")
            .number("oldest", 0.5, 0, 1, false, "Share of the data that is too old.")
            .choice("solver", "cg", List.of("cg", "cholesky"), true, "How it is solved.")
            .text("parts", "", "What it is made of.")
            .featureTransformation("oldest")
            .build();

    private abstract static class Untrained implements Recipe {
        @Override
        public Model train(Snapshot data, TrainingContext context) {
            throw new UnsupportedOperationException("never trained");
        }

        @Override
        public Model read(ArtifactReader in) {
            throw new UnsupportedOperationException("never trained");
        }
    }

    /** Says of itself only what a recipe must. */
    private static final class Plain extends Untrained {
        @Override
        public String name() {
            return "sims";
        }

        @Override
        public RecipeType type() {
            return RecipeType.POPULAR_ITEMS;
        }

        @Override
        public HyperparameterSpace hyperparameters() {
            return HyperparameterSpace.builder().build();
        }
    }

    /** Says of itself all that a recipe can. */
    private static final class Films extends Untrained {
        @Override
        public String name() {
            return "films";
        }

        @Override
        public RecipeType type() {
            return RecipeType.RELATED_ITEMS;
        }

        @Override
        public String description() {
            return "Films like a film.";
        }

        @Override
        public Optional<Domain> domain() {
            return Optional.of(Domain.VIDEO_ON_DEMAND);
        }

        @Override
        public boolean needsInteractions() {
            return false;
        }

        @Override
        public boolean supportsUpdate() {
            return true;
        }

        @Override
        public Optional<String> standsFor() {
            return Optional.of("sims");
        }

        @Override
        public HyperparameterSpace hyperparameters() {
            return SPACE;
        }
    }

    private final RecipeCatalogue catalogue = RecipeCatalogue.of(new RecipeRegistry(List.of(new Plain(), new Films())));

    @Test
    void a_recipe_that_says_nothing_has_the_defaults() {
        assertThat(catalogue.recipe("sims"))
                .isEqualTo(new RecipeDescription(
                        "sims",
                        Optional.empty(),
                        RecipeProvider.APPLICATION,
                        Optional.empty(),
                        RecipeType.POPULAR_ITEMS,
                        "",
                        true,
                        false,
                        Optional.empty(),
                        List.of()));
        assertThat(catalogue.recipe("sims")).hasToString("sims\nPOPULAR_ITEMS, learns from interactions\n");
    }

    @Test
    void a_name_of_the_service_does_not_make_a_recipe_the_services() {
        assertThat(catalogue.providedBy(RecipeProvider.SERVICE).all()).isEmpty();
        assertThat(catalogue.providedBy(RecipeProvider.APPLICATION).all()).hasSize(2);
    }

    @Test
    void recipes_are_filtered_by_domain() {
        assertThat(catalogue.madeFor(Domain.VIDEO_ON_DEMAND).all())
                .extracting(RecipeDescription::name)
                .containsExactly("films");
        assertThat(catalogue.madeFor(Domain.ECOMMERCE).all()).isEmpty();
        assertThat(catalogue.custom().all()).extracting(RecipeDescription::name).containsExactly("sims");
    }

    @Test
    void what_was_filtered_out_is_not_found_any_more() {
        RecipeCatalogue custom = catalogue.custom();

        assertThat(custom.recipe("aws-sims").name()).isEqualTo("sims");
        assertThatThrownBy(() -> custom.recipe("films"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("no recipe 'films'; there are [sims]");
    }

    @Test
    void hyperparameters_belong_to_the_algorithm_or_to_the_feature_transformation() {
        RecipeDescription films = catalogue.recipe("films");

        assertThat(films.algorithmHyperparameters())
                .extracting(HyperparameterDescription::name)
                .containsExactly("factors", "solver", "parts");
        assertThat(films.featureTransformationParameters())
                .extracting(HyperparameterDescription::name)
                .containsExactly("oldest");
    }

    @Test
    void an_unknown_hyperparameter_is_answered_with_those_there_are() {
        RecipeDescription films = catalogue.recipe("films");

        assertThatThrownBy(() -> films.hyperparameter("factor"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("recipe 'films' has no hyperparameter 'factor'")
                .hasMessageContaining("[factors, oldest, solver, parts]");
    }

    /** 64 is searched from a quarter to four times. */
    @Test
    void a_description_reads_as_a_table() {
        assertThat(catalogue.recipe("films")).hasToString("""
                        films
                        Films like a film.
                        RELATED_ITEMS, for VIDEO_ON_DEMAND groups, needs no interactions, supports training mode UPDATE, stands for sims
                        hyperparameter  of                      type     default  range         searched      meaning
                        factors         algorithm               INTEGER  64       1 … 1000      16 … 256      Length of the vectors.
                        oldest          feature transformation  FLOAT    0.5      0.0 … 1.0     not tunable   Share of the data that is too old.
                        solver          algorithm               CHOICE   cg       cg, cholesky  cg, cholesky  How it is solved.
                        parts           algorithm               TEXT              text          not tunable   What it is made of.
                        """);
    }

    @Test
    void a_catalogue_reads_as_a_table() {
        assertThat(catalogue).hasToString("""
                        recipe  provider     domain           type           description
                        films   APPLICATION  VIDEO_ON_DEMAND  RELATED_ITEMS  Films like a film.
                        sims    APPLICATION  any              POPULAR_ITEMS
                        """);
    }
}
