package dev.personalize.benchmarks;

import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.metrics.RankingMetrics;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How well a model ranks all items it knows but those of the user's training part; means over the users with something held
 * out. Recall divides by the number of items held out, NDCG is binary with the ideal list cut at its length.
 *
 * @param ndcg10 NDCG@10
 * @param recall20 Recall@20
 * @param ndcg20 NDCG@20
 * @param hitRate10 share of users with at least one hit among the first 10
 */
record FullRanking(double ndcg10, double recall20, double ndcg20, double hitRate10) {
    private static final int SHORT = 10;
    private static final int LONG = 20;
    private static final int METRICS = 4;
    private static final int USERS_A_CHUNK = 64;

    /** {@return the metrics of a model trained on the snapshot of {@code split}} */
    static FullRanking of(Model model, Snapshot data, HeldOutItems split) {
        int users = split.heldOut().size();
        double[][] perUser = new double[users][];
        Parallel.ofProcessors().forChunks(users, USERS_A_CHUNK, (chunk, from, to) -> {
            float[] scores = new float[model.items()];
            for (int user = from; user < to; user++) {
                if (!split.heldOut().get(user).isEmpty()) {
                    perUser[user] = ofUser(model, data, split, user, scores);
                }
            }
        });
        double[] means = new double[METRICS];
        for (int metric = 0; metric < METRICS; metric++) {
            int at = metric;
            means[metric] = Arrays.stream(perUser)
                    .filter(values -> values != null)
                    .mapToDouble(values -> values[at])
                    .average()
                    .orElse(0);
        }
        return new FullRanking(means[0], means[1], means[2], means[3]);
    }

    private static double[] ofUser(Model model, Snapshot data, HeldOutItems split, int user, float[] scores) {
        int[] history = positions(data, split.train().get(user));
        model.score(Query.ofItems(history), scores);
        for (int item : history) {
            scores[item] = Float.NaN;
        }
        TopK best = new TopK(LONG);
        best.offerAll(scores);
        int[] wanted = positions(data, split.heldOut().get(user));
        Arrays.sort(wanted);
        int[] hits = RankingMetrics.hits(best.drain(), item -> Arrays.binarySearch(wanted, item) >= 0);
        int total = split.heldOut().get(user).size();
        return new double[] {
            RankingMetrics.ndcg(hits, SHORT, total),
            RankingMetrics.recall(hits, LONG, total),
            RankingMetrics.ndcg(hits, LONG, total),
            RankingMetrics.hitRate(hits, SHORT)
        };
    }

    /** {@return the positions of the items that are known, in their order} */
    private static int[] positions(Snapshot data, List<String> itemIds) {
        return itemIds.stream()
                .mapToInt(data.items()::find)
                .filter(item -> item >= 0)
                .toArray();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "NDCG@10 %.4f Recall@20 %.4f NDCG@20 %.4f HR@10 %.4f",
                ndcg10,
                recall20,
                ndcg20,
                hitRate10);
    }
}
