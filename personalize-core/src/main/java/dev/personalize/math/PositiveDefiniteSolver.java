package dev.personalize.math;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_FDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_FDRM;

/**
 * Solves {@code A·x = b} for a symmetric positive definite {@code A} of one size, by Cholesky's decomposition in single
 * precision (EJML's). Keeps its scratch memory, 4 d² bytes, for the next system. For one thread at a time.
 */
public final class PositiveDefiniteSolver {
    private final int d;
    private final FMatrixRMaj matrix;
    private final CholeskyDecompositionInner_FDRM cholesky = new CholeskyDecompositionInner_FDRM(true);

    /**
     * @param d number of unknowns, at least 1
     */
    public PositiveDefiniteSolver(int d) {
        this.d = d;
        this.matrix = new FMatrixRMaj(d, d);
    }

    /**
     * Solves one system.
     *
     * @param lower the matrix, of which only the lower triangle is read; not modified; shape [d][d]
     * @param b the right side on the way in, the solution on the way out; shape [d]
     * @return whether there is a solution: false if the matrix is not positive definite in single precision, or anything
     *     is NaN or infinite; {@code b} is then undefined
     */
    public boolean solve(float[][] lower, float[] b) {
        // EJML reads the upper triangle and writes the lower one.
        for (int i = 0; i < d; i++) {
            float[] row = lower[i];
            for (int j = 0, at = i; j <= i; j++, at += d) {
                matrix.data[at] = row[j];
            }
        }
        if (!cholesky.decompose(matrix)) {
            return false;
        }
        TriangularSolver_FDRM.solveL(matrix.data, b, d);
        TriangularSolver_FDRM.solveTranL(matrix.data, b, d);
        return Vectors.allFinite(b);
    }
}
