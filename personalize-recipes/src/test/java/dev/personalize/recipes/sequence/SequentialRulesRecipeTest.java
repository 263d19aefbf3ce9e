package dev.personalize.recipes.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SequentialRulesRecipeTest {
    private static final float NAN = Float.NaN;
    private static final Offset<Float> CLOSE = within(1e-6f);
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    /** Weights that can be computed by hand: 1/gap within two steps, half of it backwards, smoothed by 1; the decay is a half. */
    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("window", "2"),
            Map.entry("gap_exponent", "1"),
            Map.entry("backward_weight", "0.5"),
            Map.entry("user_exponent", "0"),
            Map.entry("smoothing", "1"),
            Map.entry("weight_exponent", "1"),
            Map.entry("popularity_discount", "0"),
            Map.entry("decay", "0.5"),
            Map.entry("long_term_weight", "0"));

    private final SequentialRulesRecipe recipe = new SequentialRulesRecipe();

    /**
     * c_ab = 1 + 1, c_ac = 1/2, together 2.5; c_ba = 1/2 + 1/2, c_bc = 1, together 2; c_ca = 1/2·1/2, c_cb = 1/2, together 0.75.
     */
    private static Snapshot abcAndAb() {
        return snapshot("abc", "ab");
    }

    private static Snapshot snapshot(String... histories) {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < histories.length; user++) {
            for (int time = 0; time < histories[user].length(); time++) {
                builder.interaction("u" + user, histories[user].substring(time, time + 1), null, NAN, time);
            }
        }
        return builder.build();
    }

    @Test
    void rows_by_hand() {
        Model model = train(abcAndAb(), PLAIN);

        assertThat(score(model, Query.ofItems(A))).containsExactly(new float[] {NAN, 2 / 3.5f, 0.5f / 3.5f}, CLOSE);
        assertThat(score(model, Query.ofItems(B))).containsExactly(new float[] {1 / 3f, NAN, 1 / 3f}, CLOSE);
        assertThat(score(model, Query.ofItems(C)))
                .containsExactly(new float[] {0.25f / 1.75f, 0.5f / 1.75f, NAN}, CLOSE);
    }

    @Test
    void older_steps_count_less() {
        // b, the newest, counts 1 and a, the one before, 1/2: a 1/3, b 1/2·2/3.5, c 1/3 + 1/2·0.5/3.5
        assertThat(score(train(abcAndAb(), PLAIN), Query.ofItems(A, B)))
                .containsExactly(new float[] {1 / 3f, 1 / 3.5f, 1 / 3f + 0.25f / 3.5f}, CLOSE);
    }

    @Test
    void an_old_step_counts_the_long_term_weight_at_least() {
        // 0.2 + 0.8·1/2 = 0.6 for a: b 0.6·2/3.5
        assertThat(score(train(abcAndAb(), PLAIN, Map.of("long_term_weight", "0.2")), Query.ofItems(A, B))[B])
                .isEqualTo(0.6f * 2 / 3.5f, CLOSE);
    }

    @Test
    void the_order_of_a_history_decides() {
        Model model = train(snapshot("abab", "acac", "bcbc"), PLAIN, Map.of("backward_weight", "0"));

        assertThat(score(model, Query.ofItems(A, B))[C]).isNotEqualTo(score(model, Query.ofItems(B, A))[C]);
    }

    @Test
    void the_power_and_the_discount_of_popular_items() {
        Model model = train(abcAndAb(), PLAIN, Map.of("weight_exponent", "0.5", "popularity_discount", "1"));

        // √(2/3.5)/2 for b, which two users had; √(0.5/3.5)/1 for c
        assertThat(score(model, Query.ofItems(A))).containsExactly(new float[] {NAN, 0.37796447f, 0.37796447f}, CLOSE);
    }

    @Test
    void long_histories_count_less() {
        // c_ab = 1/3 + 1/2, c_ac = 1/2·1/3
        assertThat(score(train(abcAndAb(), PLAIN, Map.of("user_exponent", "1")), Query.ofItems(A)))
                .containsExactly(new float[] {NAN, 5 / 12f, 1 / 12f}, CLOSE);
    }

    @Test
    void only_the_greatest_weights_of_a_row_are_kept() {
        assertThat(score(train(abcAndAb(), PLAIN, Map.of("targets_per_item", "1")), Query.ofItems(A)))
                .containsExactly(new float[] {NAN, 2 / 3.5f, NAN}, CLOSE);
    }

    @Test
    void an_item_several_times_in_a_row_is_one_step() {
        Model model = train(snapshot("aabccc", "ab"), PLAIN);

        assertThat(score(model, Query.ofItems(A))).containsExactly(new float[] {NAN, 2 / 3.5f, 0.5f / 3.5f}, CLOSE);
        assertThat(score(model, Query.ofItems(A, A, B, B))).isEqualTo(score(model, Query.ofItems(A, B)));
    }

    @Test
    void pairs_of_one_second_count_the_same_both_ways() {
        Snapshot.Builder builder = Snapshot.builder();
        for (String item : new String[] {"a", "b", "c"}) {
            builder.interaction("u", item, null, NAN, 1_700_000_000);
        }
        Model model = train(builder.build(), PLAIN);

        // One step apart 0.75 both ways, two 0.375: rows 0.75 + 0.375, 0.75 + 0.75, 0.375 + 0.75, each and 1.
        assertThat(score(model, Query.ofItems(A)))
                .containsExactly(new float[] {NAN, 0.75f / 2.125f, 0.375f / 2.125f}, CLOSE);
        assertThat(score(model, Query.ofItems(B))).containsExactly(new float[] {0.3f, NAN, 0.3f}, CLOSE);
        assertThat(score(model, Query.ofItems(C)))
                .containsExactly(new float[] {0.375f / 2.125f, 0.75f / 2.125f, NAN}, CLOSE);
    }

    @Test
    void steps_of_one_second_in_a_query_share_what_their_ages_count_for() {
        Model model = train(abcAndAb(), PLAIN);
        long[] times = {5, 9, 9};
        int[] types = {-1, -1, -1};

        float[] scores = score(model, new Query(new int[] {C, A, B}, types, times, -1));

        // a and b count 3/4 each, c 1/4: a 3/4·1/3 + 1/4·0.25/1.75
        assertThat(scores[A]).isEqualTo(0.25f + 0.0625f / 1.75f, CLOSE);
        assertThat(score(model, new Query(new int[] {C, B, A}, types, times, -1)))
                .containsExactly(scores, CLOSE);
    }

    @Test
    void equal_times_of_all_events_leave_the_order_of_the_events() {
        Model model = train(abcAndAb(), PLAIN);

        assertThat(score(model, new Query(new int[] {A, B}, new int[] {-1, -1}, new long[] {7, 7}, -1)))
                .isEqualTo(score(model, Query.ofItems(A, B)));
    }

    @Test
    void events_that_weigh_nothing_are_no_steps() {
        Snapshot.Builder builder = Snapshot.builder();
        builder.interaction("u", "a", "buy", NAN, 0).interaction("u", "c", "skip", NAN, 1);
        builder.interaction("u", "b", "buy", NAN, 2).interaction("v", "a", "buy", NAN, 0);
        builder.interaction("v", "b", "buy", NAN, 1);
        Snapshot data = builder.build();
        Model model = recipe.train(
                data,
                new TrainingContext(
                        recipe.hyperparameters().values(PLAIN),
                        0,
                        Parallel.ofProcessors(),
                        ProgressListener.NONE,
                        new Cancellation(),
                        Map.of("skip", 0.0)));

        // Weights are scaled to a mean of 1, so events that weigh something weigh 5/4: two pairs a b, and a in the
        // query.
        int b = data.items().find("b");
        int a = data.items().find("a");
        int[] types = {data.eventTypes().find("buy"), data.eventTypes().find("skip")};
        float[] scores = score(model, new Query(new int[] {a, data.items().find("c")}, types, new long[] {5, 6}, -1));
        assertThat(scores[b]).isEqualTo(1.25f * 2.5f / 3.5f, CLOSE);
        assertThat(scores[data.items().find("c")]).isNaN();
    }

    @Test
    void events_contribute_what_their_steps_do() {
        ExplainingModel model = (ExplainingModel) train(abcAndAb(), PLAIN);
        ExplainingModel.Breakdown breakdown = model.explain(Query.ofItems(A, A, B));

        // c: 1/2·0.5/3.5 of a, which two events share, and 1/3 of b
        assertThat(Objects.requireNonNull(breakdown.of(C)).events())
                .containsExactly(new double[] {0.125 / 3.5, 0.125 / 3.5, 1 / 3.0}, within(1e-7));
        assertThat(model.explain(Query.ofItems(A)).of(A)).isNull();
    }

    @Property(tries = 30, seed = "42")
    void scores_are_those_of_a_naive_twin(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Snapshot data = random(random);
        Map<String, String> settings = Map.of("window", Integer.toString(random.nextInt(1, 6)), "smoothing", "3");
        int[] history = random.ints(random.nextInt(8), 0, data.items().size()).toArray();
        long[] times = random.longs(history.length, 0, 5).sorted().toArray();
        int[] types = new int[history.length];
        Arrays.fill(types, -1);
        Query query = new Query(history, types, times, -1);

        assertThat(score(train(data, settings), query))
                .containsExactly(new NaiveRules(data, context(settings).hyperparameters()).score(query), within(1e-5f));
    }

    private static Snapshot random(SplittableRandom random) {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 15; user++) {
            int events = random.nextInt(1, 15);
            for (int i = 0; i < events; i++) {
                builder.interaction("u" + user, "i" + random.nextInt(9), null, NAN, random.nextInt(10));
            }
        }
        return builder.build();
    }

    @Test
    void artifacts_that_are_none_are_refused() {
        assertCorrupt(new int[] {0, 1}, new int[] {0, 0}, new float[] {1, 1}, "0.5");
        assertCorrupt(new int[] {0, 2, 1}, new int[] {0}, new float[] {1}, "0.5");
        assertCorrupt(new int[] {0, 3, 2}, new int[] {0, 1}, new float[] {1, 1}, "0.5");
        assertCorrupt(new int[] {0, 1}, new int[] {1}, new float[] {1}, "0.5");
        assertCorrupt(new int[] {0, 1}, new int[] {-1}, new float[] {1}, "0.5");
        assertCorrupt(new int[] {0, 2, 2}, new int[] {1, 0}, new float[] {1, 1}, "0.5");
        assertCorrupt(new int[] {0, 1}, new int[] {0}, new float[] {NAN}, "0.5");
        assertCorrupt(new int[] {0, 1}, new int[] {0}, new float[] {-1}, "0.5");
        assertCorrupt(new int[0], new int[0], new float[0], "0.5");
        assertCorrupt(new int[] {0, 1}, new int[] {0}, new float[] {1}, "1.5");
        assertCorrupt(new int[] {0, 1}, new int[] {0}, new float[] {1}, "half");
    }

    private void assertCorrupt(int[] offsets, int[] targets, float[] weights, String decay) {
        assertThatThrownBy(() -> recipe.read(artifact(offsets, targets, weights, decay)))
                .isInstanceOf(CorruptArtifactException.class);
    }

    private static ArtifactReader artifact(int[] offsets, int[] targets, float[] weights, String decay)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ArtifactWriter()
                .ints("offsets", offsets)
                .ints("targets", targets)
                .floats("weights", weights)
                .text("history_length", "5")
                .text("decay", decay)
                .text("long_term_weight", "0")
                .writeTo(bytes);
        return ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model");
    }

    @SafeVarargs
    private TrainingContext context(Map<String, String>... settings) {
        Map<String, String> all = new HashMap<>();
        for (Map<String, String> some : settings) {
            all.putAll(some);
        }
        return TrainingContext.of(recipe.hyperparameters().values(all));
    }

    @SafeVarargs
    private Model train(Snapshot data, Map<String, String>... settings) {
        return recipe.train(data, context(settings));
    }

    private static float[] score(Model model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }
}
