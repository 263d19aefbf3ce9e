package dev.personalize.recipes.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.TrainingException;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinearItemRecipeTest {
    private static final float NAN = Float.NaN;
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    /** Plain EASE: the same regularization for all items, the same weight for all users. */
    private static final Map<String, String> PLAIN =
            Map.of("regularization", "1", "item_exponent", "0", "user_exponent", "0");

    private static final Map<String, String> LOCAL = Map.of("exact_items", "0");

    private final LinearItemRecipe recipe = new LinearItemRecipe();

    /**
     * Common users: a 3, b 2, c 1; a and b 2, a and c 1, b and c none. With λ = 1,
     *
     * <pre>
     *     [4 2 1]            [ 6 -4 -3]
     * A = [2 3 0]   P = 1/13 [-4  7  2]   B_ij = -P_ij / P_jj
     *     [1 0 2]            [-3  2  8]
     * </pre>
     *
     * so a gets 4/6 from b and 3/6 from c, b gets 4/7 from a and -2/7 from c, c gets 3/8 from a and -2/8 from b.
     */
    private static Snapshot threeItems() {
        return snapshot(List.of("ab", "ab", "ac"));
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
    void scores_of_three_items_by_hand() {
        Model model = train(threeItems(), PLAIN);

        assertScores(model, Query.ofItems(A), NAN, 4 / 7f, 3 / 8f);
        assertScores(model, Query.ofItems(B), 4 / 6f, NAN, -2 / 8f);
        assertScores(model, Query.ofItems(C), 3 / 6f, -2 / 7f, NAN);
    }

    @Test
    void a_history_is_scored_by_the_sum_over_its_distinct_items() {
        Model model = train(threeItems(), PLAIN);

        assertScores(model, Query.ofItems(B, A, B), 4 / 6f, 4 / 7f, 3 / 8f - 2 / 8f);
    }

    /**
     * b and c have no common user, so each is solved with a alone: for b, the inverse of [4 2; 2 3] is [3 -2; -2 4] / 8, and 2/4 comes
     * from a; for c, the inverse of [4 1; 1 2] is [2 -1; -1 4] / 7, and 1/4. a is solved with both, as before.
     */
    @Test
    void neighbourhoods_of_three_items_by_hand() {
        Model model = train(threeItems(), PLAIN, LOCAL);

        assertScores(model, Query.ofItems(A), NAN, 2 / 4f, 1 / 4f);
        assertScores(model, Query.ofItems(B, C), 4 / 6f + 3 / 6f, NAN, NAN);
    }

    /** The neighbour of a is the item with the greater product for its own size: of b 2/√(4·3), of c 1/√(4·2). */
    @Test
    void a_neighbourhood_has_the_most_similar_items() {
        Model model = train(threeItems(), PLAIN, LOCAL, Map.of("neighbors", "1"));

        // The inverse of [3 2; 2 4], a last, is [4 -2; -2 3] / 8: a gets 2/3 from b.
        assertScores(model, Query.ofItems(B), 2 / 3f, NAN, NAN);
        assertScores(model, Query.ofItems(C), NAN, NAN, NAN);
    }

    /**
     * Users weigh 1/2 each, as they had two items. Common users so weighted: a 1, b 1, both 1. Regularization in proportion to an
     * item's events adds 1/2·1 to the diagonal: [3/2 1; 1 3/2], whose inverse is [6 -4; -4 6] / 5.
     */
    @Test
    void weights_of_users_and_regularization_by_popularity_by_hand() {
        Model model = train(
                snapshot(List.of("ab", "ab")),
                Map.of("regularization", "0.5", "item_exponent", "1", "user_exponent", "1"));

        assertScores(model, Query.ofItems(A), NAN, 4 / 6f);
    }

    @Test
    void only_the_greatest_weights_of_an_item_are_kept() {
        Model model = train(threeItems(), PLAIN, Map.of("weights_per_item", "1"));

        assertScores(model, Query.ofItems(A), NAN, 4 / 7f, 3 / 8f);
        assertScores(model, Query.ofItems(B), 4 / 6f, NAN, NAN);
        assertScores(model, Query.ofItems(C), NAN, NAN, NAN);
    }

    @Test
    void nothing_is_said_without_a_history_or_about_items_without_events() {
        Snapshot four = snapshot(List.of("ab", "ab", "ac", "d"));
        Snapshot data = four.withInteractions(
                four.interactions().filter(p -> four.interactions().item(p) != 3));
        Model model = train(data, PLAIN);

        assertScores(model, Query.empty(), NAN, NAN, NAN, NAN);
        assertScores(model, Query.ofItems(3), NAN, NAN, NAN, NAN);
        assertScores(model, Query.ofItems(3, A), NAN, 4 / 7f, 3 / 8f, NAN);
    }

    @Test
    void the_events_of_a_history_contribute_their_weights() {
        ExplainingModel model = (ExplainingModel) train(threeItems(), PLAIN);

        ExplainingModel.Breakdown breakdown = model.explain(Query.ofItems(B, A, B));

        assertThat(events(breakdown, C)).containsExactly(new double[] {-1 / 8.0, 3 / 8.0, -1 / 8.0}, within(1e-6));
        assertThat(events(breakdown, B)).containsExactly(new double[] {0, 4 / 7.0, 0}, within(1e-6));
        assertThat(model.explain(Query.ofItems(A)).of(A)).isNull();
    }

    private static double[] events(ExplainingModel.Breakdown breakdown, int item) {
        return Objects.requireNonNull(breakdown.of(item)).events();
    }

    @Property(tries = 15, seed = "42")
    void exact_weights_equal_those_of_a_naive_inverse(
            @ForAll @IntRange(min = 1, max = 80) int users,
            @ForAll @IntRange(min = 2, max = 90) int items,
            @ForAll long seed) {
        Snapshot data = random(seed, users, items);

        Model model = train(data, Map.of("item_exponent", "0.5", "user_exponent", "0.5", "regularization", "3"));

        assertSameWeights(model, NaiveWeights.of(data, 3, 0.5, 0.5));
    }

    @Property(tries = 15, seed = "42")
    void with_whole_neighbourhoods_the_local_weights_are_the_exact_ones(
            @ForAll @IntRange(min = 2, max = 40) int users,
            @ForAll @IntRange(min = 2, max = 90) int items,
            @ForAll long seed) {
        // One user had everything, so every item is a neighbour of every other.
        Snapshot.Builder builder = Snapshot.builder();
        for (int item = 0; item < items; item++) {
            builder.interaction("all", "i" + item, null, NAN, item);
        }
        Snapshot data = random(builder, seed, users, items);

        Model exact = train(data, Map.of());
        Model local = train(data, LOCAL);

        for (int source = 0; source < items; source++) {
            assertThat(score(local, Query.ofItems(source)))
                    .containsExactly(score(exact, Query.ofItems(source)), within(1e-4f));
        }
    }

    private static void assertSameWeights(Model model, double[][] expected) {
        for (int source = 0; source < expected.length; source++) {
            float[] scores = score(model, Query.ofItems(source));
            for (int target = 0; target < expected.length; target++) {
                double score = Float.isNaN(scores[target]) ? 0 : scores[target];
                assertThat(score).isCloseTo(expected[source][target], within(1e-4));
            }
        }
    }

    @Test
    void catalogues_are_solved_exactly_up_to_the_limit() {
        assertThat(training(threeItems(), Map.of("exact_items", "3")).isExact()).isTrue();
        assertThat(training(threeItems(), Map.of("exact_items", "2")).isExact()).isFalse();
    }

    @Test
    void long_histories_are_sampled_and_short_ones_are_whole() {
        Snapshot data = snapshot(List.of("abcdefgh", "abc", "ab"));

        Histories histories = training(data, Map.of("max_history", "3")).histories();

        assertThat(histories.size()).isEqualTo(3 + 3 + 2);
        assertThat(histories.pairs()).isEqualTo(3 + 3 + 1);
        // a, b and c of the whole histories, and at most three others of the sampled one
        assertThat(histories.items()).isBetween(3, 6);
    }

    /** Two items of the same 40 users: 40/(40 + 10⁻⁶) is 1 in single precision, and the matrix singular. */
    @Test
    void a_matrix_that_cannot_be_inverted_names_the_item() {
        Snapshot data = snapshot(Collections.nCopies(40, "ab"));
        Map<String, String> weak = Map.of("regularization", "0.000001", "item_exponent", "0", "user_exponent", "0");

        assertThatThrownBy(() -> train(data, weak))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("item 'b'")
                .hasMessageContaining("regularization");
        // A neighbourhood gets a greater diagonal instead: 1.01.
        assertScores(train(data, weak, LOCAL), Query.ofItems(A), NAN, 1 / 1.01f);
    }

    @Test
    void the_memory_of_a_training_grows_with_what_is_kept() {
        Snapshot data = random(1, 50, 60);

        long exact = training(data, Map.of()).peakBytes();
        long pruned = training(data, Map.of("weights_per_item", "1")).peakBytes();
        long wide =
                training(data, Map.of("exact_items", "0", "neighbors", "60")).peakBytes();
        long narrow =
                training(data, Map.of("exact_items", "0", "neighbors", "2")).peakBytes();

        assertThat(pruned).isPositive().isLessThan(exact);
        assertThat(narrow).isPositive().isLessThan(wide);
    }

    /** Half of the events are of each type, so 3 and 1 become 1.5 and 0.5, and a purchase says three times what a view says. */
    @Test
    void events_count_for_their_type_in_training_and_in_a_history() throws IOException {
        Snapshot.Builder data = Snapshot.builder();
        for (int user = 0; user < 3; user++) {
            data.interaction("u" + user, "a", "buy", NAN, user).interaction("u" + user, "b", "view", NAN, user);
        }
        TrainingContext equal = context(PLAIN);
        TrainingContext weighted = new TrainingContext(
                equal.hyperparameters(),
                equal.seed(),
                equal.parallel(),
                equal.progress(),
                equal.cancellation(),
                Map.of("buy", 3.0, "view", 1.0));
        Query bought = new Query(new int[] {A}, new int[] {0}, new long[] {9}, -1);
        Query viewed = new Query(new int[] {A}, new int[] {1}, new long[] {9}, -1);

        Model model = recipe.train(data.build(), weighted);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ArtifactWriter out = new ArtifactWriter();
        model.write(out);
        out.writeTo(bytes);
        Model reopened = recipe.read(
                ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model"));

        // G_ab = 3·1.5·0.5 = 2.25, G_aa = 6.75, so B_ab = 2.25 / (6.75 + 1).
        assertScores(model, bought, NAN, 1.5f * 2.25f / 7.75f);
        assertScores(model, viewed, NAN, 0.5f * 2.25f / 7.75f);
        assertScores(reopened, viewed, NAN, 0.5f * 2.25f / 7.75f);
    }

    /** 100 days ago with a half-life of one, 2⁻¹⁰⁰ each: the product of two is 0 in single precision, for any number of users. */
    @Test
    void users_of_long_ago_are_no_reason_to_fail() {
        Snapshot.Builder data = Snapshot.builder();
        for (int user = 0; user < 9; user++) {
            data.interaction("old" + user, "a", null, NAN, 0).interaction("old" + user, "b", null, NAN, 0);
        }
        long today = 100 * 86_400;
        data.interaction("u", "a", null, NAN, today).interaction("u", "c", null, NAN, today);
        data.interaction("v", "b", null, NAN, today).interaction("v", "c", null, NAN, today);

        float[] scores = score(
                train(data.build(), LOCAL, Map.of("recency_half_life", "1")),
                new Query(new int[] {C}, new int[] {-1}, new long[] {today}, -1));

        assertThat(scores[A]).isPositive();
        assertThat(scores[B]).isPositive();
    }

    @Test
    void refuses_an_artifact_whose_parts_do_not_fit() {
        assertCorrupt(new int[] {0, 1}, new int[] {0, 0}, new float[] {1, 1});
        assertCorrupt(new int[] {0, 2, 1}, new int[] {0}, new float[] {1});
        assertCorrupt(new int[] {0, 3, 2}, new int[] {0, 1}, new float[] {1, 1});
        assertCorrupt(new int[] {0, 1}, new int[] {1}, new float[] {1});
        assertCorrupt(new int[] {0, 1}, new int[] {-1}, new float[] {1});
        assertCorrupt(new int[] {0, 2, 2}, new int[] {1, 0}, new float[] {1, 1});
        assertCorrupt(new int[] {0, 1}, new int[] {0}, new float[] {NAN});
        assertCorrupt(new int[0], new int[0], new float[0]);
    }

    private void assertCorrupt(int[] offsets, int[] targets, float[] weights) {
        assertThatThrownBy(() -> recipe.read(artifact(offsets, targets, weights)))
                .isInstanceOf(CorruptArtifactException.class);
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

    private static Snapshot random(long seed, int users, int items) {
        return random(Snapshot.builder(), seed, users, items);
    }

    /** {@return the builder's events and those of users with up to 12 more each} */
    private static Snapshot random(Snapshot.Builder builder, long seed, int users, int items) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int user = 0; user < users; user++) {
            int events = random.nextInt(1, 13);
            for (int i = 0; i < events; i++) {
                int item = (int) (random.nextDouble() * random.nextDouble() * items);
                builder.interaction("u" + user, "i" + item, null, NAN, i);
            }
        }
        return builder.build();
    }

    @SafeVarargs
    private static TrainingContext context(Map<String, String>... settings) {
        Map<String, String> all = new HashMap<>();
        for (Map<String, String> some : settings) {
            all.putAll(some);
        }
        return TrainingContext.of(new LinearItemRecipe().hyperparameters().values(all));
    }

    private static Training training(Snapshot data, Map<String, String> settings) {
        TrainingContext context = context(settings);
        return new Training(Histories.of(data, EventWeights.NONE, context), EventWeights.NONE, context);
    }

    @SafeVarargs
    private static Model train(Snapshot data, Map<String, String>... settings) {
        return new LinearItemRecipe().train(data, context(settings));
    }

    private static void assertScores(Model model, Query query, float... expected) {
        assertThat(score(model, query)).containsExactly(expected, within(1e-5f));
    }

    private static float[] score(Model model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }
}
