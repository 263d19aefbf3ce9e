package dev.personalize.recipes.linear;

import dev.personalize.math.BlockedCholesky;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.recipes.weights.ItemWeights;
import java.util.Arrays;

/**
 * Solves for the weights of each item by itself, among the items that are most like it. Never holds a dense matrix of items. One
 * object a training.
 */
final class LocalWeights {
    private static final int ITEMS_A_CHUNK = 16;
    private static final int ITEMS_A_REPORT = 1 << 12;
    /** Memory for the products of items, beyond which only the greatest of each item are kept. */
    private static final long MOST_PRODUCT_BYTES = 3L << 29;

    private static final int BYTES_A_PRODUCT = Integer.BYTES + Float.BYTES;
    /** How often the diagonal of a neighbourhood is raised before the training gives up. */
    private static final int MOST_RAISES = 10;

    private static final float FIRST_RAISE = 0.01f;

    private final Training training;
    private final Histories histories;
    private final int n;
    private final int neighbors;
    private final int productsARow;
    /** Items before an item that it has common users with, ascending; shape [items][…]. */
    private final int[][] others;
    /** Their products, scaled; shape as {@code others}. */
    private final float[][] products;
    /** Items of the neighbourhood of each item, ascending, itself not among them; shape [items][…]. */
    private final int[][] neighborhoods;

    LocalWeights(Training training) {
        this.training = training;
        this.histories = training.histories();
        this.n = histories.items();
        this.neighbors = Math.min(n, training.neighbors());
        this.productsARow = productsARow(n, neighbors);
        this.others = new int[n][];
        this.products = new float[n][];
        this.neighborhoods = new int[n][];
    }

    /** {@return how many products are kept of an item with the items before it; depends on nothing but the data} */
    private static int productsARow(long items, int neighbors) {
        long most = MOST_PRODUCT_BYTES / BYTES_A_PRODUCT / Math.max(1, items);
        return (int) Math.max(1, Math.min(items, Math.max(neighbors, most)));
    }

    /**
     * {@return heap taken for {@code n} items: the products that are kept, the neighbourhoods, and what each thread works with}
     *
     * @param pairs products that can differ from 0
     */
    static long bytes(long n, int neighbors, long pairs) {
        long kept = Math.min(pairs, n * productsARow(n, neighbors)) * BYTES_A_PRODUCT;
        long thread = 3 * Integer.BYTES * n + Float.BYTES * ((long) neighbors * neighbors / 2 + 64L * neighbors);
        return kept
                + n * neighbors * Integer.BYTES
                + thread * Runtime.getRuntime().availableProcessors();
    }

    ItemWeights train() {
        training.report(0, 2L * n);
        forItems(0, (from, to) -> new Products().compute(from, to));
        WeightLists lists = new WeightLists(training);
        forItems(n, (from, to) -> new Solver(lists).solve(from, to));
        return lists.model();
    }

    private interface Range {
        void run(int from, int to);
    }

    private void forItems(long before, Range body) {
        Parallel parallel = training.context().parallel();
        for (int begin = 0; begin < n; begin += ITEMS_A_REPORT) {
            int first = begin;
            int end = Math.min(n, begin + ITEMS_A_REPORT);
            parallel.forChunks(end - begin, ITEMS_A_CHUNK, (chunk, from, to) -> body.run(first + from, first + to));
            training.report(before + end, 2L * n);
        }
    }

    /** Products and neighbourhoods of some items, with the scratch memory for them. */
    private final class Products {
        final float[] sums = new float[n];
        final int[] met = new int[n];
        final TopK nearest = new TopK(neighbors);
        final TopK greatest = new TopK(productsARow);

        void compute(int from, int to) {
            for (int item = from; item < to; item++) {
                training.context().cancellation().throwIfCancelled();
                int size = histories.addProducts(item, sums, met);
                for (int i = 0; i < size; i++) {
                    int other = met[i];
                    sums[other] *= training.scale(item) * training.scale(other);
                    if (other != item) {
                        nearest.offer(other, sums[other]);
                    }
                    if (other < item) {
                        greatest.offer(other, sums[other]);
                    }
                }
                neighborhoods[item] = sorted(nearest);
                others[item] = sorted(greatest);
                products[item] = new float[others[item].length];
                for (int i = 0; i < others[item].length; i++) {
                    products[item][i] = sums[others[item][i]];
                }
                for (int i = 0; i < size; i++) {
                    sums[met[i]] = 0;
                }
            }
        }

        private int[] sorted(TopK best) {
            int[] items = best.drain();
            Arrays.sort(items);
            return items;
        }
    }

    /** Solves neighbourhoods, with the scratch memory for them. */
    private final class Solver {
        final WeightLists.Choice choice;
        final BlockedCholesky cholesky = new BlockedCholesky(neighbors + 1);
        /** Lower triangle of a neighbourhood, its own item last; shape [neighbors + 1][row + 1]. */
        final float[][] lower = new float[neighbors + 1][];
        /** Place of each item in the neighbourhood, counted from 1; shape [items]. */
        final int[] places = new int[n];

        final float[] solution = new float[neighbors + 1];

        Solver(WeightLists lists) {
            this.choice = lists.choice();
            for (int row = 0; row <= neighbors; row++) {
                lower[row] = new float[row + 1];
            }
        }

        void solve(int from, int to) {
            for (int item = from; item < to; item++) {
                training.context().cancellation().throwIfCancelled();
                int[] near = neighborhoods[item];
                int last = near.length;
                decompose(item, near);
                Arrays.fill(solution, 0, last, 0);
                solution[last] = 1;
                BlockedCholesky.solveTransposed(lower, last + 1, solution);
                double factor = -1.0 / (training.scale(item) * (double) solution[last]);
                for (int i = 0; i < last; i++) {
                    solution[i] = (float) (factor * training.scale(near[i]) * solution[i]);
                }
                choice.keep(item, solution, near, last);
            }
        }

        /** Products left out may make a matrix indefinite that is not: a greater diagonal, if that is enough, helps. */
        private void decompose(int item, int[] near) {
            float raise = 0;
            for (int attempt = 0; attempt <= MOST_RAISES; attempt++) {
                fill(item, near, 1 + raise);
                if (cholesky.decompose(lower, near.length + 1) > near.length) {
                    return;
                }
                raise = attempt == 0 ? FIRST_RAISE : 2 * raise;
            }
            throw training.unsolvable(item);
        }

        private void fill(int item, int[] near, float diagonal) {
            for (int i = 0; i < near.length; i++) {
                places[near[i]] = i + 1;
            }
            for (int i = 0; i < near.length; i++) {
                fillRow(lower[i], near[i], i);
                lower[i][i] = diagonal;
            }
            fillLast(lower[near.length], item, near);
            lower[near.length][near.length] = diagonal;
            for (int other : near) {
                places[other] = 0;
            }
        }

        private void fillRow(float[] row, int item, int length) {
            Arrays.fill(row, 0, length, 0);
            int[] columns = others[item];
            for (int p = 0; p < columns.length; p++) {
                int place = places[columns[p]];
                if (place > 0) {
                    row[place - 1] = products[item][p];
                }
            }
        }

        /** The item itself stands last in its neighbourhood, but not among all items. */
        private void fillLast(float[] row, int item, int[] near) {
            fillRow(row, item, near.length);
            for (int i = near.length - 1; i >= 0 && near[i] > item; i--) {
                int p = Arrays.binarySearch(others[near[i]], item);
                row[i] = p < 0 ? 0 : products[near[i]][p];
            }
        }
    }
}
