package dev.personalize.math;

/**
 * The loops that training and bulk scoring spend their time in, of which there may be a faster implementation than plain Java: the
 * module {@code personalize-vector} brings one. Which runs is decided once, when it is first needed, and logged: the first provider
 * that {@link java.util.ServiceLoader} finds and that can run here, else plain loops. Callers use {@link SymmetricUpdate},
 * {@link LinearCombination}, {@link GatheredRows} and {@link DimMajor}, which pass on to it.
 *
 * <p>Implementations are safe to share between threads. What they compute depends on the arguments and the machine alone, so that
 * the number of threads does not matter; except where it says otherwise, they may differ from each other by the rounding of single
 * precision sums.
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

    /**
     * {@code scores[v][i] = Σ_k vectors[v][k] · matrix[k][i]} for {@code begin ≤ i < end} and {@code from ≤ v < to}: bit for bit what
     * {@link DimMajor#scan(float[][], float[], float[])} computes, in every implementation, so that answers do not depend on it.
     *
     * @param matrix not modified; shape [d][at least end]
     * @param vectors not modified; shape [at least to][d]
     * @param scores overwritten in the given ranges; shape [at least to][at least end], no row twice
     */
    void scan(float[][] matrix, int begin, int end, float[][] vectors, int from, int to, float[][] scores);
}
