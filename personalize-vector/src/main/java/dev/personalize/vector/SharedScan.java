package dev.personalize.vector;

import static dev.personalize.vector.Lanes.COUNT;
import static dev.personalize.vector.Lanes.SPECIES;

import dev.personalize.math.Kernels;
import jdk.incubator.vector.FloatVector;

/**
 * Scans of a matrix for several vectors: the scores of four vectors for the items of two registers stay in registers while all
 * dimensions go by. Four dimensions at a time are multiplied and added in the order of the plain loop, not fused, to give its bits.
 */
final class SharedScan {
    private static final int VECTORS = 4;

    private SharedScan() {}

    static void scan(float[][] matrix, int begin, int end, float[][] vectors, int from, int to, float[][] scores) {
        int whole = end - (end - begin) % COUNT;
        int v = from;
        for (; v + VECTORS <= to; v += VECTORS) {
            for (int i = begin; i < whole; i += COUNT) {
                tile(matrix, i, vectors, v, scores);
            }
        }
        if (v < to) {
            Kernels.plain().scan(matrix, begin, whole, vectors, v, to, scores);
        }
        if (whole < end) {
            Kernels.plain().scan(matrix, whole, end, vectors, from, to, scores);
        }
    }

    private static void tile(float[][] matrix, int i, float[][] vectors, int first, float[][] scores) {
        float[] v0 = vectors[first];
        float[] v1 = vectors[first + 1];
        float[] v2 = vectors[first + 2];
        float[] v3 = vectors[first + 3];
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int d = v0.length;
        int k = 0;
        for (; k + 3 < d; k += 4) {
            FloatVector m0 = FloatVector.fromArray(SPECIES, matrix[k], i);
            FloatVector m1 = FloatVector.fromArray(SPECIES, matrix[k + 1], i);
            FloatVector m2 = FloatVector.fromArray(SPECIES, matrix[k + 2], i);
            FloatVector m3 = FloatVector.fromArray(SPECIES, matrix[k + 3], i);
            s0 = s0.add(four(v0, k, m0, m1, m2, m3));
            s1 = s1.add(four(v1, k, m0, m1, m2, m3));
            s2 = s2.add(four(v2, k, m0, m1, m2, m3));
            s3 = s3.add(four(v3, k, m0, m1, m2, m3));
        }
        for (; k < d; k++) {
            FloatVector m = FloatVector.fromArray(SPECIES, matrix[k], i);
            s0 = s0.add(m.mul(v0[k]));
            s1 = s1.add(m.mul(v1[k]));
            s2 = s2.add(m.mul(v2[k]));
            s3 = s3.add(m.mul(v3[k]));
        }
        s0.intoArray(scores[first], i);
        s1.intoArray(scores[first + 1], i);
        s2.intoArray(scores[first + 2], i);
        s3.intoArray(scores[first + 3], i);
    }

    private static FloatVector four(float[] v, int k, FloatVector m0, FloatVector m1, FloatVector m2, FloatVector m3) {
        return m0.mul(v[k]).add(m1.mul(v[k + 1])).add(m2.mul(v[k + 2])).add(m3.mul(v[k + 3]));
    }
}
