package dev.personalize.math;

import java.util.Arrays;

/**
 * Inner products of one vector with many, over a matrix that is stored dimension by dimension, {@code float[d][n]}: sums
 * run along the n axis, where HotSpot vectorises, and not along d, where the order of float additions forbids it.
 */
public final class DimMajor {
    /** Scores of a block stay in the first-level cache while all dimensions pass over it. */
    private static final int BLOCK = 2048;

    private DimMajor() {}

    /**
     * {@return the transpose; shape [d][n]}
     *
     * @param rows not modified; shape [n][d]
     * @param d length of each row; matters when there are no rows
     */
    public static float[][] of(float[][] rows, int d) {
        float[][] matrix = new float[d][rows.length];
        for (int begin = 0; begin < rows.length; begin += BLOCK) {
            int end = Math.min(rows.length, begin + BLOCK);
            for (int k = 0; k < d; k++) {
                float[] dimension = matrix[k];
                for (int i = begin; i < end; i++) {
                    dimension[i] = rows[i][k];
                }
            }
        }
        return matrix;
    }

    /**
     * {@code scores[i] = Σ_k vector[k] · matrix[k][i]} for every i, four dimensions a pass.
     *
     * @param matrix not modified; shape [d][n]
     * @param vector not modified; shape [d]
     * @param scores overwritten; shape [n]
     */
    public static void scan(float[][] matrix, float[] vector, float[] scores) {
        int d = vector.length;
        for (int begin = 0; begin < scores.length; begin += BLOCK) {
            int end = Math.min(scores.length, begin + BLOCK);
            Arrays.fill(scores, begin, end, 0);
            int k = 0;
            for (; k + 3 < d; k += 4) {
                add4(scores, begin, end, matrix, vector, k);
            }
            for (; k < d; k++) {
                add1(scores, begin, end, matrix[k], vector[k]);
            }
        }
    }

    /**
     * {@return the inner product of two vectors, bit for bit what {@link #scan} computes for a matrix that holds one of them}
     *
     * @param row not modified; shape [d]
     * @param vector not modified; shape [d]
     */
    public static float product(float[] row, float[] vector) {
        int d = vector.length;
        float sum = 0;
        int k = 0;
        for (; k + 3 < d; k += 4) {
            sum += vector[k] * row[k]
                    + vector[k + 1] * row[k + 1]
                    + vector[k + 2] * row[k + 2]
                    + vector[k + 3] * row[k + 3];
        }
        for (; k < d; k++) {
            sum += vector[k] * row[k];
        }
        return sum;
    }

    private static void add4(float[] scores, int begin, int end, float[][] matrix, float[] vector, int k) {
        add4(
                scores,
                begin,
                end,
                matrix[k],
                vector[k],
                matrix[k + 1],
                vector[k + 1],
                matrix[k + 2],
                vector[k + 2],
                matrix[k + 3],
                vector[k + 3]);
    }

    private static void add4(
            float[] scores,
            int begin,
            int end,
            float[] m0,
            float v0,
            float[] m1,
            float v1,
            float[] m2,
            float v2,
            float[] m3,
            float v3) {
        for (int i = begin; i < end; i++) {
            scores[i] += v0 * m0[i] + v1 * m1[i] + v2 * m2[i] + v3 * m3[i];
        }
    }

    private static void add1(float[] scores, int begin, int end, float[] m, float v) {
        for (int i = begin; i < end; i++) {
            scores[i] += v * m[i];
        }
    }
}
