package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
    /** [2 1; 1 2] stretches (1, 1) by 3 and (1, -1) by 1. */
    @Test
    void greatest_values_come_first_with_their_vectors() {
        SymmetricEigen eigen = Objects.requireNonNull(SymmetricEigen.of(new float[][] {{2}, {1, 2}}));

        assertThat(eigen.values()).containsExactly(new double[] {3, 1}, within(1e-12));
        assertThat(eigen.vectors()[0][0]).isCloseTo(eigen.vectors()[0][1], within(1e-12));
        assertThat(Math.abs(eigen.vectors()[0][0])).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(eigen.vectors()[1][0]).isCloseTo(-eigen.vectors()[1][1], within(1e-12));
    }

    @Test
    void a_matrix_that_is_not_finite_has_none() {
        assertThat(SymmetricEigen.of(new float[][] {{Float.NaN}})).isNull();
        assertThat(Objects.requireNonNull(SymmetricEigen.of(new float[0][])).values())
                .isEmpty();
    }
}
