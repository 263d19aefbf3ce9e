package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    /** Likes items by their number, the last one most; says nothing about item 0. */
    private static final class ByNumber implements Model {
        private final int items;

        ByNumber(int items) {
            this.items = items;
        }

        @Override
        public int items() {
            return items;
        }

        @Override
        public void score(Query query, float[] scores) {
            for (int item = 0; item < items; item++) {
                scores[item] = item == 0 ? Float.NaN : item;
            }
        }

        @Override
        public void write(ArtifactWriter out) {
            out.ints("items", new int[] {items});
        }
    }

    private static final Parallel PARALLEL = Parallel.ofProcessors();

    /** Users u00 … of 20 events each, item = i00 … in turn, so that user n's events are at seconds 0 … 19. */
    private static Snapshot users(int users, int items) {
        Snapshot.Builder data = Snapshot.builder();
        for (int user = 0; user < users; user++) {
            for (int i = 0; i < 20; i++) {
                data.interaction(
                        String.format("u%03d", user), String.format("i%02d", (user + i) % items), null, Float.NaN, i);
            }
        }
        return data.build();
    }

    @Test
    void hides_a_tenth_of_the_users_and_asks_for_their_newest_tenth() {
        Snapshot data = users(50, 10);

        Holdout holdout = Split.ofUsers(7).of(data);

        assertThat(holdout.cases()).isEqualTo(5);
        Interactions train = holdout.train().interactions();
        assertThat(train.size()).isEqualTo(45 * 20);
        assertThat(train.users()).isEqualTo(50);
        for (int number = 0; number < 5; number++) {
            int user = holdout.user(number);
            assertThat(train.end(user) - train.begin(user)).isZero();
            assertThat(holdout.given().end(user) - holdout.given().begin(user)).isEqualTo(18);
            assertThat(holdout.asked().end(user) - holdout.asked().begin(user)).isEqualTo(2);
            assertThat(holdout.asked().timestamp(holdout.asked().begin(user))).isEqualTo(18);
        }
        assertThat(users(Split.ofUsers(7).of(data))).isEqualTo(users(holdout));
        assertThat(users(Split.ofUsers(8).of(data))).isNotEqualTo(users(holdout));
    }

    private static int[] users(Holdout holdout) {
        return IntStream.range(0, holdout.cases()).map(holdout::user).toArray();
    }

    @Test
    void users_of_one_event_are_never_hidden() {
        Snapshot.Builder data = Snapshot.builder();
        for (int user = 0; user < 30; user++) {
            data.interaction("single" + user, "a", null, Float.NaN, 1);
        }
        data.interaction("pair", "a", null, Float.NaN, 1).interaction("pair", "b", null, Float.NaN, 2);

        Holdout holdout = Split.ofUsers(0).of(data.build());

        assertThat(holdout.cases()).isOne();
        assertThat(holdout.relevant(0, Query.empty())).containsExactly(1);
    }

    /**
     * Six items, all users alike in popularity but for order. The one hidden user "p" has a0 … then b: given [i1], asked for
     * [i3]. The model ranks 5 4 3 2 1 and, for want of a score, 0 last, so i3 is third: reciprocal rank 1/3, nDCG@5 = ln 2 /
     * ln 4 = 0.5, precision@5 = 1/5. Popularity ranks i0 (2 users) first, then 1 2 3 4 5 with one user each: i3 is fourth:
     * 1/4, ln 2 / ln 5 = 0.43068, 1/5. All six items are recommended: coverage 1.
     */
    @Test
    void metrics_of_a_case_computed_by_hand() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int item = 0; item < 6; item++) {
            builder.interaction("single" + item, "i" + item, null, Float.NaN, 1);
        }
        builder.interaction("single6", "i0", null, Float.NaN, 1);
        Snapshot data = builder.interaction("p", "i1", null, Float.NaN, 1)
                .interaction("p", "i3", null, Float.NaN, 2)
                .build();
        Holdout holdout = Split.ofUsers(0).of(data);

        Evaluation evaluation = Evaluation.of(new ByNumber(6), RecipeType.USER_PERSONALIZATION, holdout, PARALLEL);

        assertThat(evaluation.cases()).isOne();
        assertThat(evaluation.metrics()).contains(entry("coverage", 1.0), entry("precision_at_5", 0.2));
        assertThat(evaluation.metrics().get("mean_reciprocal_rank_at_25")).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(evaluation.metrics().get("normalized_discounted_cumulative_gain_at_5"))
                .isCloseTo(0.5, within(1e-12));
        assertThat(evaluation.popularity().get("mean_reciprocal_rank_at_25")).isCloseTo(0.25, within(1e-12));
        assertThat(evaluation.popularity().get("normalized_discounted_cumulative_gain_at_5"))
                .isCloseTo(0.43068, within(0.00001));
        assertThat(evaluation.popularity().keySet())
                .isEqualTo(evaluation.metrics().keySet());
    }

    /** As above, asked about i1 as a related item: i1 drops out of both lists, popularity's i3 moves up to third. */
    @Test
    void a_related_items_model_is_asked_about_the_newest_item_given() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int item = 0; item < 6; item++) {
            builder.interaction("single" + item, "i" + item, null, Float.NaN, 1);
        }
        Snapshot data = builder.interaction("p", "i1", null, Float.NaN, 1)
                .interaction("p", "i3", null, Float.NaN, 2)
                .build();

        Evaluation evaluation = Evaluation.of(
                new ByNumber(6), RecipeType.RELATED_ITEMS, Split.ofUsers(0).of(data), PARALLEL);

        assertThat(evaluation.metrics()).contains(entry("coverage", 5 / 6.0));
        assertThat(evaluation.popularity().get("mean_reciprocal_rank_at_25")).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void averages_do_not_depend_on_the_number_of_threads() {
        Snapshot data = users(700, 40);
        Holdout holdout = Split.ofUsers(3).of(data);
        List<Evaluation> evaluations = List.of(1, 8).stream()
                .map(threads -> Evaluation.of(
                        new ByNumber(40),
                        RecipeType.USER_PERSONALIZATION,
                        holdout,
                        new Parallel(ForkJoinPool.commonPool(), threads, new Cancellation())))
                .toList();

        assertThat(evaluations.get(0)).isEqualTo(evaluations.get(1));
        assertThat(evaluations.get(0).cases()).isEqualTo(70);
    }

    /**
     * A hundred users of 20 events, user n having items n, n + 1 … n + 19 of thirty in turn. Ten are hidden and asked for their
     * last two items, which are new to them. The model scores every item but 0 by its number; what it gives to items new and had
     * is counted here anew, in a bin for every score. Nothing that was had is asked for: one step of probability 0.
     */
    @Test
    void the_calibrations_count_every_score_of_every_case() {
        Holdout holdout = Split.ofUsers(5).of(users(100, 30));
        long[] newPairs = new long[31];
        long[] newHits = new long[31];
        long repeatedPairs = 0;
        for (int number = 0; number < holdout.cases(); number++) {
            Query query = holdout.query(number, RecipeType.USER_PERSONALIZATION);
            int[] given = query.items();
            int[] targets = holdout.relevant(number, query);
            for (int item = 1; item < 30; item++) {
                int score = item;
                if (Arrays.stream(given).anyMatch(i -> i == score)) {
                    repeatedPairs++;
                } else {
                    newPairs[score + 1]++;
                    newHits[score + 1] += Arrays.stream(targets).anyMatch(i -> i == score) ? 1 : 0;
                }
            }
        }
        float[] edges = new float[30];
        for (int i = 0; i < 30; i++) {
            edges[i] = i;
        }

        Evaluation evaluation = Evaluation.of(new ByNumber(30), RecipeType.USER_PERSONALIZATION, holdout, PARALLEL);

        assertThat(Arrays.stream(newHits).sum()).isBetween(15L, 20L);
        assertThat(evaluation.calibration()).isEqualTo(Calibration.fit(edges, newPairs, newHits));
        assertThat(repeatedPairs).isPositive();
        assertThat(evaluation.repeatCalibration()).isEqualTo(new Calibration(new float[0], new double[] {0}));
    }

    @Test
    void a_model_that_is_silent_has_no_calibration() {
        Holdout holdout = Split.ofUsers(5).of(users(10, 1));

        assertThat(Evaluation.of(new ByNumber(1), RecipeType.USER_PERSONALIZATION, holdout, PARALLEL)
                        .calibration())
                .isNull();
    }
}
