package dev.personalize.math;

import java.util.Arrays;

/**
 * Inner products of one vector with many, over a matrix that is stored dimension by dimension, {@code float[d][n]}: sums
 * run along the n axis, where HotSpot vectorises, and not along d, where the order of float additions forbids it.
 */
public final class DimMajor {
    private static final Kernels KERNELS = Kernels.installed();
    /**
     * Items a block when one vector passes over them. Each dimension of a block is a run of memory of its own: shorter runs
     * leave the hardware no time to fetch ahead, longer ones push the block's scores out of the second-level cache.
     */
    private static final int BLOCK = 8192;
    /**
     * Items a block when many vectors do: four dimensions of it and the scores of some vectors stay in the first-level cache,
     * all dimensions in the second.
     */
    private static final int SHARED_BLOCK = 1024;
    /** Vectors that pass over four dimensions of a shared block before the next four are fetched. */
    private static final int VECTORS = 8;

    private DimMajor() {}

    /**
     * {@return the transpose; shape [d][n]}
     *
     * @param rows not modified; shape [n][d]
     * @param d length of each row; matters when there are no rows
     */
    public static float[][] of(float[][] rows, int d) {
        float[][] matrix = new float[d][rows.length];
        for (int begin = 0; begin < rows.length; begin += SHARED_BLOCK) {
            int end = Math.min(rows.length, begin + SHARED_BLOCK);
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
     * Transposes some rows into a matrix that exists.
     *
     * @param rows not modified; shape [at least n][d]
     * @param n how many of the rows
     * @param matrix overwritten up to column n; shape [d][at least n]
     */
    public static void transpose(float[][] rows, int n, float[][] matrix) {
        int i = 0;
        for (; i + 7 < n; i += 8) {
            transpose8(
                    matrix,
                    i,
                    rows[i],
                    rows[i + 1],
                    rows[i + 2],
                    rows[i + 3],
                    rows[i + 4],
                    rows[i + 5],
                    rows[i + 6],
                    rows[i + 7]);
        }
        for (; i < n; i++) {
            for (int k = 0; k < matrix.length; k++) {
                matrix[k][i] = rows[i][k];
            }
        }
    }

    /** Eight rows share the way to each dimension, which is most of the work. */
    private static void transpose8(
            float[][] matrix,
            int i,
            float[] r0,
            float[] r1,
            float[] r2,
            float[] r3,
            float[] r4,
            float[] r5,
            float[] r6,
            float[] r7) {
        for (int k = 0; k < matrix.length; k++) {
            float[] dimension = matrix[k];
            dimension[i] = r0[k];
            dimension[i + 1] = r1[k];
            dimension[i + 2] = r2[k];
            dimension[i + 3] = r3[k];
            dimension[i + 4] = r4[k];
            dimension[i + 5] = r5[k];
            dimension[i + 6] = r6[k];
            dimension[i + 7] = r7[k];
        }
    }

    /**
     * {@code scores[i] = Σ_k vector[k] · matrix[k][i]} for every i.
     *
     * @param matrix not modified; shape [d][n], d at least 1
     * @param vector not modified; shape [d]
     * @param scores overwritten up to n; shape [at least n]
     */
    public static void scan(float[][] matrix, float[] vector, float[] scores) {
        scan(matrix, matrix[0].length, vector, scores);
    }

    /**
     * Scans the first columns of a matrix.
     *
     * @param matrix not modified; shape [d][at least n], d at least 1
     * @param n how many columns
     * @param vector not modified; shape [d]
     * @param scores overwritten up to n; shape [at least n]
     */
    public static void scan(float[][] matrix, int n, float[] vector, float[] scores) {
        KERNELS.scan(matrix, n, vector, scores);
    }

    /** Four dimensions a pass. */
    static void scanPlain(float[][] matrix, int n, float[] vector, float[] scores) {
        int d = vector.length;
        for (int begin = 0; begin < n; begin += BLOCK) {
            int end = Math.min(n, begin + BLOCK);
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
     * Scans for many vectors, which pass together over each block of the matrix, so that it comes from memory once for all
     * of them. Each gets bit for bit what it gets alone.
     *
     * @param matrix not modified; shape [d][n], d at least 1
     * @param vectors not modified; shape [vectors][d]
     * @param scores overwritten up to n; shape [at least vectors][at least n], no row twice
     */
    public static void scan(float[][] matrix, float[][] vectors, float[][] scores) {
        KERNELS.scan(matrix, vectors, scores);
    }

    static void scanPlain(float[][] matrix, float[][] vectors, float[][] scores) {
        int n = matrix[0].length;
        for (int begin = 0; begin < n; begin += SHARED_BLOCK) {
            int end = Math.min(n, begin + SHARED_BLOCK);
            for (int v = 0; v < vectors.length; v += VECTORS) {
                scanBlock(matrix, begin, end, vectors, scores, v, Math.min(vectors.length, v + VECTORS));
            }
        }
    }

    private static void scanBlock(
            float[][] matrix, int begin, int end, float[][] vectors, float[][] scores, int from, int to) {
        int d = matrix.length;
        for (int v = from; v < to; v++) {
            Arrays.fill(scores[v], begin, end, 0);
        }
        int k = 0;
        for (; k + 3 < d; k += 4) {
            for (int v = from; v < to; v++) {
                add4(scores[v], begin, end, matrix, vectors[v], k);
            }
        }
        for (; k < d; k++) {
            for (int v = from; v < to; v++) {
                add1(scores[v], begin, end, matrix[k], vectors[v][k]);
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
        return KERNELS.product(row, vector);
    }

    static float productPlain(float[] row, float[] vector) {
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
