package dev.personalize.benchmarks;

import dev.personalize.math.Parallel;
import dev.personalize.math.SymmetricInverse;
import dev.personalize.progress.Cancellation;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_FDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Seconds to invert a symmetric positive definite matrix of single precision: the kernel of {@code linear-item} on two threads,
 * and EJML's solver for such matrices, by turns in one process. Arguments: number of rows, rounds.
 */
public final class InverseSpeed {
    private static final int THREADS = 2;
    private static final int CHECKED_ROWS = 5;

    private InverseSpeed() {}

    /** Runs the benchmark. */
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        Parallel parallel = new Parallel(ForkJoinPool.commonPool(), THREADS, new Cancellation());
        SymmetricInverse.invert(matrix(n / 4), parallel, done -> {}); // compiled before the first round
        invertWithEjml(ejmlMatrix(matrix(n / 4)));
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            float[][] lower = matrix(n);
            long start = System.nanoTime();
            int solved = SymmetricInverse.invert(lower, parallel, done -> {});
            ours[round] = (System.nanoTime() - start) / 1e9;
            if (solved < n) {
                throw new IllegalStateException("not positive definite at row " + solved);
            }
            double error = error(matrix(n), lower);
            FMatrixRMaj matrix = ejmlMatrix(matrix(n));
            start = System.nanoTime();
            invertWithEjml(matrix);
            theirs[round] = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows: SymmetricInverse %.2f s (%.1f G multiplications/s, error %.1e), EJML %.2f s%n",
                    n,
                    ours[round],
                    0.5 * n * n * n / 1e9 / ours[round],
                    error,
                    theirs[round]);
        }
        Arrays.sort(ours);
        Arrays.sort(theirs);
        System.out.printf(
                Locale.ROOT,
                "medians %.2f s and %.2f s: %.1f times as fast%n",
                ours[rounds / 2],
                theirs[rounds / 2],
                theirs[rounds / 2] / ours[rounds / 2]);
    }

    /** {@return the lower triangle of a matrix with ones on the diagonal, the same every time} */
    private static float[][] matrix(int n) {
        SplittableRandom random = new SplittableRandom(1);
        float scale = (float) (0.25 / Math.sqrt(n));
        float[][] lower = new float[n][];
        for (int row = 0; row < n; row++) {
            lower[row] = new float[row + 1];
            for (int column = 0; column < row; column++) {
                lower[row][column] = scale * (2 * random.nextFloat() - 1);
            }
            lower[row][row] = 1;
        }
        return lower;
    }

    private static FMatrixRMaj ejmlMatrix(float[][] lower) {
        int n = lower.length;
        FMatrixRMaj matrix = new FMatrixRMaj(n, n);
        for (int row = 0; row < n; row++) {
            for (int column = 0; column <= row; column++) {
                matrix.unsafe_set(row, column, lower[row][column]);
                matrix.unsafe_set(column, row, lower[row][column]);
            }
        }
        return matrix;
    }

    private static void invertWithEjml(FMatrixRMaj matrix) {
        int n = matrix.numRows;
        LinearSolverDense<FMatrixRMaj> solver = LinearSolverFactory_FDRM.symmPosDef(n);
        if (!solver.setA(matrix)) {
            throw new IllegalStateException("EJML finds the matrix not positive definite");
        }
        solver.invert(new FMatrixRMaj(n, n));
    }

    /** {@return the greatest deviation from the identity of some rows of the product} */
    private static double error(float[][] matrix, float[][] inverse) {
        int n = matrix.length;
        double error = 0;
        for (int i = 0; i < CHECKED_ROWS; i++) {
            int row = i * (n - 1) / (CHECKED_ROWS - 1);
            for (int column = 0; column < n; column += Math.max(1, n / 100)) {
                double sum = row == column ? -1 : 0;
                for (int k = 0; k < n; k++) {
                    sum += (double) at(matrix, row, k) * at(inverse, k, column);
                }
                error = Math.max(error, Math.abs(sum));
            }
        }
        return error;
    }

    private static float at(float[][] lower, int row, int column) {
        return row >= column ? lower[row][column] : lower[column][row];
    }
}
