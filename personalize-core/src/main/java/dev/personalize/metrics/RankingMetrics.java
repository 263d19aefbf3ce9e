package dev.personalize.metrics;

import java.util.function.IntPredicate;

/**
 * Metrics of one ranked list against the items that turned out to be relevant. All lie in [0, 1], higher is better. A list
 * may be shorter than {@code k}: the missing places count as misses.
 *
 * <p>Relevance is binary. {@code relevantItems} is the number of relevant items there are, in the list or not, at least 1.
 */
public final class RankingMetrics {
    private RankingMetrics() {}

    /** {@return 1 / rank of the first relevant item among the first {@code k}, or 0 if there is none} */
    public static double reciprocalRank(int[] ranked, int k, IntPredicate relevant) {
        for (int i = 0; i < Math.min(k, ranked.length); i++) {
            if (relevant.test(ranked[i])) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    /**
     * {@return normalized discounted cumulative gain: sum of 1 / log(1 + rank) over the relevant items among the first
     * {@code k}, divided by the same sum for the best possible list, whose first min(k, relevantItems) items are relevant}
     */
    public static double ndcg(int[] ranked, int k, IntPredicate relevant, int relevantItems) {
        double gain = 0;
        for (int i = 0; i < Math.min(k, ranked.length); i++) {
            if (relevant.test(ranked[i])) {
                gain += discount(i);
            }
        }
        double ideal = 0;
        for (int i = 0; i < Math.min(k, relevantItems); i++) {
            ideal += discount(i);
        }
        return gain / ideal;
    }

    private static double discount(int place) {
        return 1 / Math.log(2 + place);
    }

    /** {@return relevant items among the first {@code k}, divided by {@code k}} */
    public static double precision(int[] ranked, int k, IntPredicate relevant) {
        return hits(ranked, k, relevant) / (double) k;
    }

    /** {@return relevant items among the first {@code k}, divided by {@code relevantItems}} */
    public static double recall(int[] ranked, int k, IntPredicate relevant, int relevantItems) {
        return hits(ranked, k, relevant) / (double) relevantItems;
    }

    private static int hits(int[] ranked, int k, IntPredicate relevant) {
        int hits = 0;
        for (int i = 0; i < Math.min(k, ranked.length); i++) {
            hits += relevant.test(ranked[i]) ? 1 : 0;
        }
        return hits;
    }
}
