package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExponentialsTest {
    private static final double BOUND = 1e-6;

    /** Half a million exponents, evenly over the whole range, each alone. */
    @Test
    void every_exponential_is_within_the_bound() {
        float[] value = new float[1];
        for (int i = 0; i <= 500_000; i++) {
            value[0] = -87f * i / 500_000;
            double exact = Math.exp(value[0]);
            if (Math.abs(Exponentials.sum(value, 1, 0) - exact) > BOUND * exact) {
                assertThat(Exponentials.sum(value, 1, 0))
                        .as("exp(%s)", value[0])
                        .isCloseTo(exact, within(BOUND * exact));
            }
        }
    }

    /** Where k changes, r is greatest: x = (k + 1/2) ln 2, and the floats next to it. */
    @Test
    void exponentials_are_within_the_bound_where_the_power_of_two_changes() {
        for (int k = -125; k < 0; k++) {
            float border = (float) ((k + 0.5) * Math.log(2));
            for (float x : new float[] {Math.nextDown(border), border, Math.nextUp(border)}) {
                assertThat(Exponentials.sum(new float[] {x}, 1, 0)).isCloseTo(Math.exp(x), within(BOUND * Math.exp(x)));
            }
        }
    }

    @Test
    void sums_by_hand() {
        assertThat(Exponentials.sum(new float[0], 0, 0)).isZero();
        assertThat(Exponentials.sum(new float[] {3}, 1, 3)).isEqualTo(1);
        // exp(0) + exp(-ln 2) = 1.5
        assertThat(Exponentials.sum(new float[] {1, 1 - 0.6931472f}, 2, 1)).isCloseTo(1.5, within(1e-6));
        assertThat(Exponentials.sum(new float[] {Float.NaN, Float.NaN}, 2, Float.NEGATIVE_INFINITY))
                .isZero();
    }

    @Test
    void what_is_far_below_the_greatest_adds_nothing_one_could_see() {
        assertThat(Exponentials.sum(new float[] {0, -88, -1e30f, Float.NEGATIVE_INFINITY}, 4, 0))
                .isEqualTo(1);
    }

    /** Lengths around the block of 512 and the eight terms of a step; about one NaN in {@code gap}. */
    @Property(tries = 200, seed = "42")
    void a_sum_is_within_the_bound_of_the_naive_one(
            @ForAll @IntRange(max = 1_600) int size,
            @ForAll @FloatRange(min = 0, max = 100) float spread,
            @ForAll @IntRange(min = 1, max = 2_000) int gap,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[size + 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(gap) == 0 ? Float.NaN : spread * (random.nextFloat() - 0.5f);
        }
        float max = Vectors.max(values, size);
        double naive = 0;
        for (int i = 0; i < size; i++) {
            naive += Float.isNaN(values[i]) ? 0 : Math.exp(values[i] - max);
        }

        float[] before = values.clone();
        assertThat(Exponentials.sum(values, size, max)).isCloseTo(naive, withinPercentage(BOUND * 100));
        assertThat(values).containsExactly(before);
    }
}
