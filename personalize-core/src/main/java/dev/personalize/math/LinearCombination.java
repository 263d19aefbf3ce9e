package dev.personalize.math;

/** Adds weighted rows to a vector: {@code t += Σ c·r}, the transposed product of a matrix of rows with a vector. */
public final class LinearCombination {
    private static final Kernels KERNELS = Kernels.installed();

    private LinearCombination() {}

    /**
     * Adds the first {@code count} rows, in their order.
     *
     * @param target modified; shape [d]
     * @param rows not modified; shape [at least count][at least d]
     * @param coefficients not modified; shape [at least count]
     */
    public static void add(float[] target, float[][] rows, float[] coefficients, int count) {
        KERNELS.addRows(target, 0, target.length, rows, coefficients, count, 1);
    }
}
