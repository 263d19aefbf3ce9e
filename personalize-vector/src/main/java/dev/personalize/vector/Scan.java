package dev.personalize.vector;

import static dev.personalize.vector.Lanes.COUNT;
import static dev.personalize.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Products of one vector with the columns of a matrix. Eight dimensions a pass over all columns: so few streams the hardware fetches
 * ahead, and the sums, which go to memory between passes, are an eighth of what is read. Every sum is one chain of fused
 * multiply-adds from dimension 0 upwards, here, in {@link SharedScan} and in {@link #product}, which makes their bits the same.
 */
final class Scan {
    private static final int DIMENSIONS = 8;

    private Scan() {}

    static void one(float[][] matrix, int n, float[] vector, float[] scores) {
        Arrays.fill(scores, 0, n, 0);
        int k = 0;
        for (; k + DIMENSIONS <= vector.length; k += DIMENSIONS) {
            addEight(matrix, n, vector, k, scores);
        }
        for (; k < vector.length; k++) {
            addOne(matrix[k], n, vector[k], scores);
        }
    }

    static float product(float[] row, float[] vector) {
        float sum = 0;
        for (int k = 0; k < vector.length; k++) {
            sum = Math.fma(row[k], vector[k], sum);
        }
        return sum;
    }

    private static void addEight(float[][] matrix, int n, float[] vector, int k, float[] scores) {
        float[] m0 = matrix[k];
        float[] m1 = matrix[k + 1];
        float[] m2 = matrix[k + 2];
        float[] m3 = matrix[k + 3];
        float[] m4 = matrix[k + 4];
        float[] m5 = matrix[k + 5];
        float[] m6 = matrix[k + 6];
        float[] m7 = matrix[k + 7];
        FloatVector v0 = FloatVector.broadcast(SPECIES, vector[k]);
        FloatVector v1 = FloatVector.broadcast(SPECIES, vector[k + 1]);
        FloatVector v2 = FloatVector.broadcast(SPECIES, vector[k + 2]);
        FloatVector v3 = FloatVector.broadcast(SPECIES, vector[k + 3]);
        FloatVector v4 = FloatVector.broadcast(SPECIES, vector[k + 4]);
        FloatVector v5 = FloatVector.broadcast(SPECIES, vector[k + 5]);
        FloatVector v6 = FloatVector.broadcast(SPECIES, vector[k + 6]);
        FloatVector v7 = FloatVector.broadcast(SPECIES, vector[k + 7]);
        int whole = n - n % COUNT;
        for (int i = 0; i < whole; i += COUNT) {
            FloatVector sum = FloatVector.fromArray(SPECIES, scores, i);
            sum = FloatVector.fromArray(SPECIES, m0, i).fma(v0, sum);
            sum = FloatVector.fromArray(SPECIES, m1, i).fma(v1, sum);
            sum = FloatVector.fromArray(SPECIES, m2, i).fma(v2, sum);
            sum = FloatVector.fromArray(SPECIES, m3, i).fma(v3, sum);
            sum = FloatVector.fromArray(SPECIES, m4, i).fma(v4, sum);
            sum = FloatVector.fromArray(SPECIES, m5, i).fma(v5, sum);
            sum = FloatVector.fromArray(SPECIES, m6, i).fma(v6, sum);
            sum = FloatVector.fromArray(SPECIES, m7, i).fma(v7, sum);
            sum.intoArray(scores, i);
        }
        for (int j = k; j < k + DIMENSIONS; j++) {
            addEnd(matrix[j], whole, n, vector[j], scores);
        }
    }

    private static void addOne(float[] dimension, int n, float value, float[] scores) {
        FloatVector v = FloatVector.broadcast(SPECIES, value);
        int whole = n - n % COUNT;
        for (int i = 0; i < whole; i += COUNT) {
            FloatVector sum = FloatVector.fromArray(SPECIES, scores, i);
            FloatVector.fromArray(SPECIES, dimension, i).fma(v, sum).intoArray(scores, i);
        }
        addEnd(dimension, whole, n, value, scores);
    }

    private static void addEnd(float[] dimension, int from, int to, float value, float[] scores) {
        for (int i = from; i < to; i++) {
            scores[i] = Math.fma(dimension[i], value, scores[i]);
        }
    }
}
