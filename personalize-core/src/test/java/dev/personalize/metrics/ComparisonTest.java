package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import dev.personalize.recipe.RecipeType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Parallel PARALLEL = Parallel.ofProcessors();

    /** Forty users; user n had item h(n mod 4) and then t(n mod 2). Items h0 … h3, t0, t1. */
    private static Snapshot data() {
        Snapshot.Builder data = Snapshot.builder();
        for (int user = 0; user < 40; user++) {
            data.interaction(String.format("u%02d", user), "h" + user % 4, null, Float.NaN, 1)
                    .interaction(String.format("u%02d", user), "t" + user % 2, null, Float.NaN, 2);
        }
        return data.build();
    }

    private static Measurement measured(Split split, Metric metric, Map<String, List<String>> lists) {
        Holdout holdout = split.of(data());
        return new Measuring(holdout, RecipeType.USER_PERSONALIZATION, List.of(metric), true, PARALLEL)
                .of(new ScriptedModel(holdout.train(), lists));
    }

    /** Right for h0, h1 and h2, wrong for h3. */
    private static Measurement good() {
        return measured(
                Split.newest(1),
                Metrics.hitRate(2),
                Map.of(
                        "h0", List.of("t0", "h1"),
                        "h1", List.of("t1", "h1"),
                        "h2", List.of("t0", "h1"),
                        "h3", List.of("t0", "h1")));
    }

    /** Right for h0 and h3. */
    private static Measurement worse() {
        return measured(
                Split.newest(1),
                Metrics.hitRate(2),
                Map.of(
                        "h0", List.of("h1", "t0"),
                        "h1", List.of("t0", "h1"),
                        "h2", List.of("h2", "h3"),
                        "h3", List.of("h1", "t1")));
    }

    /** Of forty users ten each: both right, first right, first right, second right. 0.75 against 0.5. */
    @Test
    void means_and_wins_by_hand() {
        Comparison comparison = Comparison.of(good(), worse(), Bootstrap.DEFAULT, PARALLEL);

        Comparison.Difference difference = comparison.difference("hit_rate_at_2");
        assertThat(difference.first()).isEqualTo(0.75);
        assertThat(difference.second()).isEqualTo(0.5);
        assertThat(difference.difference().value()).isCloseTo(0.25, within(1e-12));
        assertThat(difference.wins()).isEqualTo(20);
        assertThat(difference.losses()).isEqualTo(10);
        assertThat(difference.ties()).isEqualTo(10);
        // Twenty of thirty coins alike, or more: 2 · P(X ≥ 20), X binomial(30, 1/2) = 0.0987.
        assertThat(difference.pValue()).isCloseTo(0.0987, within(0.03));
        assertThat(comparison).hasToString(comparison.toString()).asString().contains("hit_rate_at_2: 0.7500");
        assertThatThrownBy(() -> comparison.difference("x")).hasMessageContaining("hit_rate_at_2");
    }

    @Test
    void swapping_the_two_turns_signs_and_nothing_else() {
        Comparison one = Comparison.of(good(), worse(), Bootstrap.DEFAULT, PARALLEL);
        Comparison other = Comparison.of(worse(), good(), Bootstrap.DEFAULT, PARALLEL);

        Comparison.Difference there = one.differences().get(0);
        Comparison.Difference back = other.differences().get(0);
        assertThat(back.difference().value()).isEqualTo(-there.difference().value());
        assertThat(back.difference().low()).isEqualTo(-there.difference().high());
        assertThat(back.difference().high()).isEqualTo(-there.difference().low());
        assertThat(back.pValue()).isEqualTo(there.pValue());
        assertThat(back.wins()).isEqualTo(there.losses());
        assertThat(other.overlap(2)).isEqualTo(one.overlap(2));
        Comparison.Interleaving dealt = one.interleaving(2, 9);
        assertThat(other.interleaving(2, 9).first()).isEqualTo(dealt.second());
        assertThat(other.interleaving(2, 9).second()).isEqualTo(dealt.first());
    }

    /** In common of two: both for h0, one for h1 and h3, none for h2. In the first place: never the same. */
    @Test
    void overlap_by_hand() {
        Comparison comparison = Comparison.of(good(), worse(), Bootstrap.DEFAULT, PARALLEL);

        assertThat(comparison.overlap(2)).isEqualTo((1 + 0.5 + 0 + 0.5) / 4);
        assertThat(comparison.overlap(1)).isZero();
        assertThat(Comparison.of(good(), good(), Bootstrap.DEFAULT, PARALLEL).overlap(2))
                .isOne();
    }

    /**
     * In one list of two, each side has a pick. h0: whoever begins, the first brings t0, unless the second began with h1 and the first
     * took t0 all the same: the first wins. h1: the second began with t0, which is no hit, and the first has t1 in both orders: wins.
     * h2: the first brings t0: wins. h3: whoever begins, the first brings t0, no hit, and the second h1, no hit; t1 is never dealt.
     */
    @Test
    void interleaving_by_hand() {
        Comparison comparison = Comparison.of(good(), worse(), Bootstrap.DEFAULT, PARALLEL);

        assertThat(comparison.interleaving(2, 1)).isEqualTo(new Comparison.Interleaving(0.75, 0, 0.25));
    }

    @Test
    void a_system_does_not_differ_from_itself() {
        Comparison.Difference difference = Comparison.of(good(), good(), Bootstrap.DEFAULT, PARALLEL)
                .differences()
                .get(0);

        assertThat(difference.difference()).isEqualTo(new Interval(0, 0, 0));
        assertThat(difference.pValue()).isOne();
        assertThat(difference.ties()).isEqualTo(40);
    }

    @Test
    void other_questions_and_other_metrics_are_refused() {
        Measurement otherSplit =
                measured(Split.of((user, item, time) -> item.equals("t1")), Metrics.hitRate(2), Map.of());
        Measurement otherMetric = measured(Split.newest(1), Metrics.recall(2), Map.of());

        assertThatThrownBy(() -> Comparison.of(good(), otherSplit, Bootstrap.DEFAULT, PARALLEL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("40 and 20 users");
        assertThatThrownBy(() -> Comparison.of(good(), otherMetric, Bootstrap.DEFAULT, PARALLEL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("recall_at_2");
    }
}
