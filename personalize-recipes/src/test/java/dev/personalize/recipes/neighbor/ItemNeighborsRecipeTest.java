package dev.personalize.recipes.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ItemNeighborsRecipeTest {
    private static final float NAN = Float.NaN;
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final Map<String, String> PLAIN =
            Map.of("similarity", "cosine", "user_exponent", "0", "shrinkage", "0");

    private final ItemNeighborsRecipe recipe = new ItemNeighborsRecipe();

    /** Users of a: 4, b: 3, c: 2, d: 1; common users of a and b 3, a and c 2, a and d 1, b and c 1, b and d 1, c and d none. */
    private static Snapshot fourItems() {
        return snapshot(List.of("abc", "ab", "abd", "acc"));
    }

    private static Snapshot snapshot(List<String> histories) {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < histories.size(); user++) {
            for (int time = 0; time < histories.get(user).length(); time++) {
                builder.interaction("u" + user, histories.get(user).substring(time, time + 1), null, NAN, time);
            }
        }
        return builder.build();
    }

    @Test
    void cosines_of_four_items_by_hand() {
        Model model = train(fourItems(), PLAIN);

        assertScores(model, Query.ofItems(A), NAN, 3 / root(4 * 3), 2 / root(4 * 2), 1 / root(4));
        assertScores(model, Query.ofItems(C), 2 / root(4 * 2), 1 / root(3 * 2), NAN, NAN);
    }

    @Test
    void a_history_is_scored_by_the_sum_over_its_distinct_items() {
        Model model = train(fourItems(), PLAIN);

        assertScores(model, Query.ofItems(C, B, C), 3 / root(12) + 2 / root(8), 1 / root(6), 1 / root(6), 1 / root(3));
    }

    /** 0.75 of the exponent goes to the item of the history, 0.25 to the item in question. */
    @Test
    void asymmetric_cosines_by_hand() {
        Model model = train(fourItems(), PLAIN, Map.of("similarity", "asymmetric-cosine", "asymmetry", "0.75"));

        // c / (n_source^0.75 · n_target^0.25)
        assertThat(score(model, Query.ofItems(A))[B])
                .isCloseTo((float) (3 / (Math.pow(4, 0.75) * Math.pow(3, 0.25))), within(1e-6f));
        assertThat(score(model, Query.ofItems(B))[A])
                .isCloseTo((float) (3 / (Math.pow(3, 0.75) * Math.pow(4, 0.25))), within(1e-6f));
    }

    /** Had by one of the two at least: a and b 4, a and c 4, a and d 4, b and c 4, b and d 3. */
    @Test
    void jaccard_by_hand() {
        Model model = train(fourItems(), PLAIN, Map.of("similarity", "jaccard"));

        assertScores(model, Query.ofItems(B), 3 / 4f, NAN, 1 / 4f, 1 / 3f);
    }

    @Test
    void shrinkage_is_added_to_what_two_items_have() {
        assertScores(
                train(fourItems(), PLAIN, Map.of("shrinkage", "2")),
                Query.ofItems(B),
                3 / (root(12) + 2),
                NAN,
                1 / (root(6) + 2),
                1 / (root(3) + 2));
        assertScores(
                train(fourItems(), PLAIN, Map.of("shrinkage", "2", "similarity", "jaccard")),
                Query.ofItems(B),
                3 / 6f,
                NAN,
                1 / 6f,
                1 / 5f);
    }

    /** Histories of 1, 3 and 2 items, 2 on average: users weigh 2/1, 2/3 and 2/2. a has 2 + 2/3 + 1, b 2/3 + 1, c 2/3. */
    @Test
    void users_of_long_histories_weigh_less_by_hand() {
        Model model = train(snapshot(List.of("a", "abc", "ab")), PLAIN, Map.of("user_exponent", "1"));

        assertScores(
                model, Query.ofItems(A), NAN, (5 / 3f) / root(11 / 3f * 5 / 3f), (2 / 3f) / root(11 / 3f * 2 / 3f));
    }

    /**
     * Users have 1 and 3 items, 2 on average. Of k1 = 1 and b = 1, an event counts 2/(1 + 1/2) = 4/3 for the first and 2/(1 + 3/2) = 4/5 for the second,
     * times the rarity of the item, which cosines divide out: a and b (4/5)² / (√((4/3)² + (4/5)²) · 4/5).
     */
    @Test
    void bm25_by_hand() {
        Model model =
                train(snapshot(List.of("a", "abc")), PLAIN, Map.of("weighting", "bm25", "bm25_k1", "1", "bm25_b", "1"));

        float length = root(16 / 9f + 16 / 25f);
        assertScores(model, Query.ofItems(A), NAN, 0.8f / length, 0.8f / length);
    }

    /** ln(1 + 2/2) for a, ln(1 + 2/1) for b: rare items are held back less by a shrinkage. c/(√.. + 1) with c = ln 2 · ln 3. */
    @Test
    void tf_idf_by_hand() {
        Model model = train(snapshot(List.of("a", "ab")), PLAIN, Map.of("weighting", "tf-idf", "shrinkage", "1"));

        double a = Math.log(2);
        double b = Math.log(3);
        assertScores(model, Query.ofItems(A), NAN, (float) (a * b / (Math.sqrt(2 * a * a) * b + 1)));
    }

    /** The best neighbour of a is b (0.866), of b is a, of c is a (0.707), of d is b (0.577 against 0.5). */
    @Test
    void an_item_is_predicted_from_its_nearest_neighbours_only() {
        Model model = train(fourItems(), PLAIN, Map.of("neighbors", "1"));

        assertScores(model, Query.ofItems(A), NAN, 3 / root(12), 2 / root(8), NAN);
        assertScores(model, Query.ofItems(B), 3 / root(12), NAN, NAN, 1 / root(3));
        assertScores(model, Query.ofItems(C), NAN, NAN, NAN, NAN);
    }

    @Test
    void similarities_are_raised_to_a_power_and_weights_from_an_item_divided_by_their_sum() {
        assertScores(
                train(fourItems(), PLAIN, Map.of("similarity_exponent", "2")),
                Query.ofItems(A),
                NAN,
                9 / 12f,
                4 / 8f,
                1 / 4f);
        // 9/12 + 4/8 + 1/4 = 3/2
        assertScores(
                train(fourItems(), PLAIN, Map.of("similarity_exponent", "2", "normalization", "1")),
                Query.ofItems(A),
                NAN,
                1 / 2f,
                1 / 3f,
                1 / 6f);
    }

    @Test
    void the_events_of_a_history_contribute_their_weights() {
        ExplainingModel model = (ExplainingModel) train(fourItems(), PLAIN);

        double[] events = Objects.requireNonNull(
                        model.explain(Query.ofItems(C, B, C)).of(A))
                .events();

        assertThat(events).containsExactly(new double[] {1 / root(8), 3 / root(12), 1 / root(8)}, within(1e-6));
        assertThat(model.explain(Query.ofItems(A)).of(A)).isNull();
    }

    /** Half of the events are of each type, so 3 and 1 become 1.5 and 0.5; a and b have nothing but each other, so cosines stay 1. */
    @Test
    void events_count_for_their_type_in_training_and_in_a_history() {
        Snapshot.Builder data = Snapshot.builder();
        data.interaction("u", "a", "buy", NAN, 0).interaction("u", "b", "view", NAN, 0);
        data.interaction("v", "a", "buy", NAN, 0).interaction("v", "c", "view", NAN, 0);
        TrainingContext equal = context(PLAIN);
        TrainingContext weighted = new TrainingContext(
                equal.hyperparameters(),
                equal.seed(),
                equal.parallel(),
                equal.progress(),
                equal.cancellation(),
                Map.of("buy", 3.0, "view", 1.0));

        Model model = recipe.train(data.build(), weighted);

        // 1.5·0.5 / (√(2·1.5²)·0.5) = 1/√2, times 1.5 or 0.5 for the event.
        assertScores(
                model,
                new Query(new int[] {A}, new int[] {0}, new long[] {9}, -1),
                NAN,
                1.5f / root(2),
                1.5f / root(2));
        assertScores(
                model,
                new Query(new int[] {A}, new int[] {1}, new long[] {9}, -1),
                NAN,
                0.5f / root(2),
                0.5f / root(2));
    }

    @Property(tries = 25, seed = "42")
    void the_kept_neighbours_equal_those_of_sorting_all_pairs(
            @ForAll @IntRange(min = 1, max = 60) int users,
            @ForAll @IntRange(min = 2, max = 400) int items,
            @ForAll @IntRange(min = 1, max = 20) int most,
            @ForAll long seed) {
        Snapshot data = random(seed, users, items);
        NaiveNeighbors naive = new NaiveNeighbors(data);
        double[][] common = naive.products((user, item) -> 1);

        Model model = train(data, PLAIN, Map.of("neighbors", Integer.toString(most), "shrinkage", "3"));

        assertWeights(
                model,
                naive.best(
                        common,
                        most,
                        (target, source) -> common[source][target]
                                / (Math.sqrt(naive.users(target)) * Math.sqrt(naive.users(source)) + 3)));
    }

    @Property(tries = 25, seed = "42")
    void weights_of_asymmetric_bm25_equal_those_of_all_pairs(
            @ForAll @IntRange(min = 1, max = 60) int users,
            @ForAll @IntRange(min = 2, max = 200) int items,
            @ForAll long seed) {
        Snapshot data = random(seed, users, items);
        NaiveNeighbors naive = new NaiveNeighbors(data);
        double[][] products = naive.products((user, item) -> 2.2
                / (1 + 1.2 * (1 - 0.75 + 0.75 * naive.length(user) / naive.meanLength()))
                * Math.log(1 + users / naive.users(item))
                * Math.pow(naive.length(user) / naive.meanLength(), -0.25));

        Model model = train(
                data,
                Map.of(
                        "weighting", "bm25",
                        "similarity", "asymmetric-cosine",
                        "asymmetry", "0.7",
                        "user_exponent", "0.5",
                        "shrinkage", "2",
                        "neighbors", "10000"));

        assertWeights(
                model,
                naive.best(
                        products,
                        items,
                        (target, source) -> products[source][target]
                                / (Math.pow(products[target][target], 0.3) * Math.pow(products[source][source], 0.7)
                                        + 2)));
    }

    /** @param expected NaN for none; shape [source][target] */
    static void assertWeights(Model model, double[][] expected) {
        for (int source = 0; source < expected.length; source++) {
            float[] scores = score(model, Query.ofItems(source));
            for (int target = 0; target < expected.length; target++) {
                if (Double.isNaN(expected[source][target])) {
                    assertThat(scores[target]).as("%d to %d", source, target).isNaN();
                } else {
                    assertThat((double) scores[target])
                            .as("%d to %d", source, target)
                            .isCloseTo(expected[source][target], within(1e-5 * expected[source][target]));
                }
            }
        }
    }

    @Test
    void any_number_of_threads_finds_the_same() {
        Snapshot data = random(7, 400, 900);
        Model alone = train(data, Map.of("neighbors", "5"));
        for (int threads : new int[] {2, 8}) {
            ExecutorService executor = Executors.newFixedThreadPool(threads);
            try {
                TrainingContext context = context(Map.of("neighbors", "5"));
                Model together = recipe.train(
                        data,
                        new TrainingContext(
                                context.hyperparameters(),
                                0,
                                new Parallel(executor, threads, new Cancellation()),
                                context.progress(),
                                context.cancellation()));

                assertThat(bytes(together)).isEqualTo(bytes(alone));
            } finally {
                executor.shutdownNow();
            }
        }
    }

    @Test
    void the_memory_of_a_training_grows_with_what_is_kept_and_counted() {
        assertThat(NearestItems.bytes(1_000, 10, 100_000)).isLessThan(NearestItems.bytes(1_000, 50, 100_000));
        assertThat(RankedRows.bytes(1_000, false, 10, 10)).isLessThan(RankedRows.bytes(1_000, true, 10, 10));
    }

    /** 100 days ago with a half-life of one, 2⁻¹⁰⁰ each: the product of two is 0 in single precision, for any number of users. */
    @Test
    void users_of_long_ago_are_no_reason_to_fail() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 9; user++) {
            builder.interaction("old" + user, "a", null, NAN, 0).interaction("old" + user, "b", null, NAN, 0);
        }
        long today = 100 * 86_400;
        Snapshot data = builder.interaction("u", "a", null, NAN, today)
                .interaction("u", "c", null, NAN, today)
                .build();

        for (Map<String, String> similarity :
                List.of(PLAIN, Map.of("similarity", "jaccard"), Map.of("asymmetry", "1"))) {
            Model model = train(data, similarity, Map.of("recency_half_life", "1"));
            float[] scores = score(model, new Query(new int[] {C}, new int[] {-1}, new long[] {today}, -1));

            assertThat(scores[A]).isPositive().isFinite();
            assertThat(scores[B]).isNaN();
        }
    }

    @Test
    void nothing_is_said_without_a_history_or_about_items_without_events() {
        Snapshot five = snapshot(List.of("abc", "ab", "abd", "acc", "e"));
        Snapshot data = five.withInteractions(
                five.interactions().filter(p -> five.interactions().item(p) != 4));
        Model model = train(data, PLAIN);

        assertScores(model, Query.empty(), NAN, NAN, NAN, NAN, NAN);
        assertScores(model, Query.ofItems(4), NAN, NAN, NAN, NAN, NAN);
    }

    @Test
    void an_artifact_that_does_not_fit_is_corrupt_and_names_the_recipe() {
        assertThatThrownBy(() -> recipe.read(artifact(new int[] {0, 1}, new int[] {1}, new float[] {1})))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("the item-neighbors model");
        assertThatThrownBy(() ->
                        new RandomWalkRecipe().read(artifact(new int[] {0, 1}, new int[] {1}, new float[] {1})))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("the random-walk model");
    }

    private static ArtifactReader artifact(int[] offsets, int[] targets, float[] weights) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ArtifactWriter()
                .ints("offsets", offsets)
                .ints("targets", targets)
                .floats("weights", weights)
                .writeTo(bytes);
        return ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model");
    }

    private static byte[] bytes(Model model) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ArtifactWriter out = new ArtifactWriter();
            model.write(out);
            out.writeTo(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return users with up to 12 events, low items more often than high ones} */
    static Snapshot random(long seed, int users, int items) {
        SplittableRandom random = new SplittableRandom(seed);
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < users; user++) {
            int events = random.nextInt(1, 13);
            for (int i = 0; i < events; i++) {
                int item = (int) (random.nextDouble() * random.nextDouble() * items);
                builder.interaction("u" + user, "i" + item, null, NAN, i);
            }
        }
        return builder.build();
    }

    private static float root(float square) {
        return (float) Math.sqrt(square);
    }

    @SafeVarargs
    private static TrainingContext context(Map<String, String>... settings) {
        Map<String, String> all = new HashMap<>();
        for (Map<String, String> some : settings) {
            all.putAll(some);
        }
        return TrainingContext.of(new ItemNeighborsRecipe().hyperparameters().values(all));
    }

    @SafeVarargs
    private static Model train(Snapshot data, Map<String, String>... settings) {
        return new ItemNeighborsRecipe().train(data, context(settings));
    }

    private static void assertScores(Model model, Query query, float... expected) {
        assertThat(score(model, query)).containsExactly(expected, within(1e-5f));
    }

    static float[] score(Model model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }
}
