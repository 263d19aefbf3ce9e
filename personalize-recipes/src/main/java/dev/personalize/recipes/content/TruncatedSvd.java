package dev.personalize.recipes.content;

import dev.personalize.error.TrainingException;
import dev.personalize.math.Gram;
import dev.personalize.math.Parallel;
import dev.personalize.math.SymmetricEigen;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The greatest singular values of a sparse matrix and their right vectors, found from random directions.
 *
 * <p>N. Halko, P. G. Martinsson, J. A. Tropp, "Finding Structure with Randomness: Probabilistic Algorithms for Constructing
 * Approximate Matrix Decompositions", SIAM Review 53(2), 2011: the randomized subspace iteration (their algorithm 4.4) on
 * <i>Aᵀ</i>. Their <i>A</i> is our transposed matrix, <i>Ω</i> the random rows, <i>k</i> is {@code d}, <i>p</i> {@link #MORE},
 * <i>q</i> {@link #ITERATIONS}; both of their factorizations QR are done through the eigenvectors of the small Gram matrix, which
 * drop directions the matrix does not have.
 *
 * @param components a right singular vector in each column; shape [columns][found], found at most d
 * @param values singular values, greatest first; shape [found]
 */
// A record of arrays: never compared.
@SuppressWarnings("ArrayRecordComponent")
record TruncatedSvd(float[][] components, float[] values) {
    static final int ITERATIONS = 4;
    static final int MORE = 10;
    /** Squares of lengths that single precision cannot tell from none beside the greatest one. */
    private static final double NOTHING = 1e-6;

    private static final int ROWS_A_CHUNK = 256;

    /**
     * {@return the decomposition, the same bits for any number of threads}
     *
     * @param d the most vectors, at least 1
     * @param step called before each step, of which there are {@link #ITERATIONS} + 1
     */
    static TruncatedSvd of(SparseRows matrix, int d, RandomGenerator random, Parallel parallel, Runnable step) {
        SparseRows transposed = matrix.transpose();
        float[][] right = start(matrix.columns(), d + MORE, random, parallel);
        for (int i = 0; i < ITERATIONS; i++) {
            step.run();
            float[][] left = matrix.times(right, width(right), parallel);
            left = orthonormal(left, width(right), parallel);
            right = orthonormal(transposed.times(left, width(left), parallel), width(left), parallel);
        }
        step.run();
        return rotated(matrix, right, d, parallel);
    }

    /**
     * {@return orthonormal directions to begin with: random ones, or all of them where there are no more}
     *
     * <p>Not fewer where the matrix has few rows: with as many random directions as dimensions, chance can make two of them nearly the
     * same to it, and a dimension would be lost.
     */
    private static float[][] start(int columns, int most, RandomGenerator random, Parallel parallel) {
        float[][] right = new float[columns][Math.min(most, columns)];
        if (columns <= most) {
            for (int column = 0; column < columns; column++) {
                right[column][column] = 1;
            }
            return right;
        }
        for (float[] row : right) {
            for (int k = 0; k < most; k++) {
                row[k] = (float) random.nextGaussian();
            }
        }
        return orthonormal(right, most, parallel);
    }

    private static int width(float[][] rows) {
        return rows.length == 0 ? 0 : rows[0].length;
    }

    /** {@return an orthonormal basis of what the columns span} */
    private static float[][] orthonormal(float[][] rows, int width, Parallel parallel) {
        SymmetricEigen gram = gram(rows, width, parallel);
        int kept = (int) Arrays.stream(gram.values())
                .filter(value -> value > NOTHING * gram.values()[0])
                .count();
        double[][] turn = new double[kept][];
        for (int k = 0; k < kept; k++) {
            turn[k] = gram.vectors()[k].clone();
            double length = Math.sqrt(gram.values()[k]);
            for (int i = 0; i < width; i++) {
                turn[k][i] /= length;
            }
        }
        return turned(rows, turn, parallel);
    }

    private static TruncatedSvd rotated(SparseRows matrix, float[][] right, int d, Parallel parallel) {
        int width = width(right);
        SymmetricEigen gram = gram(matrix.times(right, width, parallel), width, parallel);
        int found = (int) Arrays.stream(gram.values())
                .limit(d)
                .filter(value -> value > NOTHING * gram.values()[0])
                .count();
        float[] values = new float[found];
        for (int k = 0; k < found; k++) {
            values[k] = (float) Math.sqrt(gram.values()[k]);
        }
        return new TruncatedSvd(turned(right, Arrays.copyOf(gram.vectors(), found), parallel), values);
    }

    private static SymmetricEigen gram(float[][] rows, int width, Parallel parallel) {
        float[][] gram = width == 0 ? new float[0][] : Gram.of(rows, width, parallel);
        SymmetricEigen eigen = SymmetricEigen.of(gram);
        if (eigen == null) {
            throw new TrainingException("the singular vectors of a matrix of " + rows.length
                    + " rows have no solution in single precision: leave out columns with extreme numbers");
        }
        return eigen;
    }

    /** {@return each row's products with the vectors; shape [rows][vectors]} */
    private static float[][] turned(float[][] rows, double[][] vectors, Parallel parallel) {
        float[][] result = new float[rows.length][vectors.length];
        parallel.forChunks(rows.length, ROWS_A_CHUNK, (chunk, from, to) -> {
            for (int row = from; row < to; row++) {
                for (int k = 0; k < vectors.length; k++) {
                    double sum = 0;
                    for (int i = 0; i < vectors[k].length; i++) {
                        sum += rows[row][i] * vectors[k][i];
                    }
                    result[row][k] = (float) sum;
                }
            }
        });
        return result;
    }

    /** {@return number of vectors} */
    int found() {
        return values.length;
    }
}
