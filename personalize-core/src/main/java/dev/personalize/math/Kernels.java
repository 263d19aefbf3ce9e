package dev.personalize.math;

/**
 * The loops that training and scoring spend their time in, of which there may be a faster implementation than plain Java: the
 * module {@code personalize-vector} brings one. Which runs is decided once, when it is first needed, and logged: the first provider
 * that {@link java.util.ServiceLoader} finds and that can run here, else plain loops. Callers use {@link SymmetricUpdate},
 * {@link LinearCombination}, {@link GatheredRows} and {@link DimMajor}, which pass on to it.
 *
 * <p>Implementations are safe to share between threads. What they compute depends on the arguments and the machine alone, so that
 * the number of threads does not matter; they may differ from each other by the rounding of single precision sums.
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
     * {@code scores[i] = Σ_k vector[k] · matrix[k][i]} for {@code i < n}; see {@link DimMajor#scan(float[][], int, float[], float[])}.
     *
     * @param matrix not modified; shape [d][at least n], d at least 1
     * @param vector not modified; shape [d]
     * @param scores overwritten up to n; shape [at least n]
     */
    void scan(float[][] matrix, int n, float[] vector, float[] scores);

    /**
     * The same for many vectors, with the same bits for each.
     *
     * @param matrix not modified; shape [d][n], d at least 1
     * @param vectors not modified; shape [vectors][d]
     * @param scores overwritten up to n; shape [at least vectors][at least n], no row twice
     */
    void scan(float[][] matrix, float[][] vectors, float[][] scores);

    /** {@return the inner product of two vectors, with the bits of a {@link #scan} over a matrix that holds one of them} */
    float product(float[] row, float[] vector);
}
