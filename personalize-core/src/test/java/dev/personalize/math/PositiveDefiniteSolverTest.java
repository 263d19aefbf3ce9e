package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PositiveDefiniteSolverTest {
    @Test
    void solves_two_equations_by_hand() {
        float[] b = {2, 1};

        // 4x + 2y = 2, 2x + 5y = 1  has the solution x = 1/2, y = 0; 99 lies above the diagonal and is not read.
        assertThat(new PositiveDefiniteSolver(2).solve(new float[][] {{4, 99}, {2, 5}}, b))
                .isTrue();

        assertThat(b).containsExactly(new float[] {0.5f, 0}, within(1e-6f));
    }

    @Property(tries = 50, seed = "42")
    void the_solution_satisfies_the_equations(
            @ForAll @IntRange(min = 1, max = 80) int d, @ForAll long firstSeed, @ForAll long secondSeed) {
        PositiveDefiniteSolver solver = new PositiveDefiniteSolver(d);
        assertSolves(solver, positiveDefinite(d, firstSeed), RandomArrays.vector(d, firstSeed));
        assertSolves(solver, positiveDefinite(d, secondSeed), RandomArrays.vector(d, secondSeed));
    }

    private static void assertSolves(PositiveDefiniteSolver solver, float[][] lower, float[] b) {
        float[] x = b.clone();
        assertThat(solver.solve(lower, x)).isTrue();
        for (int i = 0; i < b.length; i++) {
            double left = 0;
            for (int j = 0; j < b.length; j++) {
                left += (double) lower[Math.max(i, j)][Math.min(i, j)] * x[j];
            }
            assertThat(left).isCloseTo(b[i], within(1e-3));
        }
    }

    private static float[][] positiveDefinite(int d, long seed) {
        float[][] lower = new float[d][d];
        float[] ones = new float[d];
        Arrays.fill(ones, 1);
        SymmetricUpdate.add(lower, RandomArrays.matrix(d, d, seed), ones, d);
        for (int i = 0; i < d; i++) {
            lower[i][i] += 1;
        }
        return lower;
    }

    @Test
    void reports_a_matrix_that_is_not_positive_definite() {
        assertThat(new PositiveDefiniteSolver(2).solve(new float[][] {{1, 0}, {2, 1}}, new float[] {1, 1}))
                .isFalse();
    }

    @Test
    void reports_numbers_that_are_not_finite() {
        PositiveDefiniteSolver solver = new PositiveDefiniteSolver(2);

        assertThat(solver.solve(new float[][] {{1, 0}, {Float.NaN, 1}}, new float[] {1, 1}))
                .isFalse();
        assertThat(solver.solve(new float[][] {{1, 0}, {0, 1}}, new float[] {1, Float.NaN}))
                .isFalse();
        assertThat(solver.solve(new float[][] {{1e-38f, 0}, {0, 1}}, new float[] {1e20f, 1}))
                .isFalse();
    }
}
