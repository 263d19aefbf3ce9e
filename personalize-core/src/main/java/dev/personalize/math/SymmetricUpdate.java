package dev.personalize.math;

/**
 * Adds weighted outer products to a symmetric matrix of which only the lower triangle counts: {@code A += Σ w·r·rᵀ}. What
 * lies above the diagonal is undefined after an update.
 *
 * <p>Shape of the loops: HotSpot vectorises separate row arrays under one shared index, and four products a loop body are
 * the most it takes on before it gives up; flat arrays with offsets stay scalar.
 */
public final class SymmetricUpdate {
    /** Rows are updated up to a multiple of this: whole vectors beyond the diagonal cost less than a scalar tail. */
    private static final int PREFIX = 16;

    private static final Kernels KERNELS = Kernels.installed();

    private SymmetricUpdate() {}

    /**
     * Adds the outer products of the first {@code count} rows.
     *
     * @param lower modified; shape [d][d]
     * @param rows not modified; shape [at least count][d]
     * @param weights not modified; shape [at least count]
     * @param count number of rows used
     */
    public static void add(float[][] lower, float[][] rows, float[] weights, int count) {
        KERNELS.addOuterProducts(lower, rows, weights, count);
    }

    static void addPlain(float[][] lower, float[][] rows, float[] weights, int count) {
        int k = 0;
        for (; k + 3 < count; k += 4) {
            add4(lower, rows[k], rows[k + 1], rows[k + 2], rows[k + 3], weights, k);
        }
        for (; k < count; k++) {
            add1(lower, rows[k], weights[k]);
        }
    }

    private static void add4(
            float[][] lower, float[] r0, float[] r1, float[] r2, float[] r3, float[] weights, int first) {
        float w0 = weights[first];
        float w1 = weights[first + 1];
        float w2 = weights[first + 2];
        float w3 = weights[first + 3];
        int d = lower.length;
        for (int i = 0; i < d; i++) {
            row4(lower[i], prefix(i, d), r0, w0 * r0[i], r1, w1 * r1[i], r2, w2 * r2[i], r3, w3 * r3[i]);
        }
    }

    private static void add1(float[][] lower, float[] row, float weight) {
        int d = lower.length;
        for (int i = 0; i < d; i++) {
            row1(lower[i], prefix(i, d), row, weight * row[i]);
        }
    }

    private static int prefix(int i, int d) {
        return Math.min(d, (i + PREFIX) & -PREFIX);
    }

    private static void row4(
            float[] target,
            int n,
            float[] r0,
            float c0,
            float[] r1,
            float c1,
            float[] r2,
            float c2,
            float[] r3,
            float c3) {
        for (int j = 0; j < n; j++) {
            target[j] += c0 * r0[j] + c1 * r1[j] + c2 * r2[j] + c3 * r3[j];
        }
    }

    private static void row1(float[] target, int n, float[] row, float c) {
        for (int j = 0; j < n; j++) {
            target[j] += c * row[j];
        }
    }
}
