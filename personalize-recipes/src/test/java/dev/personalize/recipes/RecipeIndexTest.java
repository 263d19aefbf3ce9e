package dev.personalize.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.catalogue.HyperparameterDescription;
import dev.personalize.catalogue.RecipeCatalogue;
import dev.personalize.catalogue.RecipeDescription;
import dev.personalize.catalogue.RecipeProvider;
import dev.personalize.recipe.RecipeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The index of the recipes' pages lists what is installed; the page says how it is written anew. */
class RecipeIndexTest {
    private static final Path PAGE = Path.of("..", "docs", "recipes", "README.md");
    private static final String WRITE = "catalogue.write";
    private static final String BEGIN = "## Recipes\n";

    @Test
    void the_index_lists_what_is_installed() throws IOException {
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(BEGIN))
                + tables(RecipeCatalogue.of(RecipeRegistry.installed()).all());
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, written);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(written);
    }

    private static String tables(List<RecipeDescription> recipes) {
        StringBuilder text = new StringBuilder(BEGIN)
                .append("\n| recipe | of the service | type | learns from interactions | UPDATE | what it answers |\n")
                .append("|---|---|---|---|---|---|\n");
        recipes.forEach(recipe -> text.append(row(recipe)));
        text.append("\n## Hyperparameters\n\n")
                .append("| recipe | hyperparameter | of | type | default | range | searched |\n")
                .append("|---|---|---|---|---|---|---|\n");
        recipes.forEach(recipe -> recipe.hyperparameters().forEach(each -> text.append(row(recipe, each))));
        return text.toString();
    }

    private static String row(RecipeDescription recipe) {
        return "| [`" + recipe.name() + "`](" + recipe.name().replace("-v2", "") + ".md) | "
                + yesOrNo(recipe.provider() == RecipeProvider.SERVICE) + " | " + recipe.type() + " | "
                + yesOrNo(recipe.needsInteractions()) + " | " + yesOrNo(recipe.supportsUpdate()) + " | "
                + recipe.description() + " |\n";
    }

    private static String row(RecipeDescription recipe, HyperparameterDescription each) {
        return "| `" + recipe.name() + "` | `" + each.name() + "` | "
                + (each.featureTransformation() ? "feature transformation" : "algorithm") + " | "
                + each.declaration().type() + " | " + each.defaultValue() + " | "
                + each.declaration().range() + " | " + (each.isTunable() ? each.searchedRange() : "no") + " |\n";
    }

    private static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }
}
