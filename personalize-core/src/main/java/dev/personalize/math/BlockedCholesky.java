package dev.personalize.math;

/**
 * Cholesky's decomposition of a symmetric positive definite matrix {@code A = L·Lᵀ} in single precision, in place, blocked for the
 * caches: {@code n³/6} multiplications, nearly all of them vectorised. For systems of a hundred unknowns to some thousands that are solved
 * once each; {@link PositiveDefiniteSolver} is for many small systems of one size, {@link Cholesky} for double precision.
 *
 * <p>Right-looking: a block of columns is decomposed and taken off what lies to the right of it. The panel below the block is kept
 * with its columns as rows, so that both solving it and taking it off run along rows. Keeps its scratch memory, {@code 4·64·n} bytes,
 * for the next system. For one thread at a time.
 */
public final class BlockedCholesky {
    private static final int BLOCK = 64;

    private final float[][] panel;

    /**
     * @param most unknowns of the greatest system, at least 1
     */
    public BlockedCholesky(int most) {
        panel = new float[Math.min(BLOCK, most)][most];
    }

    /**
     * Decomposes a matrix.
     *
     * @param lower its lower triangle, replaced by {@code L}; what lies above the diagonal is neither read nor written;
     *     shape [at least n][at least row + 1]
     * @param n number of unknowns, at most those of the constructor
     * @return {@code n}; or, if the matrix is not positive definite in single precision, the first row at which that shows;
     *     {@code lower} is then undefined
     */
    public int decompose(float[][] lower, int n) {
        for (int begin = 0; begin < n; begin += BLOCK) {
            int end = Math.min(n, begin + BLOCK);
            int bad = decomposeDiagonal(lower, begin, end);
            if (bad < end) {
                return bad;
            }
            solvePanel(lower, begin, end, n);
            takeOffPanel(lower, begin, end, n);
        }
        return n;
    }

    private static int decomposeDiagonal(float[][] lower, int begin, int end) {
        for (int row = begin; row < end; row++) {
            float[] current = lower[row];
            for (int column = begin; column <= row; column++) {
                float[] other = lower[column];
                double sum = current[column];
                for (int k = begin; k < column; k++) {
                    sum -= (double) current[k] * other[k];
                }
                if (column < row) {
                    current[column] = (float) (sum / other[column]);
                } else if (sum > 0 && sum < Float.MAX_VALUE) {
                    current[row] = (float) Math.sqrt(sum);
                } else {
                    return row;
                }
            }
        }
        return end;
    }

    /** Solves {@code X·Lᵀ = A} for the rows below a block; {@code Xᵀ} stays in the panel. */
    private void solvePanel(float[][] lower, int begin, int end, int n) {
        int width = end - begin;
        for (int row = end; row < n; row++) {
            float[] current = lower[row];
            for (int c = 0; c < width; c++) {
                panel[c][row] = current[begin + c];
            }
        }
        float[] factors = new float[width];
        for (int c = 0; c < width; c++) {
            float[] diagonal = lower[begin + c];
            System.arraycopy(diagonal, begin, factors, 0, c);
            RowCombination.add(panel[c], end, n, panel, factors, c, -1);
            scale(panel[c], end, n, 1 / diagonal[begin + c]);
        }
        for (int row = end; row < n; row++) {
            float[] current = lower[row];
            for (int c = 0; c < width; c++) {
                current[begin + c] = panel[c][row];
            }
        }
    }

    private static void scale(float[] row, int from, int to, float factor) {
        for (int j = from; j < to; j++) {
            row[j] *= factor;
        }
    }

    private void takeOffPanel(float[][] lower, int begin, int end, int n) {
        for (int from = end; from < n; from += RowCombination.TILE) {
            for (int row = from; row < n; row++) {
                int to = Math.min(row + 1, from + RowCombination.TILE);
                RowCombination.add(lower[row], from, to, panel, panel, row, end - begin, -1);
            }
        }
    }

    /**
     * Solves {@code Lᵀ·x = b}, the second half of a system. For {@code b} nothing but a last value, {@code x} is the last column of the
     * inverse of {@code A} but for a factor.
     *
     * @param lower {@code L}, as {@link #decompose} leaves it
     * @param b the right side on the way in, the solution on the way out; shape [at least n]
     */
    public static void solveTransposed(float[][] lower, int n, float[] b) {
        for (int row = n - 1; row >= 0; row--) {
            b[row] /= lower[row][row];
            RowCombination.add1(b, 0, row, lower[row], -b[row]);
        }
    }
}
