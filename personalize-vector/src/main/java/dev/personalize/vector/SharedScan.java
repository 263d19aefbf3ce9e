package dev.personalize.vector;

import static dev.personalize.vector.Lanes.COUNT;
import static dev.personalize.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Products of many vectors with the columns of a matrix. A block of columns is copied once into strips of two registers, all
 * dimensions of a strip one after the other; then tiles of four vectors by one strip hold their sums in registers over all
 * dimensions. Without the copy a tile would read from as many far places of memory as there are dimensions, which is what made it slower
 * than plain loops on large catalogues.
 */
final class SharedScan {
    private static final int STRIP = 2 * COUNT;
    private static final int VECTORS = 4;
    /** Columns a block: 64 dimensions of them are 128 KiB, which the second-level cache keeps for all vectors. */
    private static final int BLOCK = 512;

    private SharedScan() {}

    static void many(float[][] matrix, float[][] vectors, float[][] scores) {
        int n = matrix[0].length;
        if (vectors.length < VECTORS) {
            for (int v = 0; v < vectors.length; v++) {
                Scan.one(matrix, n, vectors[v], scores[v]);
            }
            return;
        }
        float[] block = new float[matrix.length * BLOCK];
        float[][] end = new float[VECTORS][STRIP];
        for (int begin = 0; begin < n; begin += BLOCK) {
            int size = Math.min(BLOCK, n - begin);
            copy(matrix, begin, size, block);
            for (int i = 0; i < size; i += STRIP) {
                scanStrip(block, i * matrix.length, vectors, scores, begin + i, Math.min(STRIP, size - i), end);
            }
        }
    }

    /** The last four vectors overlap those before: the same sums are written twice. */
    private static void scanStrip(
            float[] block, int at, float[][] vectors, float[][] scores, int column, int columns, float[][] end) {
        for (int v = 0; v < vectors.length; v += VECTORS) {
            int first = Math.min(v, vectors.length - VECTORS);
            if (columns == STRIP) {
                multiply(block, at, vectors, first, scores, first, column);
            } else {
                multiply(block, at, vectors, first, end, 0, 0);
                for (int w = 0; w < VECTORS; w++) {
                    System.arraycopy(end[w], 0, scores[first + w], column, columns);
                }
            }
        }
    }

    /** Lanes beyond the matrix keep what they had: their sums go nowhere. */
    private static void copy(float[][] matrix, int begin, int size, float[] block) {
        int d = matrix.length;
        for (int k = 0; k < d; k++) {
            float[] dimension = matrix[k];
            int i = 0;
            for (; i + STRIP <= size; i += STRIP) {
                int at = i * d + k * STRIP;
                FloatVector.fromArray(SPECIES, dimension, begin + i).intoArray(block, at);
                FloatVector.fromArray(SPECIES, dimension, begin + i + COUNT).intoArray(block, at + COUNT);
            }
            if (i < size) {
                System.arraycopy(dimension, begin + i, block, i * d + k * STRIP, size - i);
            }
        }
    }

    private static void multiply(
            float[] block, int at, float[][] vectors, int v, float[][] scores, int row, int column) {
        float[] v0 = vectors[v];
        float[] v1 = vectors[v + 1];
        float[] v2 = vectors[v + 2];
        float[] v3 = vectors[v + 3];
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        for (int k = 0; k < v0.length; k++) {
            FloatVector a = FloatVector.fromArray(SPECIES, block, at + k * STRIP);
            FloatVector b = FloatVector.fromArray(SPECIES, block, at + k * STRIP + COUNT);
            FloatVector value = FloatVector.broadcast(SPECIES, v0[k]);
            a0 = a.fma(value, a0);
            b0 = b.fma(value, b0);
            value = FloatVector.broadcast(SPECIES, v1[k]);
            a1 = a.fma(value, a1);
            b1 = b.fma(value, b1);
            value = FloatVector.broadcast(SPECIES, v2[k]);
            a2 = a.fma(value, a2);
            b2 = b.fma(value, b2);
            value = FloatVector.broadcast(SPECIES, v3[k]);
            a3 = a.fma(value, a3);
            b3 = b.fma(value, b3);
        }
        store(a0, b0, scores[row], column);
        store(a1, b1, scores[row + 1], column);
        store(a2, b2, scores[row + 2], column);
        store(a3, b3, scores[row + 3], column);
    }

    private static void store(FloatVector a, FloatVector b, float[] scores, int column) {
        a.intoArray(scores, column);
        b.intoArray(scores, column + COUNT);
    }
}
