package dev.personalize.math;

/**
 * Products of matrices in row arrays, single precision, blocked for the caches, on several threads. Every number is summed in the
 * same order for any number of threads.
 */
public final class BlockedProduct {
    private static final int ROWS_A_CHUNK = 64;
    /** Rows of the right side that are worked on together, one tile of them in a second level cache. */
    private static final int ROWS_A_PASS = 64;

    private BlockedProduct() {}

    /**
     * {@code target += left · right}.
     *
     * @param target modified; shape [m][at least n]
     * @param left not modified; shape [m][at least k]
     * @param right not modified; shape [k][n]; no row of {@code target}
     * @throws java.util.concurrent.CancellationException if cancelled; {@code target} is undefined then
     */
    public static void add(float[][] target, float[][] left, float[][] right, Parallel parallel) {
        if (right.length == 0) {
            return;
        }
        int columns = right[0].length;
        int tiles = Parallel.chunks(columns, RowCombination.TILE);
        int bands = Parallel.chunks(target.length, ROWS_A_CHUNK);
        parallel.forChunks(Math.multiplyExact(tiles, bands), 1, (chunk, begin, end) -> {
            int from = chunk % tiles * RowCombination.TILE;
            int to = Math.min(columns, from + RowCombination.TILE);
            int firstRow = chunk / tiles * ROWS_A_CHUNK;
            int endRow = Math.min(target.length, firstRow + ROWS_A_CHUNK);
            addTile(target, firstRow, endRow, left, right, from, to);
        });
    }

    private static void addTile(
            float[][] target, int firstRow, int endRow, float[][] left, float[][] right, int from, int to) {
        float[][] rows = new float[ROWS_A_PASS][];
        float[] factors = new float[ROWS_A_PASS];
        for (int first = 0; first < right.length; first += ROWS_A_PASS) {
            int count = Math.min(ROWS_A_PASS, right.length - first);
            System.arraycopy(right, first, rows, 0, count);
            for (int row = firstRow; row < endRow; row++) {
                System.arraycopy(left[row], first, factors, 0, count);
                RowCombination.add(target[row], from, to, rows, factors, count, 1);
            }
        }
    }
}
