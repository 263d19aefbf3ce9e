package dev.personalize.recipes.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.data.Snapshot;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RandomWalkRecipeTest {
    private static final float NAN = Float.NaN;
    private static final int A = 0;
    private static final int B = 1;

    /**
     * u had a and b, v had a, b and c. From a to u or v with 1/2 each, on to b with 1/2 or 1/3: 5/12 in all; from a to c 1/2 · 1/3. From b likewise;
     * from c to v with 1, on to a or b with 1/3.
     */
    private static Snapshot twoUsers() {
        return Snapshot.builder()
                .interaction("u", "a", null, NAN, 0)
                .interaction("u", "b", null, NAN, 1)
                .interaction("v", "a", null, NAN, 0)
                .interaction("v", "b", null, NAN, 1)
                .interaction("v", "c", null, NAN, 2)
                .build();
    }

    @Test
    void probabilities_of_a_plain_walk_by_hand() {
        Model model = train(twoUsers(), 1, 0, 100);

        assertScores(model, Query.ofItems(A), NAN, 5 / 12f, 1 / 6f);
        assertScores(model, Query.ofItems(2), 1 / 3f, 1 / 3f, NAN);
        assertScores(model, Query.ofItems(B, A, B), 5 / 12f, 5 / 12f, 1 / 3f);
    }

    @Test
    void popular_ends_are_held_back_by_hand() {
        // b has 2 users, c 1
        assertScores(train(twoUsers(), 1, 1, 100), Query.ofItems(A), NAN, 5 / 24f, 1 / 6f);
    }

    /** The walk from a leads on to b with 5/12 and to c with 1/6, 7/12 in all. */
    @Test
    void walks_that_all_end_somewhere_by_hand() {
        RandomWalkRecipe recipe = new RandomWalkRecipe();
        Map<String, String> whole = Map.of("alpha", "1", "beta", "0", "normalization", "1");
        Model model = recipe.train(
                twoUsers(), TrainingContext.of(recipe.hyperparameters().values(whole)));

        assertScores(model, Query.ofItems(A), NAN, 5 / 7f, 2 / 7f);
    }

    @Property(tries = 25, seed = "42")
    void weights_equal_those_of_a_dense_walk(
            @ForAll @IntRange(min = 1, max = 60) int users,
            @ForAll @IntRange(min = 2, max = 200) int items,
            @ForAll long seed) {
        Snapshot data = ItemNeighborsRecipeTest.random(seed, users, items);
        NaiveNeighbors naive = new NaiveNeighbors(data);
        double[][] walks = naive.products((user, item) -> Math.pow(naive.length(user), -0.35));

        ItemNeighborsRecipeTest.assertWeights(
                train(data, 0.7, 0.4, 10_000),
                naive.best(
                        walks,
                        items,
                        (target, source) -> walks[source][target]
                                * Math.pow(naive.users(source), -0.7)
                                * Math.pow(naive.users(target), -0.4)));
    }

    @Property(tries = 10, seed = "42")
    void the_answers_become_less_popular_with_beta(@ForAll long seed) {
        Snapshot data = ItemNeighborsRecipeTest.random(seed, 200, 60);
        NaiveNeighbors naive = new NaiveNeighbors(data);
        double before = Double.POSITIVE_INFINITY;
        for (double beta : new double[] {0, 0.5, 1, 1.5}) {
            Model model = train(data, 1, beta, 10_000);
            double popularity = 0;
            for (int item = 0; item < model.items(); item++) {
                TopK best = new TopK(5);
                best.offerAll(ItemNeighborsRecipeTest.score(model, Query.ofItems(item)));
                popularity +=
                        Arrays.stream(best.drain()).mapToDouble(naive::users).sum();
            }
            assertThat(popularity).isLessThanOrEqualTo(before);
            before = popularity;
        }
    }

    private static Model train(Snapshot data, double alpha, double beta, int neighbors) {
        RandomWalkRecipe recipe = new RandomWalkRecipe();
        return recipe.train(
                data,
                TrainingContext.of(recipe.hyperparameters()
                        .values(Map.of(
                                "alpha", Double.toString(alpha),
                                "beta", Double.toString(beta),
                                "neighbors", Integer.toString(neighbors),
                                "normalization", "0"))));
    }

    private static void assertScores(Model model, Query query, float... expected) {
        assertThat(ItemNeighborsRecipeTest.score(model, query)).containsExactly(expected, within(1e-6f));
    }
}
