package dev.personalize.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HyperparameterSpaceTest {
    private final HyperparameterSpace space = HyperparameterSpace.builder()
            .integer("factors", 64, 1, 512, true, "size of the vectors")
            .number("regularization", 0.003, 1e-6, 10, true, "strength of the penalty")
            .bool("recency", true, false, "whether age counts")
            .build();

    @Test
    void completes_given_values_with_the_defaults() {
        Hyperparameters values = space.values(Map.of("factors", "128", "recency", "False"));

        assertThat(values.integer("factors")).isEqualTo(128);
        assertThat(values.number("regularization")).isEqualTo(0.003);
        assertThat(values.bool("recency")).isFalse();
        assertThat(values.toMap().toString()).isEqualTo("{factors=128, regularization=0.003, recency=false}");
        assertThat(space.all())
                .extracting(Hyperparameter::name)
                .containsExactly("factors", "regularization", "recency");
    }

    @Test
    void a_choice_is_one_of_its_words() {
        HyperparameterSpace choices = HyperparameterSpace.builder()
                .choice("solver", "exact", List.of("exact", "quick"), false, "how")
                .build();

        assertThat(choices.defaults().choice("solver")).isEqualTo("exact");
        assertThat(choices.values(Map.of("solver", "quick")).toMap()).isEqualTo(Map.of("solver", "quick"));
        assertThatThrownBy(() -> choices.values(Map.of("solver", "quickly")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'solver' must be one of [exact, quick], was 'quickly'");
    }

    @Test
    void a_text_is_one_line_without_space_around_it() {
        HyperparameterSpace texts =
                HyperparameterSpace.builder().text("names", "a, b", "which").build();

        assertThat(texts.defaults().text("names")).isEqualTo("a, b");
        assertThat(texts.values(Map.of("names", " c ")).toMap()).isEqualTo(Map.of("names", "c"));
        for (String text : List.of("two\nlines", "x".repeat(4_001))) {
            assertThatThrownBy(() -> texts.values(Map.of("names", text)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'names' must be one line of at most 4000 characters");
        }
    }

    @Test
    void values_are_held_to_what_they_must_fulfil_together() {
        HyperparameterSpace range = HyperparameterSpace.builder()
                .integer("least", 1, 0, 9, false, "from")
                .integer("most", 5, 0, 9, false, "to")
                .check(values -> {
                    if (values.integer("least") > values.integer("most")) {
                        throw new InvalidInputException("least exceeds most");
                    }
                })
                .build();

        assertThat(range.values(Map.of("least", "5")).integer("least")).isEqualTo(5);
        assertThatThrownBy(() -> range.values(Map.of("least", "6"))).hasMessage("least exceeds most");
    }

    @Test
    void what_is_of_the_feature_transformation_was_declared_before() {
        HyperparameterSpace.Builder builder =
                HyperparameterSpace.builder().number("oldest", 0.5, 0, 1, false, "Share.");

        assertThat(builder.featureTransformation("oldest").build().featureTransformation())
                .containsExactly("oldest");
        assertThatThrownBy(() -> builder.featureTransformation("older"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no hyperparameter 'older' was declared");
    }

    @Test
    void names_the_unknown_and_what_there_is() {
        assertThatThrownBy(() -> space.values(Map.of("factor", "3")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'factor'")
                .hasMessageContaining("[factors, regularization, recency]");
    }

    @Test
    void refuses_values_of_another_type_or_out_of_range() {
        refused("factors", "1.5", "whole number");
        refused("factors", "513", "[1, 512]");
        refused("regularization", "much", "must be a number");
        refused("regularization", "NaN", "must lie in");
        refused("regularization", "11", "[1.0E-6, 10.0]");
        refused("recency", "yes", "true or false");
    }

    private void refused(String name, String value, String rule) {
        assertThatThrownBy(() -> space.values(Map.of(name, value)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(value)
                .hasMessageContaining(rule);
    }

    @Test
    void asking_for_what_was_never_declared_is_a_mistake_of_the_recipe() {
        assertThatThrownBy(() -> space.defaults().integer("depth")).isInstanceOf(IllegalArgumentException.class);
    }
}
