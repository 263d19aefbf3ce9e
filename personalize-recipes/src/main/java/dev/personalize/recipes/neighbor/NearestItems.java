package dev.personalize.recipes.neighbor;

import dev.personalize.math.Spares;
import dev.personalize.math.TopK;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best neighbours of every item, exactly, looking at each pair once. One object a training.
 *
 * <p>Item by item, from the most popular on, the products with the more popular items are summed over the item's users; every pair that has
 * any is offered to the lists of both. What a list keeps does not depend on the order of offers, so threads share the lists and
 * the result is the same for any number of them. There is never a matrix of items: a thread has sums for one item.
 */
final class NearestItems {
    /** Enough to make up for a chunk's handling, few enough to stop within a second. */
    private static final int ITEMS_A_CHUNK = 64;

    private static final int ITEMS_A_REPORT = 1 << 14;
    /** Below so many additions an item of the catalogue, it is quicker to list what was added to than to look everywhere. */
    private static final double SPARSE = 0.25;

    private static final int BYTES_A_SCRATCH_ITEM = 20;
    private static final int BYTES_A_LIST = 80;
    private static final int BYTES_A_NEIGHBOR = 24;

    private final RankedRows rows;
    private final Similarity similarity;
    private final TrainingContext context;
    private final String task;
    /** Of each item, by position; null for one without neighbours. */
    private final @Nullable TopK[] lists;
    /**
     * What a score must reach to enter a list, by position. Written under the list's lock and read without it: a value that is out of date is
     * lower, and costs a look at the list.
     */
    private final float[] least;

    private final Spares<Scratch> spares;

    private NearestItems(RankedRows rows, Similarity similarity, int most, String recipe, TrainingContext context) {
        int items = rows.items();
        this.rows = rows;
        this.similarity = similarity;
        this.context = context;
        this.task = "train " + recipe;
        this.lists = new TopK[items];
        this.least = new float[items];
        Arrays.fill(least, Float.NEGATIVE_INFINITY);
        for (int number = 0; number < items; number++) {
            int neighbors = (int) Math.min(Math.min(most, items - 1), rows.pairs(number));
            if (neighbors > 0) {
                lists[rows.position(number)] = new TopK(neighbors);
            }
        }
        this.spares = new Spares<>(() -> new Scratch(items));
    }

    /**
     * The neighbours of each item.
     *
     * @param items positions, best first, of equal ones the lower first; shape [items][…]
     * @param scores shape as {@code items}
     */
    // A record of arrays: never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Found(int[][] items, float[][] scores) {}

    /**
     * {@return the best neighbours of every item}
     *
     * @param most neighbours of an item, at least 1
     * @param recipe its name, for the progress
     */
    static Found find(RankedRows rows, Similarity similarity, int most, String recipe, TrainingContext context) {
        return new NearestItems(rows, similarity, most, recipe, context).find();
    }

    /** {@return heap a search takes, beside the rows, from above} */
    static long bytes(long items, long most, long pairs) {
        long scratch = items * BYTES_A_SCRATCH_ITEM * Runtime.getRuntime().availableProcessors();
        long neighbors = Math.min(items * Math.min(items, most), 2 * pairs);
        return scratch + items * BYTES_A_LIST + neighbors * BYTES_A_NEIGHBOR;
    }

    private Found find() {
        int items = rows.items();
        context.progress().progress(task, 0, items);
        for (int begin = 0; begin < items; begin += ITEMS_A_REPORT) {
            int end = Math.min(items, begin + ITEMS_A_REPORT);
            int first = begin;
            context.parallel()
                    .forChunks(end - begin, ITEMS_A_CHUNK, (chunk, from, to) -> offer(first + from, first + to));
            context.progress().progress(task, end, items);
        }
        Found found = new Found(new int[items][], new float[items][]);
        for (int item = 0; item < items; item++) {
            TopK list = lists[item];
            found.scores[item] = new float[list == null ? 0 : list.size()];
            found.items[item] = list == null ? new int[0] : list.drain(found.scores[item]);
            lists[item] = null;
        }
        return found;
    }

    private void offer(int from, int to) {
        Scratch scratch = spares.take();
        for (int number = from; number < to; number++) {
            context.cancellation().throwIfCancelled();
            TopK list = lists[rows.position(number)];
            if (list != null) {
                scratch.gather(number);
                scratch.offer(rows.position(number), list);
            }
        }
        spares.giveBack(scratch); // not after a failure, which leaves sums behind
    }

    /** The more popular neighbours of one item after the other. For one thread. */
    private final class Scratch {
        /** Zeros between items; by number. */
        private final float[] sums;

        private final int[] met;
        private final int[] others;
        private final float[] products;
        private final float[] scores;
        private int size;

        Scratch(int items) {
            sums = new float[items];
            met = new int[(int) (SPARSE * items) + 1];
            others = new int[items];
            products = new float[items];
            scores = new float[items];
        }

        /** Fills {@link #others}, positions, and {@link #products}. */
        void gather(int number) {
            size = 0;
            boolean sparse = rows.additions(number) < SPARSE * number;
            int listed = sparse ? rows.list(number, met) : number;
            rows.addProducts(number, sums);
            for (int i = 0; i < listed; i++) {
                int other = sparse ? met[i] : i;
                if (sums[other] > 0) {
                    others[size] = rows.position(other);
                    products[size++] = sums[other];
                    sums[other] = 0; // so that what is listed twice counts once
                }
            }
        }

        void offer(int item, TopK list) {
            similarity.ofNeighbors(item, others, products, size, scores);
            synchronized (list) {
                for (int i = 0; i < size; i++) {
                    if (scores[i] >= least[item]) {
                        list.offer(others[i], scores[i]);
                        least[item] = list.worst();
                    }
                }
            }
            if (!similarity.symmetric()) {
                similarity.asNeighbor(item, others, products, size, scores);
            }
            for (int i = 0; i < size; i++) {
                if (scores[i] >= least[others[i]]) {
                    offerTo(others[i], item, scores[i]);
                }
            }
        }

        private void offerTo(int other, int item, float score) {
            TopK list = lists[other];
            if (list != null) {
                synchronized (list) {
                    list.offer(item, score);
                    least[other] = list.worst();
                }
            }
        }
    }
}
