package dev.personalize.math;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

/**
 * A symmetric positive definite system that is decomposed once for many right sides, in double precision, by EJML: for what a training
 * does once. What every row or request does has kernels of its own. For one thread at a time.
 */
public final class SymmetricSystem {
    private final LinearSolverDense<DMatrixRMaj> solver;

    private SymmetricSystem(LinearSolverDense<DMatrixRMaj> solver) {
        this.solver = solver;
    }

    /**
     * {@return the system, or null if the matrix is not positive definite in double precision, or has anything NaN or infinite}
     *
     * @param lower the matrix, of which only the lower triangle is read; not modified; shape [n][1 … n], rows may be longer
     */
    public static @Nullable SymmetricSystem of(double[][] lower) {
        int n = lower.length;
        DMatrixRMaj matrix = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix.set(i, j, lower[i][j]);
                matrix.set(j, i, lower[i][j]);
            }
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(n);
        boolean finite = Arrays.stream(matrix.data).allMatch(Double::isFinite);
        return finite && solver.setA(matrix) ? new SymmetricSystem(solver) : null;
    }

    /**
     * Solves {@code A·X = B}.
     *
     * @param right a right side a row; not modified; shape [m][n]
     * @return a solution a row; shape [m][n]
     */
    public double[][] solve(double[][] right) {
        int n = right.length == 0 ? 0 : right[0].length;
        DMatrixRMaj columns = new DMatrixRMaj(n, right.length);
        for (int k = 0; k < right.length; k++) {
            for (int i = 0; i < n; i++) {
                columns.set(i, k, right[k][i]);
            }
        }
        DMatrixRMaj solutions = new DMatrixRMaj(n, right.length);
        solver.solve(columns, solutions);
        double[][] rows = new double[right.length][n];
        for (int k = 0; k < right.length; k++) {
            for (int i = 0; i < n; i++) {
                rows[k][i] = solutions.get(i, k);
            }
        }
        return rows;
    }
}
