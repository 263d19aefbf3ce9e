package dev.personalize.math;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * Eigenvalues and orthonormal eigenvectors of a small symmetric matrix, in double precision, by EJML: for what a training does once.
 * Immutable; the same matrix gives the same bits.
 *
 * <p>EJML's iteration does not end for some matrices with many eigenvalues of exactly 0, such as those of a few sparse rows. So all are moved
 * above the norm of the matrix first, and back afterwards; they stay exact to the norm's last digits, which is as far as they ever are.
 *
 * @param values greatest first; shape [n]
 * @param vectors of {@code values[k]} in row k, of length 1; shape [n][n]
 */
// A record of arrays: never compared.
@SuppressWarnings("ArrayRecordComponent")
public record SymmetricEigen(double[] values, double[][] vectors) {
    /**
     * {@return the decomposition, or null if the matrix has anything NaN or infinite, or the iteration does not end}
     *
     * @param lower the matrix, of which only the lower triangle is read; not modified; shape [n][1 … n], rows may be longer
     */
    public static @Nullable SymmetricEigen of(float[][] lower) {
        int n = lower.length;
        DMatrixRMaj matrix = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix.set(i, j, lower[i][j]);
                matrix.set(j, i, lower[i][j]);
            }
        }
        if (n == 0) {
            return new SymmetricEigen(new double[0], new double[0][]);
        }
        if (!Arrays.stream(matrix.data).allMatch(Double::isFinite)) {
            return null;
        }
        double shift = 2 * NormOps_DDRM.inducedPInf(matrix);
        for (int i = 0; i < n; i++) {
            matrix.add(i, i, shift);
        }
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(n, true, true);
        return decomposition.decompose(matrix) ? sorted(decomposition, n, shift) : null;
    }

    private static @Nullable SymmetricEigen sorted(
            EigenDecomposition_F64<DMatrixRMaj> decomposition, int n, double shift) {
        double[] unsorted = IntStream.range(0, n)
                .mapToDouble(k -> decomposition.getEigenvalue(k).getReal() - shift)
                .toArray();
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -unsorted[k]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[n];
        double[][] vectors = new double[n][];
        for (int k = 0; k < n; k++) {
            values[k] = unsorted[order[k]];
            DMatrixRMaj vector = decomposition.getEigenVector(order[k]);
            if (vector == null) {
                return null;
            }
            vectors[k] = Arrays.copyOf(vector.data, n);
        }
        return new SymmetricEigen(values, vectors);
    }
}
