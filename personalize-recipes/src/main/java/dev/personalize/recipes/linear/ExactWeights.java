package dev.personalize.recipes.linear;

import dev.personalize.math.Parallel;
import dev.personalize.math.SymmetricInverse;
import dev.personalize.recipes.weights.ItemWeights;

/** Solves for the weights of all items at once, through the inverse of one matrix. One object a training. */
final class ExactWeights {
    private static final int ITEMS_A_CHUNK = 32;
    private static final int REPORTS = 50;

    private final Training training;
    private final Histories histories;
    private final Parallel parallel;
    private final int n;
    /** Lower triangle; shape [items][row + 1]. */
    private final float[][] lower;

    private long reported;

    ExactWeights(Training training) {
        this.training = training;
        this.histories = training.histories();
        this.parallel = training.context().parallel();
        this.n = histories.items();
        this.lower = new float[n][];
    }

    /** {@return heap taken for {@code n} items: the triangle, what its inversion takes, and the columns each thread gathers} */
    static long bytes(long n) {
        long gathered = (long) ITEMS_A_CHUNK * Runtime.getRuntime().availableProcessors() * n;
        return Float.BYTES * (n * (n + 1) / 2 + gathered) + SymmetricInverse.scratchBytes(n);
    }

    ItemWeights train() {
        training.report(0, 2L * n);
        parallel.forChunks(n, ITEMS_A_CHUNK, (chunk, from, to) -> {
            for (int item = from; item < to; item++) {
                training.context().cancellation().throwIfCancelled();
                lower[item] = scaledRow(item);
            }
        });
        int solved = SymmetricInverse.invert(lower, parallel, done -> report(done, 2L * n));
        if (solved < n) {
            throw training.unsolvable(solved);
        }
        WeightLists lists = new WeightLists(training);
        parallel.forChunks(n, ITEMS_A_CHUNK, (chunk, from, to) -> keepGreatest(from, to, lists));
        ItemWeights weights = lists.model();
        training.report(2L * n, 2L * n);
        return weights;
    }

    private void report(long done, long total) {
        if (done < n && (done - reported) * REPORTS >= n) {
            reported = done;
            training.report(done, total);
        }
    }

    private float[] scaledRow(int item) {
        float[] row = new float[item + 1];
        histories.addProductsUpTo(item, row);
        for (int other = 0; other < item; other++) {
            row[other] *= training.scale(item) * training.scale(other);
        }
        row[item] = 1;
        return row;
    }

    /** Goes through the columns of a chunk together, since a column of a triangle in rows is scattered over memory. */
    private void keepGreatest(int from, int to, WeightLists lists) {
        float[][] columns = new float[to - from][n];
        for (int item = from; item < to; item++) {
            System.arraycopy(lower[item], 0, columns[item - from], 0, item + 1);
        }
        for (int row = from + 1; row < n; row++) {
            for (int item = from; item < Math.min(to, row); item++) {
                columns[item - from][row] = lower[row][item];
            }
        }
        WeightLists.Choice choice = lists.choice();
        for (int item = from; item < to; item++) {
            float[] column = columns[item - from];
            double factor = -1.0 / (training.scale(item) * (double) column[item]);
            for (int other = 0; other < n; other++) {
                column[other] = (float) (factor * training.scale(other) * column[other]);
            }
            choice.keep(item, column, null, n);
        }
    }
}
