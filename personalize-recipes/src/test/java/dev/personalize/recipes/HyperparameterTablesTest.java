package dev.personalize.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.recipe.Hyperparameter;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe has a page, shared with its second version, whose table is the declaration in its code; on failure the message has what to paste. */
class HyperparameterTablesTest {
    static Stream<String> names() {
        return RecipeRegistry.installed().all().stream().map(Recipe::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void the_documentation_has_the_table_of_the_code(String name) throws IOException {
        Recipe recipe = RecipeRegistry.installed().recipe(name);
        String table = recipe.hyperparameters().all().stream()
                .map(HyperparameterTablesTest::row)
                .collect(Collectors.joining(
                        "\n", "| name | default | range | tuned | meaning |\n|---|---|---|---|---|\n", "\n"));

        assertThat(Files.readString(Path.of("..", "docs", "recipes", name.replace("-v2", "") + ".md")))
                .contains(table);
    }

    private static String row(Hyperparameter declared) {
        return "| `" + declared.name() + "` | " + declared.defaultValue() + " | " + declared.range() + " | "
                + (declared.tunable() ? "yes" : "no") + " | " + declared.description() + " |";
    }
}
