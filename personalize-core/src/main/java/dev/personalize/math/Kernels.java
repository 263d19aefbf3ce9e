package dev.personalize.math;

/**
 * The loops that training spends its time in, of which there may be a faster implementation than plain Java: the
 * module {@code personalize-vector} brings one. Which runs is decided once, when it is first needed, and logged: the first provider
 * that {@link java.util.ServiceLoader} finds and that can run here, else plain loops. Callers use {@link SymmetricUpdate},
 * {@link LinearCombination} and {@link GatheredRows}, which pass on to it.
 *
 * <p>Implementations are safe to share between threads. What they compute depends on the arguments and the machine alone, so that
 * the number of threads does not matter; they may differ from each other by the rounding of single precision sums.
 *
 * <p>Scans of the items are not among them: one is bound by memory, several at once by multiplications and additions that must not be
 * fused, since a score is to be the same bits whether asked alone or with others.
 */
public interface Kernels {
    /** {@return the implementation that runs in this process} */
    static Kernels installed() {
        return InstalledKernels.KERNELS;
    }

    /** {@return the implementation in plain Java, which runs everywhere} */
    static Kernels plain() {
        return PlainKernels.INSTANCE;
    }

    /** {@return what the log calls it} */
    String name();

    /**
     * {@code A += Σ w·r·rᵀ}; see {@link SymmetricUpdate#add}.
     *
     * @param lower modified; the lower triangle counts, what lies above it is undefined; shape [d][d]
     * @param rows not modified; shape [at least count][d]
     * @param weights not modified; shape [at least count]
     */
    void addOuterProducts(float[][] lower, float[][] rows, float[] weights, int count);

    /**
     * {@code target[j] += sign · Σ_c factors[c] · rows[c][j]} for {@code from ≤ j < to} and {@code c < count}.
     *
     * @param target modified between {@code from} and {@code to}; none of the rows
     * @param rows not modified; shape [at least count][at least to]
     * @param factors not modified; shape [at least count]
     */
    void addRows(float[] target, int from, int to, float[][] rows, float[] factors, int count, float sign);

    /**
     * {@code products[i] = ⟨rows[i], vector⟩} for {@code i < count}.
     *
     * @param rows not modified; shape [at least count][at least d]
     * @param vector not modified; shape [d]
     * @param products overwritten up to count; shape [at least count]
     */
    void multiplyRows(float[][] rows, int count, float[] vector, float[] products);

    /** {@return whether {@link #multiplyRows} is faster than transposing the rows and scanning the transpose} */
    boolean multipliesRowsFast();
}
