package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LinearCombinationTest {
    /** Every remainder of the four rows a pass; rows beyond the count are left alone. */
    @Property(tries = 60, seed = "42")
    void adds_as_a_naive_loop_does(
            @ForAll @IntRange(max = 23) int count, @ForAll @IntRange(min = 1, max = 70) int d, @ForAll long seed) {
        float[][] rows = RandomArrays.matrix(count + 1, d, seed);
        float[] coefficients = RandomArrays.vector(count + 1, seed + 1);
        float[] target = RandomArrays.vector(d, seed + 2);
        float[] before = target.clone();

        LinearCombination.add(target, rows, coefficients, count);

        for (int k = 0; k < d; k++) {
            double naive = before[k];
            for (int row = 0; row < count; row++) {
                naive += (double) coefficients[row] * rows[row][k];
            }
            assertThat((double) target[k]).isCloseTo(naive, within(1e-5));
        }
    }
}
