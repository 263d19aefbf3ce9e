package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.error.InvalidInputException;
import dev.personalize.metrics.ActionMetrics.Outcome;
import dev.personalize.metrics.ActionMetrics.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Behaviour reference §6.2 and §4.10, feature F07. */
class ActionMetricsTest {
    /**
     * Five users were asked to join: 0.9 and 0.4 did, 0.6, 0.4 and 0.1 did not. From 0.5 on two are predicted to, one of them did: precision
     * 1/2, recall 1/2. AUC: 0.9 is above all three; 0.4 ties with one and is above one: (3 + 1.5) of 2 · 3 pairs.
     */
    private static final List<Outcome> JOIN = List.of(
            new Outcome("join", 0.4, false),
            new Outcome("join", 0.9, true),
            new Outcome("join", 0.1, false),
            new Outcome("join", 0.6, false),
            new Outcome("join", 0.4, true));

    /**
     * 0.5, 0.7 and 0.1 did, 0.2 did not. From 0.5 on two are predicted to, and both did: precision 2/2, recall 2/3. AUC: 0.5 and 0.7 are
     * above 0.2, 0.1 is not: 2 of 3 pairs.
     */
    private static final List<Outcome> RATE = List.of(
            new Outcome("rate", 0.5, true),
            new Outcome("rate", 0.7, true),
            new Outcome("rate", 0.1, true),
            new Outcome("rate", 0.2, false));

    private static List<Outcome> joined(List<List<Outcome>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    @Test
    void by_hand_for_one_action() {
        ActionMetrics metrics = ActionMetrics.of(JOIN);

        assertThat(metrics.actions()).isEqualTo(Map.of("join", new Values(5, 2, 2, 0.5, 0.5, 0.75)));
        assertThat(metrics.means()).isEqualTo(Map.of("precision", 0.5, "recall", 0.5, "auc", 0.75));
    }

    /** Precision (1/2 + 1) / 2, recall (1/2 + 2/3) / 2, AUC (3/4 + 2/3) / 2: an action counts as one, whatever its number of users. */
    @Test
    void means_are_over_actions() {
        ActionMetrics metrics = ActionMetrics.of(joined(List.of(JOIN, RATE)));

        assertThat(metrics.actions()).containsOnlyKeys("join", "rate");
        assertThat(metrics.means()).containsOnlyKeys("precision", "recall", "auc");
        assertThat(metrics.means().get("precision")).isCloseTo(3 / 4.0, within(1e-15));
        assertThat(metrics.means().get("recall")).isCloseTo(7 / 12.0, within(1e-15));
        assertThat(metrics.means().get("auc")).isCloseTo(17 / 24.0, within(1e-15));
        assertThat(metrics).hasToString("2 actions, precision 0.7500, recall 0.5833, auc 0.7083");
    }

    /** From 0.4 on, four are predicted and two of them did; AUC is what it was. */
    @Test
    void the_threshold_decides_who_is_predicted_and_not_the_auc() {
        assertThat(ActionMetrics.of(JOIN, 0.4).actions()).isEqualTo(Map.of("join", new Values(5, 2, 4, 0.5, 1, 0.75)));
        assertThat(ActionMetrics.of(JOIN, 0.95).actions())
                .isEqualTo(Map.of("join", new Values(5, 2, 0, Double.NaN, 0, 0.75)));
    }

    @Test
    void propensities_that_are_all_equal_have_an_auc_of_a_half() {
        List<Outcome> equal = List.of(
                new Outcome("a", 0.3, true),
                new Outcome("a", 0.3, false),
                new Outcome("a", 0.3, false),
                new Outcome("a", 0.3, true));

        assertThat(ActionMetrics.of(equal).means()).isEqualTo(Map.of("recall", 0.0, "auc", 0.5));
    }

    /** Nobody took "never": no recall, no AUC, and precision 0 of 1. Everybody took "always": no AUC. The means are over those that have one. */
    @Test
    void an_action_without_a_value_is_left_out_of_the_mean() {
        List<Outcome> oneSided = List.of(
                new Outcome("never", 0.8, false), new Outcome("never", 0.2, false), new Outcome("always", 0.6, true));
        ActionMetrics metrics = ActionMetrics.of(oneSided);

        assertThat(metrics.actions())
                .isEqualTo(Map.of(
                        "never", new Values(2, 0, 1, 0, Double.NaN, Double.NaN),
                        "always", new Values(1, 1, 1, 1, 1, Double.NaN)));
        assertThat(metrics.means()).isEqualTo(Map.of("precision", 0.5, "recall", 1.0));
        assertThat(ActionMetrics.of(joined(List.of(oneSided, JOIN))).means())
                .containsEntry("auc", 0.75)
                .containsEntry("recall", 0.75)
                .containsEntry("precision", 0.5);
    }

    @Test
    void of_no_outcomes_nothing_is_said() {
        assertThat(ActionMetrics.of(List.of()).means()).isEmpty();
        assertThat(ActionMetrics.of(List.of())).hasToString("0 actions");
    }

    @Test
    void what_is_no_probability_is_refused() {
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Outcome("join", wrong, true))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("propensity of action 'join' must lie in [0, 1], was " + wrong);
            assertThatThrownBy(() -> ActionMetrics.of(JOIN, wrong))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("threshold must lie in [0, 1], was " + wrong);
        }
    }

    /** Few different propensities, so that there are ties. */
    @Provide
    Arbitrary<List<Outcome>> outcomes() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.of(true, false))
                .as((action, eighths, taken) -> new Outcome(action, eighths / 8.0, taken))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 300, seed = "42")
    void auc_is_the_share_of_pairs_in_order_ties_counting_half(@ForAll("outcomes") List<Outcome> outcomes) {
        ActionMetrics metrics = ActionMetrics.of(outcomes);

        metrics.actions()
                .forEach((action, values) -> assertThat(values.auc()) // boxed: NaN equals NaN
                        .isEqualTo(Double.valueOf(naiveAuc(outcomes, action))));
    }

    /** Every pair of one who took it and one who did not is looked at. */
    private static double naiveAuc(List<Outcome> outcomes, String action) {
        double won = 0;
        int pairs = 0;
        for (Outcome one : outcomes) {
            for (Outcome other : outcomes) {
                if (one.action().equals(action) && other.action().equals(action) && one.taken() && !other.taken()) {
                    pairs++;
                    won += one.propensity() > other.propensity() ? 1 : 0;
                    won += one.propensity() == other.propensity() ? 0.5 : 0;
                }
            }
        }
        return won / pairs;
    }

    @Property(tries = 100, seed = "42")
    void the_order_of_outcomes_does_not_matter(@ForAll("outcomes") List<Outcome> outcomes, @ForAll long seed) {
        List<Outcome> shuffled = new ArrayList<>(outcomes);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(ActionMetrics.of(shuffled).actions())
                .isEqualTo(ActionMetrics.of(outcomes).actions());
    }
}
