package dev.personalize.recipes.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SimsRecipeTest {
    private static final float NAN = Float.NaN;
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final int D = 3;

    private final SimsRecipe recipe = new SimsRecipe();

    /**
     * Users of a: 4, b: 3, c: 2, d: 1; common users of a and b: 3, a and c: 2, a and d: 1, b and c: 1, b and d: 1, c and d:
     * none. The fourth user's second event of c counts no second time.
     */
    private static Snapshot fourUsersAndItems() {
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
    void scores_of_four_items_by_hand_without_discount() {
        Model model = train(fourUsersAndItems(), 0, 1);

        assertThat(neighbors(model, A)).containsExactly(NAN, 3, 2, 1);
        assertThat(neighbors(model, B)).containsExactly(3, NAN, 1, 1);
        assertThat(neighbors(model, C)).containsExactly(2, 1, NAN, NAN);
        assertThat(neighbors(model, D)).containsExactly(1, 1, NAN, NAN);
    }

    @Test
    void scores_of_four_items_by_hand_with_half_discount() {
        Model model = train(fourUsersAndItems(), 0.5, 1);

        // 3/√(4·3), 2/√(4·2), 1/√(4·1)
        assertThat(neighbors(model, A)).containsExactly(new float[] {NAN, 0.8660254f, 0.7071068f, 0.5f}, within(1e-6f));
        // 3/√(3·4), 1/√(3·2), 1/√(3·1)
        assertThat(neighbors(model, B))
                .containsExactly(new float[] {0.8660254f, NAN, 0.4082483f, 0.5773503f}, within(1e-6f));
    }

    @Test
    void scores_of_four_items_by_hand_with_full_discount() {
        // 3/(4·3), 2/(4·2), 1/(4·1): a is with everybody, so nothing is related to it more than by chance.
        assertThat(neighbors(train(fourUsersAndItems(), 1, 1), A)).containsExactly(NAN, 0.25f, 0.25f, 0.25f);
    }

    @Test
    void a_history_is_scored_by_the_sum_over_its_distinct_items() {
        Model model = train(fourUsersAndItems(), 0.5, 1);

        // a: 3/√12 + 2/√8; b and c through each other: 1/√6; d through b: 1/√3
        assertThat(score(model, Query.ofItems(C, B, C)))
                .containsExactly(new float[] {1.5731322f, 0.4082483f, 0.4082483f, 0.5773503f}, within(1e-6f));
    }

    @Test
    void the_items_of_a_history_contribute_what_they_score_alone() {
        ExplainingModel model = (ExplainingModel) train(fourUsersAndItems(), 0.5, 1);

        // c, b, c again, for a: 2/√8 between the two events of c, 3/√12 for b; for d: 1/√3 for b.
        ExplainingModel.Breakdown breakdown = model.explain(Query.ofItems(C, B, C));
        assertThat(events(breakdown, A))
                .containsExactly(new double[] {0.35355339, 0.8660254, 0.35355339}, within(1e-7));
        assertThat(events(breakdown, D)).containsExactly(new double[] {0, 0.57735027, 0}, within(1e-7));
    }

    private static double[] events(ExplainingModel.Breakdown breakdown, int item) {
        return Objects.requireNonNull(breakdown.of(item)).events();
    }

    @Test
    void the_anchor_contributes_all_there_is() {
        ExplainingModel model = (ExplainingModel) train(fourUsersAndItems(), 0, 1);

        Contributions contributions = Objects.requireNonNull(
                model.explain(Query.ofItems(C).withAnchor(A)).of(B));

        assertThat(contributions.anchor()).isEqualTo(3);
        assertThat(contributions.events()).isEmpty();
    }

    @Property(tries = 20, seed = "42")
    void an_event_that_contributes_nothing_changes_nothing(@ForAll long seed) {
        ExplainingModel model = (ExplainingModel) train(random(seed, 40, 30, 8), 0.7, 2);
        int[] history = new SplittableRandom(seed).ints(6, 0, model.items()).toArray();
        ExplainingModel.Breakdown breakdown = model.explain(Query.ofItems(history));
        for (int item = 0; item < model.items(); item++) {
            if (breakdown.of(item) != null) {
                double[] events = events(breakdown, item);
                int[] contributing = IntStream.range(0, history.length)
                        .filter(position -> events[position] != 0)
                        .map(position -> history[position])
                        .toArray();

                assertThat(score(model, Query.ofItems(contributing))[item])
                        .isEqualTo(score(model, Query.ofItems(history))[item]);
            }
        }
    }

    @Test
    void pairs_with_too_few_common_users_are_dropped() {
        Model model = train(fourUsersAndItems(), 0, 2);

        assertThat(neighbors(model, A)).containsExactly(NAN, 3, 2, NAN);
        assertThat(neighbors(model, D)).containsOnly(NAN);
    }

    @Test
    void without_history_or_neighbors_nothing_can_be_said() {
        Model model = train(fourUsersAndItems(), 0, 3);

        assertThat(score(model, Query.empty())).containsOnly(NAN);
        assertThat(neighbors(model, D)).containsOnly(NAN);
    }

    /** The items of ten users: a has 30 events, b … j have 10 each. The ninth of ten counts is 10, so a drops out. */
    @Test
    void the_default_percentiles_drop_the_tenth_of_items_with_most_events() {
        Snapshot data = snapshot(Collections.nCopies(10, "aaabcdefghij"));

        Model model =
                recipe.train(data, TrainingContext.of(recipe.hyperparameters().defaults()));

        assertThat(neighbors(model, A)).containsOnly(NAN);
        assertThat(neighbors(model, B)[A]).isNaN();
        assertThat(neighbors(model, B)[C]).isEqualTo(1);
    }

    /** Nine users with two events and one with three: the upper percentile 0.9 of history length is 2. */
    @Test
    void users_with_a_history_too_long_are_dropped() {
        Snapshot data = snapshot(List.of("ab", "ab", "ab", "ab", "ab", "ab", "ab", "ab", "ab", "abc"));

        Model model = train(data, Map.of(SimsRecipe.MAX_HISTORY, "0.9", SimsRecipe.POPULARITY_DISCOUNT_FACTOR, "0"));

        assertThat(neighbors(model, A)).containsExactly(NAN, 9, NAN);
    }

    @Test
    void keeps_the_500_best_neighbors() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int item = 0; item < 600; item++) {
            builder.interaction("everything", Integer.toString(1000 + item), null, NAN, 0);
            builder.interaction(item >= 100 ? "most" : "other", Integer.toString(1000 + item), null, NAN, 0);
        }

        // 499 items share both users with the last one; of those that share one, the lowest position is kept.
        float[] expected = new float[600];
        Arrays.fill(expected, 0, 100, NAN);
        Arrays.fill(expected, 100, 599, 2);
        expected[0] = 1;
        expected[599] = NAN;
        assertThat(neighbors(train(builder.build(), 0, 1), 599)).containsExactly(expected);
    }

    @Test
    void goes_by_the_name_of_the_service_too() {
        assertThat(RecipeRegistry.installed().recipe("aws-sims")).isInstanceOf(SimsRecipe.class);
    }

    @Property(tries = 20, seed = "42")
    void equals_counting_with_sets(@ForAll long seed) {
        Snapshot data = random(seed, 40, 30, 8);
        Model model = train(data, 0.7, 2);
        List<Set<Integer>> users = usersOfItems(data);

        for (int i = 0; i < users.size(); i++) {
            float[] scores = neighbors(model, i);
            for (int j = 0; j < users.size(); j++) {
                Set<Integer> common = new HashSet<>(users.get(i));
                common.retainAll(users.get(j));
                double naive = common.size()
                        / Math.pow((double) users.get(i).size() * users.get(j).size(), 0.7);
                if (i == j || common.size() < 2) {
                    assertThat(scores[j]).isNaN();
                } else {
                    assertThat((double) scores[j]).isCloseTo(naive, within(1e-6));
                }
            }
        }
    }

    @Property(tries = 10, seed = "42")
    void popularity_of_the_results_falls_with_the_discount(@ForAll long seed) {
        Snapshot data = random(seed, 200, 60, 15);
        List<Set<Integer>> users = usersOfItems(data);
        for (int anchor = 0; anchor < users.size(); anchor++) {
            double popularityBefore = Double.POSITIVE_INFINITY;
            for (double factor : new double[] {0, 0.25, 0.5, 0.75, 1}) {
                TopK best = new TopK(5);
                best.offerAll(neighbors(train(data, factor, 1), anchor));
                double popularity = Arrays.stream(best.drain())
                        .map(item -> users.get(item).size())
                        .average()
                        .orElse(0);

                assertThat(popularity).isLessThanOrEqualTo(popularityBefore);
                popularityBefore = popularity;
            }
        }
    }

    @Test
    void arrays_that_do_not_fit_are_corrupt() {
        assertCorrupt(new int[] {0, 1}, new int[] {0, 0}, new float[] {1, 1});
        assertCorrupt(new int[] {0, 2, 1}, new int[] {0}, new float[] {1});
        assertCorrupt(new int[] {0, 1}, new int[] {1}, new float[] {1});
        assertCorrupt(new int[] {0, 1}, new int[] {0}, new float[] {NAN});
        assertCorrupt(new int[0], new int[0], new float[0]);
    }

    private void assertCorrupt(int[] offsets, int[] neighbors, float[] scores) {
        assertThatThrownBy(() -> recipe.read(artifact(offsets, neighbors, scores)))
                .isInstanceOf(CorruptArtifactException.class);
    }

    private static ArtifactReader artifact(int[] offsets, int[] neighbors, float[] scores) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ArtifactWriter()
                .ints("offsets", offsets)
                .ints("neighbors", neighbors)
                .floats("scores", scores)
                .writeTo(bytes);
        return ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model");
    }

    /** {@return users with up to {@code most} events each, low items more often than high ones} */
    private static Snapshot random(long seed, int users, int items, int most) {
        SplittableRandom random = new SplittableRandom(seed);
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < users; user++) {
            int events = random.nextInt(1, most + 1);
            for (int i = 0; i < events; i++) {
                double skewed = random.nextDouble() * random.nextDouble();
                builder.interaction("u" + user, "i" + (int) (skewed * items), null, NAN, i);
            }
        }
        return builder.build();
    }

    private static List<Set<Integer>> usersOfItems(Snapshot data) {
        PreferenceMatrix usersOfItem = data.interactions().preferences().transpose();
        return IntStream.range(0, usersOfItem.rows())
                .mapToObj(item -> {
                    Set<Integer> users = new HashSet<>();
                    for (int p = usersOfItem.begin(item); p < usersOfItem.end(item); p++) {
                        users.add(usersOfItem.column(p));
                    }
                    return users;
                })
                .toList();
    }

    private Model train(Snapshot data, double discount, int leastCommonUsers) {
        return train(
                data,
                Map.of(
                        SimsRecipe.POPULARITY_DISCOUNT_FACTOR,
                        Double.toString(discount),
                        SimsRecipe.MIN_COINTERACTION_COUNT,
                        Integer.toString(leastCommonUsers)));
    }

    /** Trains without percentile filters unless given. */
    private Model train(Snapshot data, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of(
                SimsRecipe.MIN_HISTORY, "0",
                SimsRecipe.MAX_HISTORY, "1",
                SimsRecipe.MIN_INTERACTIONS, "0",
                SimsRecipe.MAX_INTERACTIONS, "1"));
        all.putAll(given);
        Hyperparameters hyperparameters = recipe.hyperparameters().values(all);
        return recipe.train(data, TrainingContext.of(hyperparameters));
    }

    private static float[] neighbors(Model model, int anchor) {
        return score(model, Query.empty().withAnchor(anchor));
    }

    private static float[] score(Model model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }
}
