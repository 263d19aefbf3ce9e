package dev.personalize.math;

/**
 * Adds weighted rows to a vector: {@code t += Σ c·r}, the transposed product of a matrix of rows with a vector.
 *
 * <p>Shape of the loops as in {@link SymmetricUpdate}: row arrays of their own under one shared index, four products a body.
 */
public final class LinearCombination {
    private LinearCombination() {}

    /**
     * Adds the first {@code count} rows, in their order.
     *
     * @param target modified; shape [d]
     * @param rows not modified; shape [at least count][at least d]
     * @param coefficients not modified; shape [at least count]
     */
    public static void add(float[] target, float[][] rows, float[] coefficients, int count) {
        int k = 0;
        for (; k + 3 < count; k += 4) {
            add4(
                    target,
                    rows[k],
                    coefficients[k],
                    rows[k + 1],
                    coefficients[k + 1],
                    rows[k + 2],
                    coefficients[k + 2],
                    rows[k + 3],
                    coefficients[k + 3]);
        }
        for (; k < count; k++) {
            Vectors.addScaled(target, rows[k], coefficients[k]);
        }
    }

    private static void add4(
            float[] target, float[] r0, float c0, float[] r1, float c1, float[] r2, float c2, float[] r3, float c3) {
        for (int j = 0; j < target.length; j++) {
            target[j] += c0 * r0[j] + c1 * r1[j] + c2 * r2[j] + c3 * r3[j];
        }
    }
}
