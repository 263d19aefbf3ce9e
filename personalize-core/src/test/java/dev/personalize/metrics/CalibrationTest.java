package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static Calibration fit(float[] edges, long[] pairs, long[] hits) {
        return Objects.requireNonNull(Calibration.fit(edges, pairs, hits));
    }

    /** Rates 10/1000, 30/100, 20/100, 40/50: the middle two fall, and pool to 50/200. */
    @Test
    void neighbours_that_fall_are_pooled() {
        Calibration calibration =
                fit(new float[] {1, 2, 3}, new long[] {1000, 100, 100, 50}, new long[] {10, 30, 20, 40});

        assertThat(calibration.thresholds()).containsExactly(1, 3);
        assertThat(calibration.probabilities()).containsExactly(0.01, 0.25, 0.8);
        assertThat(calibration.probability(0.99f)).isEqualTo(0.01);
        assertThat(calibration.probability(1)).isEqualTo(0.25);
        assertThat(calibration.probability(2.5f)).isEqualTo(0.25);
        assertThat(calibration.probability(3)).isEqualTo(0.8);
        assertThat(calibration.probability(Float.POSITIVE_INFINITY)).isEqualTo(0.8);
        assertThat(calibration.probability(Float.NEGATIVE_INFINITY)).isEqualTo(0.01);
        assertThat(calibration.probability(Float.NaN)).isNaN();
    }

    /** The three hits of three pairs at the top are too few for a step: (20 + 3) / (100 + 3). */
    @Test
    void a_lucky_hit_at_the_top_is_no_certainty() {
        Calibration calibration = fit(new float[] {1, 2}, new long[] {1000, 100, 3}, new long[] {0, 20, 3});

        assertThat(calibration.thresholds()).containsExactly(1);
        assertThat(calibration.probabilities()).containsExactly(0, 23 / 103.0);
    }

    @Test
    void few_hits_give_one_step_and_no_pairs_none() {
        assertThat(fit(new float[] {1, 2}, new long[] {90, 0, 10}, new long[] {1, 0, 4})
                        .probabilities())
                .containsExactly(0.05);
        assertThat(Calibration.fit(new float[] {1}, new long[2], new long[2])).isNull();
    }

    @Test
    void zero_and_minus_zero_are_one_score() {
        Calibration calibration = new Calibration(new float[] {0}, new double[] {0.1, 0.2});

        assertThat(calibration.probability(-0f)).isEqualTo(0.2);
        assertThat(calibration.probability(-Float.MIN_VALUE)).isEqualTo(0.1);
    }

    @Test
    void what_is_no_rising_function_is_refused() {
        assertThatThrownBy(() -> new Calibration(new float[] {1}, new double[] {0.1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Calibration(new float[] {1, 1}, new double[] {0.1, 0.2, 0.3}))
                .hasMessageContaining("threshold 1");
        assertThatThrownBy(() -> new Calibration(new float[] {Float.NaN}, new double[] {0.1, 0.2}))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Calibration(new float[] {1}, new double[] {0.2, 0.1}))
                .hasMessageContaining("probability 1");
        assertThatThrownBy(() -> new Calibration(new float[0], new double[] {1.1}))
                .hasMessageContaining("1.1");
    }

    /** The value of isotonic regression at a bin: the greatest over all starts of the least over all ends of the mean between. */
    private static double minMax(long[] pairs, long[] hits, int bin) {
        double greatest = 0;
        for (int from = 0; from <= bin; from++) {
            double least = 1;
            for (int to = bin; to < pairs.length; to++) {
                double weight = 0;
                double sum = 0;
                for (int i = from; i <= to; i++) {
                    weight += pairs[i];
                    sum += hits[i];
                }
                least = Math.min(least, sum / weight);
            }
            greatest = Math.max(greatest, least);
        }
        return greatest;
    }

    /** At least ten hits in every bin, so that nothing is pooled for their want. */
    @Property(seed = "42")
    void the_fit_is_isotonic_regression_by_its_definition(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int bins) {
        Random random = new Random(seed);
        float[] edges = new float[bins - 1];
        long[] pairs = new long[bins];
        long[] hits = new long[bins];
        for (int bin = 0; bin < bins; bin++) {
            hits[bin] = 10L + random.nextInt(20);
            pairs[bin] = hits[bin] + random.nextInt(60);
            if (bin > 0) {
                edges[bin - 1] = bin;
            }
        }

        Calibration calibration = fit(edges, pairs, hits);

        for (int bin = 0; bin < bins; bin++) {
            assertThat(calibration.probability(bin + 0.5f)).isCloseTo(minMax(pairs, hits, bin), within(1e-12));
        }
    }

    @Property(seed = "42")
    void a_fit_is_small_rises_and_keeps_the_number_of_hits(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 600) int bins) {
        Random random = new Random(seed);
        float[] edges = new float[bins - 1];
        long[] pairs = new long[bins];
        long[] hits = new long[bins];
        long allHits = 0;
        for (int bin = 0; bin < bins; bin++) {
            pairs[bin] = 1L + random.nextInt(1000);
            hits[bin] = random.nextInt((int) (pairs[bin] * (bin + 1.0) / bins) + 1);
            allHits += hits[bin];
            if (bin > 0) {
                edges[bin - 1] = bin;
            }
        }

        Calibration calibration = fit(edges, pairs, hits);

        assertThat(calibration.probabilities().length).isLessThanOrEqualTo(Calibration.MOST_STEPS);
        List<Double> probabilities = new ArrayList<>();
        double expected = 0;
        for (int bin = 0; bin < bins; bin++) {
            probabilities.add(calibration.probability(bin + 0.5f));
            expected += pairs[bin] * probabilities.get(bin);
        }
        assertThat(probabilities).isSorted();
        assertThat(expected).isCloseTo((double) allHits, within(1e-6 * (1 + allHits)));
        assertThat(new Calibration(calibration.thresholds(), calibration.probabilities()))
                .isEqualTo(calibration);
    }
}
