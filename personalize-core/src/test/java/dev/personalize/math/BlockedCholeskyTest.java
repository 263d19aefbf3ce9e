package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlockedCholeskyTest {
    @Test
    void decomposes_and_solves_by_hand() {
        // [4 2; 2 5] = L·Lᵀ with L = [2 0; 1 2]; the rows end at the diagonal.
        float[][] lower = {{4}, {2, 5}};

        assertThat(new BlockedCholesky(2).decompose(lower, 2)).isEqualTo(2);

        assertThat(lower[0]).containsExactly(2);
        assertThat(lower[1]).containsExactly(1, 2);

        // [2 1; 0 2]·x = (3, 4): x₁ = 2, x₀ = (3 − 2)/2
        float[] b = {3, 4};
        BlockedCholesky.solveTransposed(lower, 2, b);
        assertThat(b).containsExactly(0.5f, 2);
    }

    @Property(tries = 40, seed = "42")
    void the_factor_times_itself_is_the_matrix(
            @ForAll @IntRange(min = 1, max = 260) int n, @ForAll long firstSeed, @ForAll long secondSeed) {
        BlockedCholesky cholesky =
                new BlockedCholesky(260); // scratch memory of the first system must not reach the second
        for (long seed : new long[] {firstSeed, secondSeed}) {
            float[][] matrix = PositiveDefinite.lower(n, seed);
            float[][] lower = PositiveDefinite.copy(matrix);

            assertThat(cholesky.decompose(lower, n)).isEqualTo(n);

            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = 0;
                    for (int k = 0; k <= j; k++) {
                        sum += (double) lower[i][k] * lower[j][k];
                    }
                    assertThat(sum).isCloseTo(matrix[i][j], within(1e-5));
                }
            }
        }
    }

    @Property(tries = 20, seed = "42")
    void a_last_value_solves_for_the_last_column_of_the_inverse(
            @ForAll @IntRange(min = 1, max = 150) int n, @ForAll long seed) {
        float[][] matrix = PositiveDefinite.lower(n, seed);
        double[] column = new double[n];
        column[n - 1] = 1;
        Objects.requireNonNull(Cholesky.of(PositiveDefinite.doubles(matrix))).solve(column);

        new BlockedCholesky(n).decompose(matrix, n);
        float[] x = new float[n];
        x[n - 1] = 1;
        BlockedCholesky.solveTransposed(matrix, n, x);

        for (int i = 0; i < n; i++) {
            assertThat(x[i] / x[n - 1]).isCloseTo((float) (column[i] / column[n - 1]), within(1e-4f));
        }
    }

    @Test
    void names_the_row_at_which_a_matrix_is_not_positive_definite() {
        for (int bad : new int[] {0, 5, 63, 64, 99}) {
            for (float value : new float[] {-1, 0, Float.NaN, Float.POSITIVE_INFINITY}) {
                float[][] lower = PositiveDefinite.lower(100, 1);
                lower[bad][bad] = value;

                assertThat(new BlockedCholesky(100).decompose(lower, 100)).isEqualTo(bad);
            }
        }
    }
}
