package dev.personalize.recipes.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.data.WeightedItems;
import dev.personalize.math.Cholesky;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowSolverTest {
    private static final Penalty PENALTY = new Penalty(0.5, 0.25, 1);

    private static RowSolver solver(Solver solver, int d) {
        return solver.rows(d, PENALTY, new Cancellation());
    }

    private static Side side(float[][] factors) {
        return Side.of(factors, factors[0].length, factors.length, Parallel.ofProcessors());
    }

    private static Pairs pairs(float... weights) {
        int[] items = new int[weights.length];
        Arrays.setAll(items, i -> i);
        return Pairs.of(WeightedItems.of(items, i -> weights[i]));
    }

    /**
     * One dimension; others 2, 1 and -1; α₀ = 1/2, λ = 1/4. G = 6. The row has the first with weight 3 and the second with
     * weight 1/2, so n = 3.5 and λ_r = 1/4·(3.5 + 3/2) = 1.25: (6/2 + 3·4 + 1/2·1 + 1.25) w = 3·2 + 1/2·1, w = 6.5/16.75.
     */
    @ParameterizedTest
    @EnumSource(Solver.class)
    void a_row_with_weights_by_hand(Solver solver) {
        float[] result = {0};

        assertThat(solver(solver, 1).solve(side(new float[][] {{2}, {1}, {-1}}), pairs(3, 0.5f), null, result))
                .isTrue();

        assertThat((double) result[0]).isCloseTo(6.5 / 16.75, within(1e-7));
    }

    /** The same, pulled to 2: the right side has 1.25·2 more. */
    @ParameterizedTest
    @EnumSource(Solver.class)
    void a_row_with_a_centre_by_hand(Solver solver) {
        float[] result = {2};

        assertThat(solver(solver, 1)
                        .solve(side(new float[][] {{2}, {1}, {-1}}), pairs(3, 0.5f), new float[] {2}, result))
                .isTrue();

        assertThat((double) result[0]).isCloseTo(9 / 16.75, within(1e-6));
    }

    /** The square root of 3.5 + 3/2 in place of 5: λ_r = √5/4. */
    @ParameterizedTest
    @EnumSource(Solver.class)
    void the_exponent_of_the_frequency_by_hand(Solver solver) {
        RowSolver rows = solver.rows(1, new Penalty(0.5, 0.25, 0.5), new Cancellation());
        float[] result = {0};

        rows.solve(side(new float[][] {{2}, {1}, {-1}}), pairs(3, 0.5f), null, result);

        assertThat((double) result[0]).isCloseTo(6.5 / (15.5 + Math.sqrt(5) / 4), within(1e-7));
    }

    /** The twin writes the equations down in doubles and decomposes them. Rows have up to three blocks of pairs. */
    @Property(tries = 60, seed = "42")
    void all_come_to_the_solution_of_the_equations(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int d,
            @ForAll @IntRange(min = 1, max = 300) int n,
            @ForAll boolean weighted,
            @ForAll boolean centred) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] factors = new float[n + 5][];
        Arrays.setAll(factors, i -> vector(d, random));
        float[] weights = new float[n];
        for (int i = 0; i < n; i++) {
            weights[i] = weighted ? (float) random.nextDouble(0.1, 3) : 1;
        }
        float[] centre = centred ? vector(d, random) : null;
        Side side = side(factors);
        double[] expected = direct(factors, weights, centre);

        for (Solver solver : Solver.values()) {
            converges(solver(solver, d), side, pairs(weights), centre, expected);
        }
        converges(new SubspaceSolver(d, 5, PENALTY, new Cancellation()), side, pairs(weights), centre, expected);
    }

    private static float[] vector(int d, SplittableRandom random) {
        float[] vector = new float[d];
        for (int k = 0; k < d; k++) {
            vector[k] = (float) random.nextGaussian() / 2;
        }
        return vector;
    }

    private static void converges(
            RowSolver solver, Side side, Pairs pairs, float @Nullable [] centre, double[] expected) {
        float[] result = new float[expected.length];
        for (int round = 0; round < 100; round++) {
            assertThat(solver.solve(side, pairs, centre, result)).isTrue();
        }
        for (int k = 0; k < expected.length; k++) {
            assertThat((double) result[k]).isCloseTo(expected[k], within(1e-4));
        }
    }

    private static double[] direct(float[][] factors, float[] weights, float @Nullable [] centre) {
        int d = factors[0].length;
        double mass = 0;
        for (float weight : weights) {
            mass += weight;
        }
        double ridge = 0.25 * (mass + 0.5 * factors.length);
        double[][] equations = new double[d][d];
        double[] right = new double[d];
        for (int i = 0; i < d; i++) {
            for (int other = 0; other < factors.length; other++) {
                double weight = other < weights.length ? weights[other] : 0;
                for (int j = 0; j < d; j++) {
                    equations[i][j] += (0.5 + weight) * factors[other][i] * factors[other][j];
                }
                right[i] += weight * factors[other][i];
            }
            equations[i][i] += ridge;
            right[i] += centre == null ? 0 : ridge * centre[i];
        }
        Objects.requireNonNull(Cholesky.of(equations)).solve(right);
        return right;
    }

    /** More pairs than the blocks that conjugate gradients keep between steps: 1 MiB of vectors of 64. */
    @ParameterizedTest
    @EnumSource(Solver.class)
    void long_rows_are_solved_as_well(Solver solver) {
        int d = 64;
        int n = 6_000;
        SplittableRandom random = new SplittableRandom(4);
        float[][] factors = new float[n][];
        Arrays.setAll(factors, i -> vector(d, random));
        float[] weights = new float[n];
        Arrays.fill(weights, 1);
        float[] result = new float[d];
        RowSolver rows = solver(solver, d);

        for (int round = 0; round < 5; round++) {
            assertThat(rows.solve(side(factors), pairs(weights), null, result)).isTrue();
        }

        double[] expected = direct(factors, weights, null);
        for (int k = 0; k < d; k++) {
            assertThat((double) result[k]).isCloseTo(expected[k], within(1e-4));
        }
    }

    @ParameterizedTest
    @EnumSource(Solver.class)
    void a_row_that_is_no_number_has_no_solution(Solver solver) {
        assertThat(solver(solver, 2)
                        .solve(side(new float[][] {{1, Float.NaN}, {2, 1}}), pairs(1, 1), null, new float[2]))
                .isFalse();
        assertThat(solver(solver, 2)
                        .solve(
                                side(new float[][] {{Float.POSITIVE_INFINITY, 1}, {2, 1}}),
                                pairs(1, 1),
                                null,
                                new float[2]))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Solver.class)
    void stops_when_cancelled(Solver solver) {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        assertThatThrownBy(() -> solver.rows(1, PENALTY, cancellation)
                        .solve(side(new float[][] {{2}, {1}}), pairs(1, 1), null, new float[1]))
                .isInstanceOf(CancellationException.class);
    }
}
