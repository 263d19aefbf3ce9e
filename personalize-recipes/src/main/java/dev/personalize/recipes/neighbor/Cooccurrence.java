package dev.personalize.recipes.neighbor;

import dev.personalize.data.Interactions;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.TrainingContext;

/** Counts common users of items, item by item, and keeps the best neighbours of each. One object a training. */
final class Cooccurrence {
    /** The service returns no more items to a request. */
    private static final int MOST_NEIGHBORS = 500;
    /** Enough to make up for the counter array of a chunk, few enough to stop within a second. */
    private static final int ITEMS_A_CHUNK = 64;

    private static final int ITEMS_A_REPORT = 1 << 14;

    private static final String TASK = "train " + SimsRecipe.NAME;

    private final TrainingContext context;
    private final PreferenceMatrix itemsOfUser;
    private final PreferenceMatrix usersOfItem;
    private final int leastCommonUsers;
    /** {@code n_i^p} of each item; shape [items]. */
    private final double[] discounts;

    private Cooccurrence(PreferenceMatrix itemsOfUser, TrainingContext context) {
        this.context = context;
        this.itemsOfUser = itemsOfUser;
        this.usersOfItem = itemsOfUser.transpose();
        Hyperparameters hyperparameters = context.hyperparameters();
        this.leastCommonUsers = Math.max(1, hyperparameters.integer(SimsRecipe.MIN_COINTERACTION_COUNT));
        double factor = hyperparameters.number(SimsRecipe.POPULARITY_DISCOUNT_FACTOR);
        this.discounts = new double[usersOfItem.rows()];
        for (int item = 0; item < discounts.length; item++) {
            discounts[item] = Math.pow(usersOfItem.count(item), factor);
        }
    }

    /** {@return the neighbours of every item} */
    static Neighborhoods train(Interactions events, TrainingContext context) {
        context.cancellation().throwIfCancelled();
        Interactions kept = withinPercentiles(events, context.hyperparameters());
        return new Cooccurrence(kept.preferences(), context).count();
    }

    private static Interactions withinPercentiles(Interactions events, Hyperparameters hyperparameters) {
        int[] userOf = new int[events.size()];
        int[] historyLengths = new int[events.users()];
        int[] interactionCounts = new int[events.items()];
        for (int user = 0; user < events.users(); user++) {
            historyLengths[user] = events.end(user) - events.begin(user);
            for (int p = events.begin(user); p < events.end(user); p++) {
                userOf[p] = user;
                interactionCounts[events.item(p)]++;
            }
        }
        PercentileRange lengths =
                PercentileRange.of(historyLengths, hyperparameters, SimsRecipe.MIN_HISTORY, SimsRecipe.MAX_HISTORY);
        PercentileRange counts = PercentileRange.of(
                interactionCounts, hyperparameters, SimsRecipe.MIN_INTERACTIONS, SimsRecipe.MAX_INTERACTIONS);
        return events.filter(
                p -> lengths.contains(historyLengths[userOf[p]]) && counts.contains(interactionCounts[events.item(p)]));
    }

    private Neighborhoods count() {
        int items = usersOfItem.rows();
        int[][] neighbors = new int[items][];
        float[][] scores = new float[items][];
        context.progress().progress(TASK, 0, items);
        for (int begin = 0; begin < items; begin += ITEMS_A_REPORT) {
            int end = Math.min(items, begin + ITEMS_A_REPORT);
            countRange(begin, end, neighbors, scores);
            context.progress().progress(TASK, end, items);
        }
        return Neighborhoods.of(neighbors, scores);
    }

    private void countRange(int begin, int end, int[][] neighbors, float[][] scores) {
        int items = usersOfItem.rows();
        context.parallel().forChunks(end - begin, ITEMS_A_CHUNK, (chunk, from, to) -> {
            int[] common = new int[items];
            int[] seen = new int[items];
            TopK best = new TopK(MOST_NEIGHBORS);
            for (int item = begin + from; item < begin + to; item++) {
                context.cancellation().throwIfCancelled();
                int size = countCommonUsers(item, common, seen);
                offerNeighbors(item, common, seen, size, best);
                neighbors[item] = best.drain();
                scores[item] = new float[neighbors[item].length];
                for (int i = 0; i < neighbors[item].length; i++) {
                    scores[item][i] = score(item, neighbors[item][i], common);
                }
                for (int i = 0; i < size; i++) {
                    common[seen[i]] = 0;
                }
            }
        });
    }

    /**
     * {@return how many items share a user with {@code item}, itself included}
     *
     * @param common zeros on the way in, the number of common users on the way out; shape [items]
     * @param seen those items on the way out, in no particular order; shape [items]
     */
    private int countCommonUsers(int item, int[] common, int[] seen) {
        int size = 0;
        for (int p = usersOfItem.begin(item); p < usersOfItem.end(item); p++) {
            int user = usersOfItem.column(p);
            for (int q = itemsOfUser.begin(user); q < itemsOfUser.end(user); q++) {
                int other = itemsOfUser.column(q);
                if (common[other]++ == 0) {
                    seen[size++] = other;
                }
            }
        }
        return size;
    }

    private void offerNeighbors(int item, int[] common, int[] seen, int size, TopK best) {
        for (int i = 0; i < size; i++) {
            if (seen[i] != item && common[seen[i]] >= leastCommonUsers) {
                best.offer(seen[i], score(item, seen[i], common));
            }
        }
    }

    private float score(int item, int other, int[] common) {
        return (float) (common[other] / (discounts[item] * discounts[other]));
    }
}
