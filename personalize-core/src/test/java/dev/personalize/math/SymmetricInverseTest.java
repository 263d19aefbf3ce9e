package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.progress.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_FDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.junit.jupiter.api.Test;

class SymmetricInverseTest {
    private static final Parallel ALONE = new Parallel(Runnable::run, 1, new Cancellation());

    @Test
    void inverts_by_hand() {
        // The inverse of [4 2; 2 5] is [5 -2; -2 4] / 16.
        float[][] lower = {{4}, {2, 5}};

        assertThat(invert(lower)).isEqualTo(2);

        assertThat(lower[0]).containsExactly(new float[] {0.3125f}, within(1e-7f));
        assertThat(lower[1]).containsExactly(new float[] {-0.125f, 0.25f}, within(1e-7f));
    }

    @Property(tries = 30, seed = "42")
    void equals_what_is_solved_column_by_column_in_double_precision(
            @ForAll @IntRange(min = 1, max = 200) int n, @ForAll long seed) {
        float[][] lower = PositiveDefinite.lower(n, seed);
        Cholesky twin = Objects.requireNonNull(Cholesky.of(PositiveDefinite.doubles(lower)));

        assertThat(invert(lower)).isEqualTo(n);

        for (int column = 0; column < n; column++) {
            double[] expected = new double[n];
            expected[column] = 1;
            twin.solve(expected);
            for (int row = column; row < n; row++) {
                assertThat((double) lower[row][column]).isCloseTo(expected[row], within(2e-5));
            }
        }
    }

    @Test
    void equals_ejmls_where_the_loops_have_several_tiles() {
        int n = 1100;
        float[][] lower = PositiveDefinite.lower(n, 3);
        FMatrixRMaj matrix = new FMatrixRMaj(n, n);
        for (int row = 0; row < n; row++) {
            for (int column = 0; column <= row; column++) {
                matrix.set(row, column, lower[row][column]);
                matrix.set(column, row, lower[row][column]);
            }
        }
        LinearSolverDense<FMatrixRMaj> ejml = LinearSolverFactory_FDRM.symmPosDef(n);
        FMatrixRMaj expected = new FMatrixRMaj(n, n);
        assertThat(ejml.setA(matrix)).isTrue();
        ejml.invert(expected);

        assertThat(invert(lower)).isEqualTo(n);

        for (int row = 0; row < n; row += 3) {
            for (int column = 0; column <= row; column += 7) {
                assertThat(lower[row][column]).isCloseTo(expected.get(row, column), within(2e-5f));
            }
        }
    }

    @Test
    void gives_the_same_bits_with_any_number_of_threads() {
        float[][] alone = PositiveDefinite.lower(1100, 5);
        SymmetricInverse.invert(alone, ALONE, done -> {});
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            for (int threads : new int[] {2, 8}) {
                float[][] together = PositiveDefinite.lower(1100, 5);
                SymmetricInverse.invert(together, new Parallel(executor, threads, new Cancellation()), done -> {});
                assertThat(together).isDeepEqualTo(alone);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void names_the_row_at_which_a_matrix_is_not_positive_definite() {
        for (int bad : new int[] {0, 5, 63, 64, 99}) {
            for (float value : new float[] {-1, 0, Float.NaN, Float.POSITIVE_INFINITY}) {
                float[][] lower = PositiveDefinite.lower(100, 1);
                lower[bad][bad] = value;

                assertThat(invert(lower)).isEqualTo(bad);
            }
        }
    }

    @Test
    void a_number_that_is_not_finite_is_found_wherever_it_stands() {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1e30f}) {
            float[][] lower = PositiveDefinite.lower(100, 1);
            lower[90][3] = value;

            assertThat(invert(lower)).isLessThan(100);
        }
    }

    @Test
    void tells_how_many_rows_are_finished() {
        List<Integer> reports = new ArrayList<>();

        SymmetricInverse.invert(PositiveDefinite.lower(150, 1), ALONE, reports::add);

        assertThat(reports).containsExactly(64, 128, 150);
    }

    @Test
    void stops_when_cancelled() {
        Cancellation cancellation = new Cancellation();
        Parallel parallel = new Parallel(Runnable::run, 1, cancellation);

        assertThatThrownBy(() -> SymmetricInverse.invert(
                        PositiveDefinite.lower(200, 1), parallel, done -> cancellation.cancel()))
                .isInstanceOf(CancellationException.class);
    }

    private static int invert(float[][] lower) {
        return SymmetricInverse.invert(lower, Parallel.ofProcessors(), done -> {});
    }
}
