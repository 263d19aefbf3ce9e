package dev.personalize.internal.ranking;

import dev.personalize.error.InvalidInputException;

/**
 * Trades relevance for variety among the best candidates.
 *
 * <p>The trade is that of Carbonell and Goldstein, The Use of MMR, Diversity-Based Reranking for Reordering Documents and
 * Producing Summaries (SIGIR 1998): a candidate is worth {@code λ · Sim1 − (1 − λ) · max Sim2}. Here {@code Sim1}, its relevance,
 * is its place among the candidates (so that recipes with any scale of scores, and items without score, are treated alike),
 * {@code Sim2} is its similarity to another chosen item, and our {@code knob} is their {@code 1 − λ}. Two things differ, both so
 * that turning the knob up can never make a list less varied, which greedy MMR does not promise: the mean similarity takes the
 * place of the greatest, and the list is not built anew for each setting. It begins as the {@code k} most relevant items, and the
 * knob is turned up to its setting in twentieths; at each of them the chosen item worth least is exchanged for a candidate worth
 * more, as long as that makes the list more varied. So the list of a higher setting is that of a lower one after further
 * exchanges, each of which raised its intra-list diversity.
 */
public final class Diversity {
    private static final int LEVELS = 20;
    // An exchange must gain more than rounding can feign.
    private static final double LEAST_GAIN = 1e-9;

    private final int[] ranked;
    private final int k;
    private final Similarity similarity;
    private final boolean[] chosen;
    /** Of each candidate to all chosen ones but itself; shape [candidates]. */
    private final double[] similarityToChosen;

    private final double[] rowOfLeaving;

    private Diversity(int[] ranked, int k, Similarity similarity) {
        this.ranked = ranked;
        this.k = k;
        this.similarity = similarity;
        this.chosen = new boolean[ranked.length];
        this.similarityToChosen = new double[ranked.length];
        this.rowOfLeaving = new double[ranked.length];
    }

    /**
     * Puts a varied choice of {@code k} candidates first, in the order of their relevance, and the other candidates after it, in
     * the order of theirs. Looks at {@code 3 · k + 20} similarities of each candidate at most.
     *
     * @param ranked candidates, different from one another, best first; modified
     * @param k length of the list wanted
     * @param knob 0 … 1: 0 leaves the order as it is, 1 is as varied as exchanges can make it; rounded up to twentieths
     * @throws InvalidInputException if the knob is out of range
     */
    public static void rerank(int[] ranked, int k, double knob, Similarity similarity) {
        if (!(knob >= 0 && knob <= 1)) {
            throw new InvalidInputException("diversity is " + knob + ": give a number of 0 (none) … 1");
        }
        int levels = (int) Math.ceil(knob * LEVELS - LEAST_GAIN);
        if (levels == 0 || k < 2 || k >= ranked.length) {
            return;
        }
        Diversity choice = new Diversity(ranked, k, similarity);
        choice.exchange(levels);
        choice.order();
    }

    /**
     * {@return the intra-list diversity: 1 − similarity, averaged over all pairs of items, in [0, 1]; 0 for fewer than two items}
     */
    public static double ofList(int[] items, Similarity similarity) {
        double sum = 0;
        for (int i = 0; i < items.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += 1 - similarity.of(items[i], items[j]);
            }
        }
        return items.length < 2 ? 0 : 2 * sum / ((double) items.length * (items.length - 1));
    }

    private void exchange(int levels) {
        for (int i = 0; i < k; i++) {
            chosen[i] = true;
            addRow(i);
        }
        int left = k; // as many exchanges as there are places: a bound on the time, the same for every setting
        for (int level = 1; level <= levels; level++) {
            double weight = level / (double) LEVELS;
            while (left > 0 && exchangeOne(weight)) {
                left--;
            }
        }
    }

    private boolean exchangeOne(double weight) {
        int out = leastWorth(weight);
        for (int i = 0; i < ranked.length; i++) {
            rowOfLeaving[i] = i == out ? 0 : similarity.of(ranked[out], ranked[i]);
        }
        int in = mostWorth(weight);
        double lessSimilarity = similarityToChosen[out] - (similarityToChosen[in] - rowOfLeaving[in]);
        double gain = weight * lessSimilarity / (k - 1) + (1 - weight) * ((double) out - in) / ranked.length;
        if (lessSimilarity < LEAST_GAIN || gain < LEAST_GAIN) {
            return false;
        }
        chosen[out] = false;
        chosen[in] = true;
        for (int i = 0; i < ranked.length; i++) {
            similarityToChosen[i] -= rowOfLeaving[i];
        }
        addRow(in);
        return true;
    }

    private void addRow(int of) {
        for (int i = 0; i < ranked.length; i++) {
            if (i != of) {
                similarityToChosen[i] += similarity.of(ranked[of], ranked[i]);
            }
        }
    }

    private int leastWorth(double weight) {
        int worst = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < ranked.length; i++) {
            double cost = weight * similarityToChosen[i] / (k - 1) + (1 - weight) * i / ranked.length;
            if (chosen[i] && cost >= most) {
                worst = i;
                most = cost;
            }
        }
        return worst;
    }

    private int mostWorth(double weight) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ranked.length; i++) {
            double cost =
                    weight * (similarityToChosen[i] - rowOfLeaving[i]) / (k - 1) + (1 - weight) * i / ranked.length;
            if (!chosen[i] && cost < least) {
                best = i;
                least = cost;
            }
        }
        return best;
    }

    private void order() {
        int[] before = ranked.clone();
        int first = 0;
        int second = k;
        for (int i = 0; i < before.length; i++) {
            ranked[chosen[i] ? first++ : second++] = before[i];
        }
    }
}
