package dev.personalize.math;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The inverse of a large symmetric positive definite matrix in single precision, in place, on several threads: {@code n³/2}
 * multiplications and {@code 4·128·n} bytes beside the matrix. Every number is computed in the same order for any number of
 * threads.
 *
 * <p>The symmetric sweep (the symmetric form of Gauss' and Jordan's elimination; J. H. Goodnight, "A Tutorial on the SWEEP Operator",
 * The American Statistician 33, 1979), a block of rows at a time. With <i>K</i> the block and <i>P</i> the inverse of <i>A_KK</i>, a
 * step replaces
 *
 * <pre>
 * A_ij by A_ij − A_iK · P · A_Kj      A_iK by A_iK · P      A_KK by −P
 * </pre>
 *
 * and after all of them <i>A</i> is minus its inverse. That takes no more multiplications than Cholesky's decomposition followed by
 * the inversion and the squaring of the triangle, and all but a few of them stand in one loop over the whole lower triangle,
 * which keeps all threads busy to the end. It needs no pivoting, as the blocks of a positive definite matrix stay
 * positive definite; scale the diagonal to ones beforehand if it spans orders of magnitude.
 */
public final class SymmetricInverse {
    private static final int BLOCK = 64;
    private static final int ROWS_A_CHUNK = 32;
    private static final int NONE = Integer.MAX_VALUE;

    private final float[][] lower;
    private final int n;
    private final Parallel parallel;
    /** {@code A_Ki}; shape [BLOCK][n]. */
    private final float[][] before;
    /** {@code P · A_Ki}; shape [BLOCK][n]. */
    private final float[][] after;

    private final float[][] pivot = new float[BLOCK][BLOCK];
    private int begin;
    private int end;

    private SymmetricInverse(float[][] lower, Parallel parallel) {
        this.lower = lower;
        this.n = lower.length;
        this.parallel = parallel;
        this.before = new float[Math.min(BLOCK, n)][n];
        this.after = new float[Math.min(BLOCK, n)][n];
    }

    /** {@return memory in bytes that inverting {@code n} rows takes beside the matrix} */
    public static long scratchBytes(long n) {
        return 2 * Float.BYTES * BLOCK * n;
    }

    /** Told after every block of rows. */
    @FunctionalInterface
    public interface Progress {
        /** {@code done} of the rows are finished. */
        void rows(int done);
    }

    /**
     * Inverts a matrix.
     *
     * @param lower its lower triangle, replaced by that of the inverse; what lies above the diagonal is neither read nor written; shape
     *     [n][at least row + 1]
     * @param parallel also asked, many times a second, whether to go on
     * @param progress called by this thread
     * @return {@code n}; or, if the matrix is not positive definite in single precision, the first row at which that shows;
     *     {@code lower} is then undefined
     * @throws java.util.concurrent.CancellationException if cancelled; {@code lower} is undefined then
     */
    public static int invert(float[][] lower, Parallel parallel, Progress progress) {
        SymmetricInverse inverse = new SymmetricInverse(lower, parallel);
        for (int begin = 0; begin < inverse.n; begin += BLOCK) {
            int end = Math.min(inverse.n, begin + BLOCK);
            int bad = inverse.sweep(begin, end);
            if (bad < end) {
                return bad;
            }
            progress.rows(end);
        }
        return inverse.negate();
    }

    private int sweep(int firstRow, int endRow) {
        begin = firstRow;
        end = endRow;
        int bad = invertPivot();
        if (bad < end) {
            return bad;
        }
        parallel.forChunks(n, RowCombination.TILE, (chunk, from, to) -> {
            gather(from, to);
            multiplyByPivot(from, to);
        });
        parallel.forChunks(n, ROWS_A_CHUNK, (chunk, from, to) -> {
            takeOff(from, to);
            store(from, to);
        });
        return end;
    }

    /** Inverts the block on the diagonal by sweeping its rows one by one, in double precision. */
    private int invertPivot() {
        int width = end - begin;
        double[][] block = new double[width][width];
        for (int row = 0; row < width; row++) {
            for (int column = 0; column <= row; column++) {
                block[row][column] = lower[begin + row][begin + column];
                block[column][row] = block[row][column];
            }
        }
        for (int k = 0; k < width; k++) {
            double diagonal = block[k][k];
            if (!(diagonal > 0 && diagonal < Float.MAX_VALUE)) {
                return begin + k;
            }
            sweepRow(block, k, 1 / diagonal);
        }
        for (int row = 0; row < width; row++) {
            for (int column = 0; column < width; column++) {
                pivot[row][column] = (float) -block[row][column];
            }
        }
        return end;
    }

    private static void sweepRow(double[][] block, int k, double inverse) {
        double[] pivotRow = block[k];
        for (int row = 0; row < block.length; row++) {
            if (row != k) {
                double factor = block[row][k] * inverse;
                for (int column = 0; column < block.length; column++) {
                    block[row][column] -= factor * pivotRow[column];
                }
                block[row][k] = factor;
            }
        }
        for (int column = 0; column < block.length; column++) {
            pivotRow[column] *= inverse;
        }
        pivotRow[k] = -inverse;
    }

    /** Copies the block's rows, continued beyond the diagonal by its columns. */
    private void gather(int from, int to) {
        int width = end - begin;
        int left = Math.min(to, begin);
        if (from < left) {
            for (int c = 0; c < width; c++) {
                System.arraycopy(lower[begin + c], from, before[c], from, left - from);
            }
        }
        for (int row = Math.max(from, end); row < to; row++) {
            float[] current = lower[row];
            for (int c = 0; c < width; c++) {
                before[c][row] = current[begin + c];
            }
        }
    }

    private void multiplyByPivot(int from, int to) {
        int width = end - begin;
        for (int c = 0; c < width; c++) {
            Arrays.fill(after[c], from, to, 0);
            RowCombination.add(after[c], from, to, before, pivot[c], width, 1);
        }
    }

    private void takeOff(int firstRow, int endRow) {
        int width = end - begin;
        for (int from = 0; from < endRow; from += RowCombination.TILE) {
            for (int row = Math.max(from, firstRow); row < endRow; row++) {
                if (row < begin || row >= end) {
                    int to = Math.min(row + 1, from + RowCombination.TILE);
                    RowCombination.add(lower[row], from, to, after, before, row, width, -1);
                }
            }
        }
    }

    private void store(int firstRow, int endRow) {
        int width = end - begin;
        for (int row = Math.max(firstRow, end); row < endRow; row++) {
            float[] current = lower[row];
            for (int c = 0; c < width; c++) {
                current[begin + c] = after[c][row];
            }
        }
        for (int row = Math.max(firstRow, begin); row < Math.min(endRow, end); row++) {
            System.arraycopy(after[row - begin], 0, lower[row], 0, begin);
            for (int column = begin; column <= row; column++) {
                lower[row][column] = -pivot[row - begin][column - begin];
            }
        }
    }

    private int negate() {
        AtomicInteger bad = new AtomicInteger(NONE);
        parallel.forChunks(n, ROWS_A_CHUNK, (chunk, from, to) -> {
            for (int row = from; row < to; row++) {
                if (!negate(lower[row], row + 1)) {
                    bad.accumulateAndGet(row, Math::min);
                    return;
                }
            }
        });
        return Math.min(bad.get(), n);
    }

    private static boolean negate(float[] row, int length) {
        float zero = 0; // anything finite times 0 is 0, anything else is NaN
        for (int j = 0; j < length; j++) {
            row[j] = -row[j];
            zero += row[j] * 0;
        }
        return zero == 0;
    }
}
