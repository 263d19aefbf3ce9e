package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CholeskyTest {
    @Test
    void solves_two_equations_by_hand() {
        // 4x + 2y = b1, 2x + 5y = b2; 99 lies above the diagonal and is not read.
        Cholesky equations = Objects.requireNonNull(Cholesky.of(new double[][] {{4, 99}, {2, 5}}));
        double[] first = {2, 1};
        double[] second = {16, 24};

        equations.solve(first);
        equations.solve(second);

        assertThat(first).containsExactly(new double[] {0.5, 0}, within(1e-15));
        assertThat(second).containsExactly(new double[] {2, 4}, within(1e-15));
    }

    @Property(tries = 50, seed = "42")
    void the_solution_satisfies_the_equations(@ForAll @IntRange(min = 1, max = 80) int d, @ForAll long seed) {
        double[][] matrix = positiveDefinite(d, seed);
        double[] b = new double[d];
        for (int i = 0; i < d; i++) {
            b[i] = i % 3 - 1;
        }
        double[] x = b.clone();
        Objects.requireNonNull(Cholesky.of(lowerTriangle(matrix))).solve(x);

        for (int i = 0; i < d; i++) {
            double left = 0;
            for (int j = 0; j < d; j++) {
                left += matrix[i][j] * x[j];
            }
            assertThat(left).isCloseTo(b[i], within(1e-11));
        }
    }

    /** {@return {@code RᵀR + I} for a random R} */
    private static double[][] positiveDefinite(int d, long seed) {
        float[][] rows = RandomArrays.matrix(d, d, seed);
        double[][] matrix = new double[d][d];
        for (int i = 0; i < d; i++) {
            matrix[i][i] = 1;
            for (int j = 0; j < d; j++) {
                for (float[] row : rows) {
                    matrix[i][j] += (double) row[i] * row[j];
                }
            }
        }
        return matrix;
    }

    private static double[][] lowerTriangle(double[][] matrix) {
        double[][] lower = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            System.arraycopy(matrix[i], 0, lower[i], 0, i + 1);
        }
        return lower;
    }

    @Test
    void a_matrix_that_is_not_positive_definite_has_none() {
        assertThat(Cholesky.of(new double[][] {{1, 0}, {2, 1}})).isNull();
        assertThat(Cholesky.of(new double[][] {{0}})).isNull();
        assertThat(Cholesky.of(new double[][] {{-1}})).isNull();
    }

    @Test
    void numbers_that_are_not_finite_have_none() {
        assertThat(Cholesky.of(new double[][] {{1, 0}, {Double.NaN, 1}})).isNull();
        assertThat(Cholesky.of(new double[][] {{Double.POSITIVE_INFINITY, 0}, {0, 1}}))
                .isNull();
        assertThat(Cholesky.of(new double[][] {{1, 0}, {Double.POSITIVE_INFINITY, 1}}))
                .isNull();
    }
}
