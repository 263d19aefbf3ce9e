package dev.personalize.math;

import java.util.Arrays;

/**
 * Solves {@code A·x = b} for a symmetric positive definite {@code A} of one size, by a decomposition {@code A = Mᵀ·M} with a lower
 * triangular {@code M} in single precision: Cholesky's from the last row to the first, in which both the matrix and {@code M} are
 * read along their rows, as far as the diagonal. Keeps its scratch memory, 4 d² bytes, for the next system. For one thread at a time.
 */
public final class PositiveDefiniteSolver {
    /** Rows are worked on up to a multiple of this: whole vectors beyond the diagonal cost less than a scalar tail. */
    private static final int PREFIX = 16;

    /** What is left of a diagonal element below this share is rounding, whatever its sign. */
    private static final float LEAST_PIVOT = 0x1p-22f;

    private final int d;
    /** The rows of M, the last one first. */
    private final float[][] rows;

    private final float[] factors;

    /**
     * @param d number of unknowns, at least 1
     */
    public PositiveDefiniteSolver(int d) {
        this.d = d;
        this.rows = new float[d][d];
        this.factors = new float[d];
    }

    /**
     * Solves one system.
     *
     * @param lower the matrix, of which only the lower triangle is read; not modified; shape [d][d]
     * @param b the right side on the way in, the solution on the way out; shape [d]
     * @return whether there is a solution: false if the matrix is not positive definite in single precision, or anything
     *     is NaN or infinite; {@code b} is then undefined
     */
    public boolean solve(float[][] lower, float[] b) {
        for (int k = 0; k < d; k++) {
            if (!decomposeRow(lower, k)) {
                return false;
            }
        }
        for (int k = 0; k < d; k++) {
            int i = d - 1 - k;
            b[i] /= rows[k][i];
            RowCombination.add1(b, 0, i, rows[k], -b[i]);
        }
        for (int i = 0; i < d; i++) {
            float[] row = rows[d - 1 - i];
            b[i] = (b[i] - product(row, b, i)) / row[i];
        }
        return Vectors.allFinite(b);
    }

    private boolean decomposeRow(float[][] lower, int k) {
        int i = d - 1 - k;
        int to = Math.min(d, (i + PREFIX) & -PREFIX);
        float[] row = rows[k];
        System.arraycopy(lower[i], 0, row, 0, i + 1);
        Arrays.fill(row, i + 1, to, 0);
        for (int done = 0; done < k; done++) {
            factors[done] = rows[done][i];
        }
        RowCombination.add(row, 0, to, rows, factors, k, -1);
        float pivot = row[i];
        if (!(pivot > lower[i][i] * LEAST_PIVOT && pivot > 0 && pivot <= Float.MAX_VALUE)) {
            return false;
        }
        scale(row, to, (float) (1 / Math.sqrt(pivot)));
        return true;
    }

    private static void scale(float[] row, int to, float factor) {
        for (int j = 0; j < to; j++) {
            row[j] *= factor;
        }
    }

    private static float product(float[] a, float[] b, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int j = 0;
        for (; j + 3 < n; j += 4) {
            s0 += a[j] * b[j];
            s1 += a[j + 1] * b[j + 1];
            s2 += a[j + 2] * b[j + 2];
            s3 += a[j + 3] * b[j + 3];
        }
        for (; j < n; j++) {
            s0 += a[j] * b[j];
        }
        return s0 + s1 + (s2 + s3);
    }
}
