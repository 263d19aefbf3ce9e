package dev.personalize.math;

import java.util.SplittableRandom;

/** Inputs for the kernels: values in [-1, 1) from a seed. */
final class RandomArrays {
    private RandomArrays() {}

    static float[][] matrix(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextFloat() * 2 - 1;
            }
        }
        return matrix;
    }

    static float[] vector(int length, long seed) {
        return matrix(1, length, seed)[0];
    }
}
