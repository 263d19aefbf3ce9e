package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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

    /**
     * Two rows of mostly zeros, 138 long: the matrix of their products has two eigenvalues beside zero, and the sum of all is its diagonal's.
     * The vectors are orthonormal, and M·v = λ·v.
     */
    @Property(tries = 40, seed = "42")
    void nearly_all_eigenvalues_may_be_zero(@ForAll @IntRange(max = 1_000) int seed) {
        int n = 138;
        Random random = new Random(seed);
        float[][] rows = new float[2][n];
        for (float[] row : rows) {
            for (int k = 0; k < n; k++) {
                row[k] = random.nextInt(4) == 0 ? 0.5f : 0;
            }
        }
        float[][] matrix = new float[n][n];
        double diagonal = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[i][j] = rows[0][i] * rows[0][j] + rows[1][i] * rows[1][j];
            }
            diagonal += matrix[i][i];
        }

        SymmetricEigen eigen = Objects.requireNonNull(SymmetricEigen.of(matrix));

        assertThat(eigen.values()[0] + eigen.values()[1]).isCloseTo(diagonal, within(1e-9));
        assertThat(eigen.values()[2]).isCloseTo(0, within(1e-9));
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < n; i++) {
                double product = 0;
                for (int j = 0; j < n; j++) {
                    product += matrix[i][j] * eigen.vectors()[k][j];
                }
                assertThat(product).isCloseTo(eigen.values()[k] * eigen.vectors()[k][i], within(1e-9));
            }
        }
    }

    @Test
    void a_matrix_that_is_not_finite_has_none() {
        assertThat(SymmetricEigen.of(new float[][] {{Float.NaN}})).isNull();
        assertThat(Objects.requireNonNull(SymmetricEigen.of(new float[0][])).values())
                .isEmpty();
    }
}
