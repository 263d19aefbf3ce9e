package dev.personalize.math;

import org.jspecify.annotations.Nullable;

/**
 * Cholesky's decomposition of a symmetric positive definite matrix in double precision: decomposed once, solved for many
 * right sides, {@code d³/6} and {@code d²} multiplications. For what is asked seldom and must be exact; training uses
 * {@link PositiveDefiniteSolver}, which takes half the memory and time. Immutable.
 *
 * <p>Every loop runs along rows that are arrays of their own, where HotSpot vectorises.
 */
public final class Cholesky {
    private final double[][] lower;

    private Cholesky(double[][] lower) {
        this.lower = lower;
    }

    /**
     * {@return the decomposition, or null if the matrix is not positive definite in double precision, or has anything NaN or
     * infinite}
     *
     * @param lower the matrix, of which only the lower triangle is read; overwritten and kept; shape [d][1 … d], rows may be longer
     */
    public static @Nullable Cholesky of(double[][] lower) {
        int d = lower.length;
        double[] column = new double[d];
        for (int k = 0; k < d; k++) {
            double root = Math.sqrt(lower[k][k]);
            if (!(root > 0 && root < Double.POSITIVE_INFINITY)) {
                return null;
            }
            for (int i = k; i < d; i++) {
                lower[i][k] /= root;
                column[i] = lower[i][k];
            }
            for (int i = k + 1; i < d; i++) {
                addScaled(lower[i], -column[i], column, k + 1, i + 1);
            }
        }
        return new Cholesky(lower);
    }

    private static void addScaled(double[] target, double factor, double[] vector, int from, int to) {
        for (int j = from; j < to; j++) {
            target[j] += factor * vector[j];
        }
    }

    /**
     * Solves {@code A·x = b}.
     *
     * @param b the right side on the way in, the solution on the way out; shape [d]
     */
    public void solve(double[] b) {
        int d = lower.length;
        for (int i = 0; i < d; i++) {
            double sum = b[i];
            for (int j = 0; j < i; j++) {
                sum -= lower[i][j] * b[j];
            }
            b[i] = sum / lower[i][i];
        }
        for (int i = d - 1; i >= 0; i--) {
            b[i] /= lower[i][i];
            addScaled(b, -b[i], lower[i], 0, i);
        }
    }
}
