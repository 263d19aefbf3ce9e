package dev.personalize.recipes.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UserNeighborsRecipeTest {
    private static final float NAN = Float.NaN;
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final Map<String, String> PLAIN = Map.of("similarity", "cosine", "item_exponent", "0");

    /** u had a and b; v had a, c and d; w had d. */
    private static Snapshot threeUsers() {
        return Snapshot.builder()
                .interaction("u", "a", null, NAN, 0)
                .interaction("u", "b", null, NAN, 1)
                .interaction("v", "a", null, NAN, 0)
                .interaction("v", "c", null, NAN, 1)
                .interaction("v", "d", null, NAN, 2)
                .interaction("w", "d", null, NAN, 0)
                .build();
    }

    @Test
    void cosines_of_three_users_by_hand() {
        Model model = train(threeUsers(), PLAIN);

        // a: u is 1/√(1·2) near, v 1/√(1·3)
        assertScores(model, Query.ofItems(A), 1 / root(2) + 1 / root(3), 1 / root(2), 1 / root(3), 1 / root(3));
        // b and d: u 1/√(2·2), v 1/√(2·3), w 1/√(2·1)
        assertScores(
                model, Query.ofItems(3, B, B), 1 / 2f + 1 / root(6), 1 / 2f, 1 / root(6), 1 / root(6) + 1 / root(2));
    }

    @Test
    void jaccard_and_shrinkage_by_hand() {
        // a and b: of 2 items shared with u 2, of 4 shared with v 1
        assertScores(
                train(threeUsers(), PLAIN, Map.of("similarity", "jaccard", "shrinkage", "1")),
                Query.ofItems(A, B),
                2 / 3f + 1 / 5f,
                2 / 3f,
                1 / 5f,
                1 / 5f);
    }

    /** Items have 2, 1, 1 and 2 users, 3/2 on average: a and d count 3/4, b and c 3/2. */
    @Test
    void items_of_many_users_say_less_by_hand() {
        Model model = train(threeUsers(), PLAIN, Map.of("item_exponent", "1"));

        // a: u (3/4)/√(3/4 · 9/4), v (3/4)/√(3/4 · 3)
        assertScores(model, Query.ofItems(A), 1 / root(3) + 1 / 2f, 1 / root(3), 1 / 2f, 1 / 2f);
    }

    @Test
    void only_the_nearest_users_are_listened_to() {
        assertScores(
                train(threeUsers(), PLAIN, Map.of("neighbors", "1")),
                Query.ofItems(A),
                1 / root(2),
                1 / root(2),
                NAN,
                NAN);
    }

    @Test
    void nothing_is_said_without_a_history_or_neighbours() {
        assertScores(train(threeUsers(), PLAIN), Query.empty(), NAN, NAN, NAN, NAN);
    }

    /** Only v had d, and shares both items of the history: each has half of what v says of d. */
    @Test
    void what_neighbours_say_is_shared_out_between_the_items_in_common() {
        ExplainingModel model = (ExplainingModel) train(threeUsers(), PLAIN);

        double[] events = Objects.requireNonNull(
                        model.explain(Query.ofItems(C, A, C)).of(3))
                .events();

        // v: 2/√(2·3); c has two events
        assertThat(events).containsExactly(new double[] {0.5 / root(6), 1 / root(6), 0.5 / root(6)}, within(1e-6));
        assertThat(model.explain(Query.ofItems(B)).of(C)).isNull();
    }

    /** Half of the events are of each type, so 3 and 1 become 1.5 and 0.5: u is 1.5·1.5 / (1.5 · √(1.5² + 0.5²)) near, and says 1.5 of a and 0.5 of b. */
    @Test
    void events_count_for_their_type() {
        Snapshot data = Snapshot.builder()
                .interaction("u", "a", "buy", NAN, 0)
                .interaction("u", "b", "view", NAN, 1)
                .build();
        TrainingContext equal =
                TrainingContext.of(new UserNeighborsRecipe().hyperparameters().values(PLAIN));
        Model model = new UserNeighborsRecipe()
                .train(
                        data,
                        new TrainingContext(
                                equal.hyperparameters(),
                                equal.seed(),
                                equal.parallel(),
                                equal.progress(),
                                equal.cancellation(),
                                Map.of("buy", 3.0, "view", 1.0)));

        float near = 1.5f / root(2.5f);
        assertScores(model, new Query(new int[] {A}, new int[] {0}, new long[] {9}, -1), 1.5f * near, 0.5f * near);
    }

    @Property(tries = 25, seed = "42")
    void scores_equal_those_of_comparing_with_every_user(
            @ForAll @IntRange(min = 1, max = 60) int users,
            @ForAll @IntRange(min = 2, max = 90) int items,
            @ForAll @IntRange(min = 1, max = 20) int most,
            @ForAll long seed) {
        Snapshot data = ItemNeighborsRecipeTest.random(seed, users, items);
        NaiveNeighbors naive = new NaiveNeighbors(data);
        Model model = train(data, PLAIN, Map.of("neighbors", Integer.toString(most)));

        for (int user = 0; user < naive.users(); user++) {
            int asking = user;
            double[] near = IntStream.range(0, naive.users())
                    .mapToDouble(other -> IntStream.range(0, naive.items())
                                    .filter(item -> naive.has(asking, item) && naive.has(other, item))
                                    .count()
                            / Math.sqrt(naive.length(asking) * naive.length(other)))
                    .toArray();
            List<Integer> nearest = IntStream.range(0, near.length)
                    .filter(other -> near[other] > 0)
                    .boxed()
                    .sorted(Comparator.comparing((Integer other) -> -(float) near[other])
                            .thenComparing(other -> other))
                    .limit(most)
                    .toList();
            float[] scores = ItemNeighborsRecipeTest.score(
                    model,
                    Query.ofHistory(
                            data.interactions(),
                            data.interactions().begin(user),
                            data.interactions().end(user)));
            for (int item = 0; item < naive.items(); item++) {
                int of = item;
                double expected = nearest.stream()
                        .filter(other -> naive.has(other, of))
                        .mapToDouble(other -> near[other])
                        .sum();
                assertThat(Float.isNaN(scores[item]) ? 0 : (double) scores[item])
                        .isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void an_artifact_that_does_not_fit_is_corrupt_and_names_the_recipe() {
        assertCorrupt("2", new int[] {0, 2}, new int[] {0});
        assertCorrupt("2", new int[] {0, 0}, new int[] {});
        assertCorrupt("2", new int[] {0, 2}, new int[] {1, 0});
        assertCorrupt("2", new int[] {0, 1}, new int[] {2});
        assertCorrupt("two", new int[] {0, 1}, new int[] {1});
        assertCorrupt("2", new int[0], new int[0]);
    }

    private static void assertCorrupt(String items, int[] offsets, int[] itemOf) {
        assertThatThrownBy(() -> new UserNeighborsRecipe().read(artifact(items, offsets, itemOf)))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("the user-neighbors model");
    }

    private static ArtifactReader artifact(String items, int[] offsets, int[] itemOf) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ArtifactWriter()
                .text("items", items)
                .ints("user_offsets", offsets)
                .ints("user_items", itemOf)
                .writeTo(bytes);
        return ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model");
    }

    private static float root(float square) {
        return (float) Math.sqrt(square);
    }

    @SafeVarargs
    private static Model train(Snapshot data, Map<String, String>... settings) {
        Map<String, String> all = new HashMap<>();
        for (Map<String, String> some : settings) {
            all.putAll(some);
        }
        UserNeighborsRecipe recipe = new UserNeighborsRecipe();
        return recipe.train(data, TrainingContext.of(recipe.hyperparameters().values(all)));
    }

    private static void assertScores(Model model, Query query, float... expected) {
        assertThat(ItemNeighborsRecipeTest.score(model, query)).containsExactly(expected, within(1e-5f));
    }
}
