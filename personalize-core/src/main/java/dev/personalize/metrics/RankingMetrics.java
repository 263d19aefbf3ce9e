package dev.personalize.metrics;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Metrics of one ranked list against the items that turned out to be relevant. All lie in [0, 1], higher is better. A list
 * may be shorter than {@code k}: the missing places count as misses.
 *
 * <p>Relevance is binary, so that a list is told by its <i>hits</i>: the places, from 0, of the relevant items in it, ascending
 * ({@link #hits}). {@code relevantItems} is the number of relevant items there are, in the list or not, at least 1.
 */
public final class RankingMetrics {
    /** Places up to which discounts are looked up. */
    private static final int TABLE = 1024;

    private static final double[] IDEAL = new double[TABLE + 1];

    static {
        for (int places = 1; places <= TABLE; places++) {
            IDEAL[places] = IDEAL[places - 1] + discount(places - 1);
        }
    }

    private RankingMetrics() {}

    /** {@return the places, from 0, of the relevant items of a list, ascending} */
    public static int[] hits(int[] ranked, IntPredicate relevant) {
        int[] hits = new int[ranked.length];
        int size = 0;
        for (int place = 0; place < ranked.length; place++) {
            if (relevant.test(ranked[place])) {
                hits[size++] = place;
            }
        }
        return Arrays.copyOf(hits, size);
    }

    /** {@return 1 / rank of the first relevant item among the first {@code k}, ranks from 1, or 0 if there is none} */
    public static double reciprocalRank(int[] hits, int k) {
        return hits.length > 0 && hits[0] < k ? 1.0 / (hits[0] + 1) : 0;
    }

    /**
     * {@return normalized discounted cumulative gain: sum of 1 / log(1 + rank) over the relevant items among the first
     * {@code k}, divided by the same sum for the best possible list, whose first min(k, relevantItems) items are relevant}
     */
    public static double ndcg(int[] hits, int k, int relevantItems) {
        double gain = 0;
        for (int i = 0; i < hits.length && hits[i] < k; i++) {
            gain += discount(hits[i]);
        }
        return gain / ideal(Math.min(k, relevantItems));
    }

    private static double ideal(int places) {
        double ideal = IDEAL[Math.min(places, TABLE)];
        for (int place = TABLE; place < places; place++) {
            ideal += discount(place);
        }
        return ideal;
    }

    /** {@return what a hit at a place, from 0, counts for in NDCG: 1 / log(2 + place)} */
    static double discount(int place) {
        return 1 / Math.log(2 + place);
    }

    /** {@return relevant items among the first {@code k}, divided by {@code k}} */
    public static double precision(int[] hits, int k) {
        return count(hits, k) / (double) k;
    }

    /** {@return relevant items among the first {@code k}, divided by {@code relevantItems}} */
    public static double recall(int[] hits, int k, int relevantItems) {
        return count(hits, k) / (double) relevantItems;
    }

    /**
     * {@return relevant items among the first {@code k}, divided by min(k, relevantItems): 1 for a list of hits alone. What papers after
     * Liang et al., Variational Autoencoders for Collaborative Filtering (WWW 2018), call recall}
     */
    public static double cappedRecall(int[] hits, int k, int relevantItems) {
        return count(hits, k) / (double) Math.min(k, relevantItems);
    }

    /** {@return 1 if a relevant item is among the first {@code k}, else 0} */
    public static double hitRate(int[] hits, int k) {
        return count(hits, k) > 0 ? 1 : 0;
    }

    /**
     * {@return average precision: the precision at the rank of each relevant item among the first {@code k}, summed and divided by
     * min(k, relevantItems)}
     */
    public static double averagePrecision(int[] hits, int k, int relevantItems) {
        double sum = 0;
        for (int i = 0; i < hits.length && hits[i] < k; i++) {
            sum += (i + 1.0) / (hits[i] + 1);
        }
        return sum / Math.min(k, relevantItems);
    }

    private static int count(int[] hits, int k) {
        int count = 0;
        while (count < hits.length && hits[count] < k) {
            count++;
        }
        return count;
    }
}
