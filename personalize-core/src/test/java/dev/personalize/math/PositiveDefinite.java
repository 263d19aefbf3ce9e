package dev.personalize.math;

/** Symmetric positive definite matrices with ones on the diagonal, for the kernels that decompose and invert them. */
final class PositiveDefinite {
    private PositiveDefinite() {}

    /** {@return the lower triangle; shape [n][row + 1]} */
    static float[][] lower(int n, long seed) {
        float[][] noise = RandomArrays.matrix(n, n, seed);
        float scale = (float) (0.5 / Math.sqrt(n));
        float[][] lower = new float[n][];
        for (int row = 0; row < n; row++) {
            lower[row] = new float[row + 1];
            for (int column = 0; column < row; column++) {
                lower[row][column] = scale * noise[row][column];
            }
            lower[row][row] = 1;
        }
        return lower;
    }

    static float[][] copy(float[][] rows) {
        float[][] copy = new float[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            copy[row] = rows[row].clone();
        }
        return copy;
    }

    static double[][] doubles(float[][] lower) {
        double[][] doubles = new double[lower.length][];
        for (int row = 0; row < lower.length; row++) {
            doubles[row] = new double[row + 1];
            for (int column = 0; column <= row; column++) {
                doubles[row][column] = lower[row][column];
            }
        }
        return doubles;
    }
}
