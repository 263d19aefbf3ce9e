package dev.personalize.math;

import org.jspecify.annotations.Nullable;

/**
 * Some rows of a matrix that are multiplied by vectors and summed with weights, time after time. Plain loops want them as rows for
 * the sum and dimension by dimension for the products, so there they are transposed once. Scratch memory is {@code 4·capacity·d}
 * bytes then. For one thread at a time.
 */
public final class GatheredRows {
    /** Products run over whole vector registers: a tail of scalars would cost more. */
    private static final int REGISTER = 16;

    private static final Kernels KERNELS = Kernels.installed();

    private final float[][] rows;
    private final float @Nullable [][] byDimension;
    private int size;

    /**
     * @param capacity the most rows, a multiple of 16
     * @param d length of a row, at least 1
     */
    public GatheredRows(int capacity, int d) {
        if (capacity % REGISTER != 0) {
            throw new IllegalArgumentException("capacity " + capacity + " is no multiple of " + REGISTER);
        }
        rows = new float[capacity][];
        byDimension = KERNELS.multipliesRowsFast() ? null : new float[d][capacity];
    }

    /**
     * {@return the rows, to be set from the first one on before {@link #gathered}; they are kept, not copied, and not modified; shape
     * [capacity][at least d]}
     */
    public float[][] rows() {
        return rows;
    }

    /**
     * Says that rows have been set.
     *
     * @param count how many
     */
    public void gathered(int count) {
        size = count;
        if (byDimension != null) {
            DimMajor.transpose(rows, count, byDimension);
        }
    }

    /** {@return the number of rows} */
    public int size() {
        return size;
    }

    /**
     * {@code products[i] = ⟨rows[i], vector⟩}.
     *
     * @param vector not modified; shape [d]
     * @param products overwritten, undefined beyond the number of rows; shape [capacity]
     */
    public void multiply(float[] vector, float[] products) {
        if (byDimension == null) {
            KERNELS.multiplyRows(rows, size, vector, products);
        } else {
            DimMajor.scan(byDimension, (size + REGISTER - 1) & -REGISTER, vector, products);
        }
    }

    /**
     * {@code target += Σ c·r}.
     *
     * @param target modified; shape [d]
     * @param coefficients not modified; shape [at least as many as rows]
     */
    public void addTo(float[] target, float[] coefficients) {
        LinearCombination.add(target, rows, coefficients, size);
    }
}
