package dev.personalize.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.HyperparameterSpace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
    private static final HyperparameterSpace DECLARED = HyperparameterSpace.builder()
            .integer("factors", 64, 1, 1000, true, "Length of the vectors.")
            .number("regularization", 0.01, 1e-9, 10, true, "Weight.")
            .number("exponent", 0.5, 0, 1, true, "Power.")
            .choice("solver", "cg", List.of("cg", "cholesky"), true, "Solver.")
            .bool("fresh", true, false, "Fixed.")
            .build();

    @Test
    void without_ranges_of_ones_own_everything_tunable_is_searched_around_its_default() {
        SearchSpace space = SearchSpace.around(DECLARED, Map.of());

        // 64 / 4 … 64 · 4; 0.01 / 30 … 0.01 · 30; the whole of what is short; all words
        assertThat(space.ranges())
                .containsExactly(
                        new Range.Whole("factors", 16, 256),
                        new Range.Continuous("regularization", 0.01 / 30, 0.01 * 30),
                        new Range.Continuous("exponent", 0, 1),
                        new Range.Categorical("solver", List.of("cg", "cholesky")));
        assertThat(space.start())
                .isEqualTo(Map.of(
                        "factors", "64", "regularization", "0.01", "exponent", "0.5", "solver", "cg", "fresh", "true"));
    }

    @Test
    void a_recipe_says_where_to_look_instead() {
        HyperparameterSpace declared = HyperparameterSpace.builder()
                .number("weight", 0.2, 0, 10, true, "Weight.")
                .searched(0.01, 1)
                .build();

        SearchSpace space = SearchSpace.around(declared, Map.of());

        assertThat(space.ranges()).containsExactly(new Range.Continuous("weight", 0.01, 1));
        // log(0.2 / 0.01) / log(1 / 0.01) = 2.9957 / 4.6052
        assertThat(space.startPlaces()[0]).isCloseTo(0.6505, within(1e-4));
        assertThatThrownBy(() -> HyperparameterSpace.builder()
                        .number("weight", 0.2, 0, 10, true, "Weight.")
                        .searched(1, 11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'weight'", "[1.0, 11.0]", "[0.0, 10.0]");
    }

    @Test
    void a_default_that_is_not_where_one_looks_is_a_place_of_its_own() {
        HyperparameterSpace declared = HyperparameterSpace.builder()
                .number("weight", 0, 0, 10, true, "Weight; 0: found from the data.")
                .searched(0.01, 1)
                .build();
        SearchSpace space = SearchSpace.around(declared, Map.of());

        assertThat(space.startPlaces()).containsExactly(SearchSpace.APART);
        assertThat(space.at(space.startPlaces())).containsEntry("weight", "0.0");
        assertThat(space.at(new double[] {0.5})).containsEntry("weight", "0.1");
    }

    // of 30 spread evenly a third is at the default; the others fill the range
    @Test
    void settings_spread_over_a_space_have_the_default_that_is_apart_too() {
        HyperparameterSpace declared = HyperparameterSpace.builder()
                .number("weight", 0, 0, 10, true, "Weight; 0: found from the data.")
                .searched(0.01, 1)
                .number("exponent", 0.5, 0, 1, true, "Power.")
                .build();
        Sampler sampler = new Sampler(SearchSpace.around(declared, Map.of()), 1);

        List<Double> weights = sampler.spread(30).stream()
                .map(point -> Double.valueOf(point.hyperparameters().get("weight")))
                .toList();

        assertThat(weights).hasSize(30).filteredOn(weight -> weight == 0).hasSize(10);
        assertThat(weights).filteredOn(weight -> weight > 0).allMatch(weight -> weight >= 0.01 && weight <= 1);
        assertThat(weights).filteredOn(weight -> weight > 0.1).hasSizeBetween(9, 11);
    }

    @Test
    void what_the_user_fixed_is_not_searched() {
        SearchSpace space = SearchSpace.around(DECLARED, Map.of("factors", "8"));

        assertThat(space.ranges()).extracting(Range::name).containsExactly("regularization", "exponent", "solver");
        assertThat(space.at(new double[] {0.5, 1, 1}))
                .containsEntry("factors", "8")
                .containsEntry("exponent", "1.0");
    }

    @Test
    void a_range_of_ones_own_may_be_as_wide_as_what_is_declared() {
        SearchSpace space =
                SearchSpace.of(DECLARED, Map.of("factors", "32"), List.of(new Range.Whole("factors", 1, 1000)));

        assertThat(space.start()).containsEntry("factors", "32");
        assertThat(space.at(new double[] {1})).containsEntry("factors", "1000");
    }

    @Test
    void ranges_the_recipe_cannot_have_are_refused_by_name() {
        refused(new Range.Whole("factor", 1, 2), "'factor' is not one of the recipe's", "[factors, regularization");
        refused(new Range.Categorical("fresh", List.of("true")), "'fresh' is not tunable");
        refused(new Range.Continuous("factors", 1, 2), "type INTEGER");
        refused(new Range.Whole("factors", 0, 20), "[1, 1000], was 0");
        refused(new Range.Categorical("solver", List.of("cg", "qr")), "was 'qr'");
        assertThatThrownBy(() -> SearchSpace.of(
                        DECLARED,
                        Map.of(),
                        List.of(new Range.Whole("factors", 1, 2), new Range.Whole("factors", 3, 4))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("two ranges");
    }

    private static void refused(Range range, String... parts) {
        assertThatThrownBy(() -> SearchSpace.of(DECLARED, Map.of(), List.of(range)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(parts);
    }
}
