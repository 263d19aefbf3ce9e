package dev.personalize.math;

/**
 * Adds weighted sums of rows to a row: the one loop of {@link LinearCombination}, {@link BlockedProduct}, {@link BlockedCholesky} and
 * {@link SymmetricInverse}.
 *
 * <p>Its shape is what HotSpot vectorises: separate row arrays under one shared index, at most four products a loop body, each loop
 * in a method of its own. Fused multiply-adds would be a quarter faster, and a hundred times slower where the processor has none.
 */
final class RowCombination {
    /**
     * Columns that are worked on together: as many as 64 rows of them stay in a second level cache of 512 KiB, and enough to make up
     * for the scalar iterations at both ends.
     */
    static final int TILE = 1024;

    private static final int ROWS_A_LOOP = 4;
    private static final Kernels KERNELS = Kernels.installed();

    private RowCombination() {}

    /**
     * {@code target[j] += sign · Σ_c factors[c][at] · rows[c][j]} for {@code from ≤ j < to} and {@code c < count}.
     *
     * @param at column of {@code factors} that holds the factors
     */
    static void add(
            float[] target, int from, int to, float[][] rows, float[][] factors, int at, int count, float sign) {
        float[] column = new float[count];
        for (int c = 0; c < count; c++) {
            column[c] = factors[c][at];
        }
        KERNELS.addRows(target, from, to, rows, column, count, sign);
    }

    /** {@code target[j] += sign · Σ_c factors[c] · rows[c][j]} for {@code from ≤ j < to} and {@code c < count}. */
    static void add(float[] target, int from, int to, float[][] rows, float[] factors, int count, float sign) {
        KERNELS.addRows(target, from, to, rows, factors, count, sign);
    }

    static void addPlain(float[] target, int from, int to, float[][] rows, float[] factors, int count, float sign) {
        int c = 0;
        for (; c + ROWS_A_LOOP <= count; c += ROWS_A_LOOP) {
            add4(
                    target,
                    from,
                    to,
                    rows[c],
                    sign * factors[c],
                    rows[c + 1],
                    sign * factors[c + 1],
                    rows[c + 2],
                    sign * factors[c + 2],
                    rows[c + 3],
                    sign * factors[c + 3]);
        }
        for (; c < count; c++) {
            add1(target, from, to, rows[c], sign * factors[c]);
        }
    }

    private static void add4(
            float[] target,
            int from,
            int to,
            float[] r0,
            float f0,
            float[] r1,
            float f1,
            float[] r2,
            float f2,
            float[] r3,
            float f3) {
        for (int j = from; j < to; j++) {
            target[j] += f0 * r0[j] + f1 * r1[j] + f2 * r2[j] + f3 * r3[j];
        }
    }

    static void add1(float[] target, int from, int to, float[] row, float factor) {
        for (int j = from; j < to; j++) {
            target[j] += factor * row[j];
        }
    }
}
