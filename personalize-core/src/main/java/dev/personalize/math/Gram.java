package dev.personalize.math;

import java.util.Arrays;

/** The Gram matrix {@code RᵀR} of a set of rows. */
public final class Gram {
    private static final int MULTIPLICATIONS_A_CHUNK = 1 << 22;
    private static final int LEAST_ROWS_A_CHUNK = 64;
    /** Chunks between two reductions, which bounds the memory of partial results to 16 d² floats. */
    private static final int CHUNKS_A_WAVE = 16;

    private Gram() {}

    /**
     * {@return the sum of the outer products of all rows: the lower triangle counts, the rest is undefined; shape [d][d]}
     *
     * <p>About {@code n·d²/2} multiplications. Chunks depend on {@code n} and {@code d} alone and are added in their order,
     * so the bits do not depend on the number of threads.
     *
     * @param rows not modified; shape [n][d]
     * @param d length of each row; matters when there are no rows
     * @throws java.util.concurrent.CancellationException if cancelled on the way
     */
    public static float[][] of(float[][] rows, int d, Parallel parallel) {
        float[][] gram = new float[d][d];
        float[] ones = new float[Math.max(LEAST_ROWS_A_CHUNK, MULTIPLICATIONS_A_CHUNK / (d * d))];
        Arrays.fill(ones, 1);
        int chunkSize = ones.length;
        int wave = (int) Math.min(rows.length, (long) chunkSize * CHUNKS_A_WAVE);
        float[][][] partials = new float[Parallel.chunks(wave, chunkSize)][][];
        for (int begin = 0; begin < rows.length; begin += wave) {
            int first = begin;
            int n = Math.min(wave, rows.length - begin);
            parallel.forChunks(n, chunkSize, (chunk, from, to) -> {
                float[][] partial = new float[d][d];
                SymmetricUpdate.add(partial, Arrays.copyOfRange(rows, first + from, first + to), ones, to - from);
                partials[chunk] = partial;
            });
            for (int chunk = 0; chunk < Parallel.chunks(n, chunkSize); chunk++) {
                for (int i = 0; i < d; i++) {
                    Vectors.addScaled(gram[i], partials[chunk][i], 1);
                }
            }
        }
        return gram;
    }
}
