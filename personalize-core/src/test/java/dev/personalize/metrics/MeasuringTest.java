package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.RecipeType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasuringTest {
    private static final Parallel PARALLEL = Parallel.ofProcessors();

    /** Items a … f; ann had a and b (b twice) and then c, d and a again, as a Buy, a View and a View; ben had f, then e. */
    private static Holdout shop() {
        Snapshot data = Snapshot.builder()
                .interaction("ann", "a", "View", Float.NaN, 1)
                .interaction("ann", "b", "View", Float.NaN, 2)
                .interaction("ann", "b", "View", Float.NaN, 3)
                .interaction("ann", "c", "Buy", Float.NaN, 11)
                .interaction("ann", "d", "View", Float.NaN, 12)
                .interaction("ann", "a", "View", Float.NaN, 13)
                .interaction("ben", "f", "View", Float.NaN, 1)
                .interaction("ben", "e", "View", Float.NaN, 11)
                .interaction("eve", "b", "View", Float.NaN, 1)
                .build();
        return Split.of((user, item, time) -> time > 10).of(data);
    }

    private static Measurement measured(Metric metric, boolean repeats) {
        Holdout holdout = shop();
        Measuring measuring =
                new Measuring(holdout, RecipeType.USER_PERSONALIZATION, List.of(metric), repeats, PARALLEL);
        return measuring.of(new ScriptedModel(
                holdout.train(), Map.of("a", List.of("d", "b", "c", "e"), "f", List.of("a", "b", "c", "d"))));
    }

    private static String list(Measurement measured, int number) {
        return Arrays.stream(measured.list(number))
                .mapToObj(measured.holdout().train().items()::id)
                .reduce("", String::concat);
    }

    /** Ann gets d b c e, and then, of the most popular ones left (b 2 users; a, f 1), a and f; ben gets a b c d, then f and e. */
    @Test
    void a_short_list_goes_on_with_the_most_popular_items() {
        Measurement measured = measured(Metrics.ndcg(6), true);

        assertThat(list(measured, 0)).isEqualTo("dbceaf");
        assertThat(list(measured, 1)).isEqualTo("abcdfe");
        assertThat(measured.ranked(0).hits()).containsExactly(0, 2, 4);
        assertThat(measured.ranked(0).relevant()).containsExactly(0, 2, 3);
    }

    @Test
    void without_repeats_what_was_had_is_neither_shown_nor_to_be_found() {
        Measurement measured = measured(Metrics.ndcg(6), false);

        assertThat(list(measured, 0)).isEqualTo("dcef");
        assertThat(list(measured, 1)).isEqualTo("abcde");
        assertThat(measured.ranked(0).relevant()).containsExactly(2, 3);
        assertThat(measured.values("normalized_discounted_cumulative_gain_at_6")[0])
                .as("d and c, the two to be found, come first")
                .isCloseTo(1, within(1e-12));
    }

    /** Ann: 3 of 3 found among 5; ben: e is sixth. */
    @Test
    void values_are_those_of_each_user_and_the_mean_is_theirs() {
        Measurement measured = measured(Metrics.recall(5), true);

        assertThat(measured.values("recall_at_5")).containsExactly(1, 0);
        assertThat(measured.mean("recall_at_5")).isEqualTo(0.5);
        assertThat(measured.means()).containsExactly(Map.entry("recall_at_5", 0.5));
        assertThatThrownBy(() -> measured.mean("recall_at_6"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("recall_at_5");
    }

    /**
     * Weights Buy 0.3 and View 0.1: mean 0.2, so a hit with c earns 1.5, one with d or a 0.5. Ann's list d b c e a: 0.5 / ln 2 +
     * 1.5 / ln 4 + 0.5 / ln 6 = 0.72135 + 1.08202 + 0.27906 = 2.08243; ideal c d a: 1.5 / ln 2 + 0.5 / ln 3 + 0.5 / ln 4 = 2.16404 +
     * 0.45512 + 0.36067 = 2.97983; 0.69884.
     */
    @Test
    void weighted_ndcg_by_hand() {
        Measurement measured = measured(Metrics.weightedNdcg(5, Map.of("Buy", 0.3, "View", 0.1)), true);

        assertThat(measured.metrics()).containsExactly("normalized_discounted_cumulative_gain_with_event_weights_at_5");
        assertThat(measured.values(measured.metrics().get(0))[0]).isCloseTo(0.69884, within(0.00001));
    }

    @Test
    void with_equal_weights_it_is_plain_ndcg() {
        assertThat(measured(Metrics.weightedNdcg(5, Map.of("Buy", 7.0, "View", 7.0)), true)
                        .mean("normalized_discounted_cumulative_gain_with_event_weights_at_5"))
                .isCloseTo(
                        measured(Metrics.ndcg(5), true).mean("normalized_discounted_cumulative_gain_at_5"),
                        within(1e-12));
    }

    /** Rewards a 1, c 10, d 4, e nothing. Ann's first two places, d and b, earn 4 of the 10 + 4 there were. Ben could earn nothing. */
    @Test
    void rewards_are_divided_by_the_greatest_there_could_be_and_users_without_any_left_out() {
        double[] reward = {1, 2, 10, 4, Double.NaN, 5};
        Measurement measured = measured(Metrics.averageRewards(2, item -> reward[item]), true);

        assertThat(measured.values("average_rewards_at_2")[0]).isCloseTo(4 / 14.0, within(1e-12));
        assertThat(measured.values("average_rewards_at_2")[1]).isNaN();
        assertThat(measured.mean("average_rewards_at_2")).isCloseTo(4 / 14.0, within(1e-12));
    }

    @Test
    void a_metric_of_ones_own_sees_ids_and_history() {
        Metric firstLetter = Metric.of("first_is_after_history", 1, asked -> {
            String first = asked.train().items().id(asked.ranked()[0]);
            String newest =
                    asked.train().items().id(asked.query().items()[asked.query().size() - 1]);
            return first.compareTo(newest) > 0 ? 1 : 0;
        });

        assertThat(measured(firstLetter, true).values("first_is_after_history")).containsExactly(1, 0);
    }

    @Test
    void two_metrics_of_one_name_are_refused() {
        assertThatThrownBy(() -> new Measuring(
                        shop(),
                        RecipeType.USER_PERSONALIZATION,
                        List.of(Metrics.recall(5), Metrics.recall(5)),
                        true,
                        PARALLEL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("recall_at_5");
    }

    @Test
    void nothing_depends_on_the_number_of_threads() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 300; user++) {
            for (int i = 0; i < 6; i++) {
                builder.interaction("u" + user, "i" + (user * 7 + i * i * 13) % 50, null, Float.NaN, i);
            }
        }
        Holdout holdout = Split.newest(2).of(builder.build());
        Map<String, List<String>> lists =
                Map.of("i1", List.of("i2", "i9"), "i7", List.of("i11"), "i14", List.of("i3", "i4", "i5"));
        List<List<Object>> results = IntStream.of(1, 2, 8)
                .mapToObj(threads -> new Parallel(ForkJoinPool.commonPool(), threads, new Cancellation()))
                .map(parallel -> {
                    Measuring measuring = new Measuring(
                            holdout, RecipeType.USER_PERSONALIZATION, Metrics.at(List.of(3, 10)), true, parallel);
                    Measurement model = measuring.of(new ScriptedModel(holdout.train(), lists));
                    Measurement popular = measuring.of(measuring.popularity());
                    return List.<Object>of(
                            model.intervals(Bootstrap.DEFAULT, parallel),
                            Comparison.of(model, popular, Bootstrap.DEFAULT, parallel)
                                    .differences(),
                            Exposure.of(model, 10, parallel),
                            Segments.of(model, 10));
                })
                .toList();

        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(results.get(2)).isEqualTo(results.get(0));
    }
}
