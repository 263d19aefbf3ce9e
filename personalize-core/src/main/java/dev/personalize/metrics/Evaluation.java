package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import dev.personalize.data.Popularity;
import dev.personalize.math.Bits;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The offline metrics of a model under Amazon Personalize's keys, beside those of recommending the most popular items to
 * everybody on the same split. Immutable.
 *
 * <ul>
 *   <li>{@code coverage}: distinct items recommended in the first 25 places over all cases, divided by all items;
 *   <li>{@code mean_reciprocal_rank_at_25}, {@code normalized_discounted_cumulative_gain_at_5}, {@code _10}, {@code _25},
 *       {@code precision_at_5}, {@code _10}, {@code _25}: {@link RankingMetrics}, averaged over the cases.
 * </ul>
 *
 * <p>A case is asked as a campaign would be: the events given are the user's history, a related-items model is asked about
 * the newest item given, items already had may be recommended again, and where the model names fewer than 25 items the most
 * popular ones follow. An item asked for counts once, however often it occurs.
 *
 * @param metrics metrics of the model, by key, unmodifiable
 * @param popularity metrics of the popularity baseline, same keys, unmodifiable
 * @param cases number of cases averaged over
 * @param calibration what scores of items mean that are not in the history given, or null if none had a score
 * @param repeatCalibration what scores of items of the history given mean, or null if none had a score
 */
public record Evaluation(
        Map<String, Double> metrics,
        Map<String, Double> popularity,
        int cases,
        @Nullable Calibration calibration,
        @Nullable Calibration repeatCalibration) {
    /** No measurement: nothing was asked. */
    public static final Evaluation NONE = new Evaluation(Map.of(), Map.of(), 0, null, null);

    private static final int K = 25;
    private static final int[] CUTOFFS = {5, 10, K};
    private static final int CASES_PER_CHUNK = 32;

    /** Copies the maps. */
    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        popularity = Collections.unmodifiableMap(new LinkedHashMap<>(popularity));
    }

    /** Ranks the items of one case; must not change the case's data. */
    @FunctionalInterface
    private interface Ranking {
        int[] best(Query query);
    }

    /**
     * Evaluates a model.
     *
     * @param model trained on {@code holdout.train()}
     * @param type what the model is asked for
     * @param holdout the split
     * @param parallel spreads the cases over threads; the result does not depend on their number
     */
    public static Evaluation of(Model model, RecipeType type, Holdout holdout, Parallel parallel) {
        Popularity popularity = Popularity.of(holdout.train().interactions());
        Ranking byModel = query -> best(model, query, popularity);
        Ranking byPopularity = query -> filled(new int[0], popularity, allowed(query, model.items()));
        ScoreCounts scores = new ScoreCounts(model, type, holdout, parallel);
        return new Evaluation(
                average(byModel, type, holdout, parallel),
                average(byPopularity, type, holdout, parallel),
                holdout.cases().size(),
                scores.ofNew(),
                scores.ofRepeated());
    }

    private static int[] best(Model model, Query query, Popularity popularity) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        if (query.anchor() >= 0) {
            scores[query.anchor()] = Float.NaN;
        }
        TopK top = new TopK(K);
        top.offerAll(scores);
        return filled(top.drain(), popularity, allowed(query, scores.length));
    }

    private static int[] filled(int[] best, Popularity popularity, Bits allowed) {
        for (int item : best) {
            allowed.clear(item);
        }
        int[] filled = Arrays.copyOf(best, K);
        return Arrays.copyOf(filled, popularity.fill(filled, best.length, allowed));
    }

    /** An item is not its own related item, for the model and the baseline alike. */
    private static Bits allowed(Query query, int items) {
        Bits allowed = Bits.all(items);
        if (query.anchor() >= 0) {
            allowed.clear(query.anchor());
        }
        return allowed;
    }

    private static Map<String, Double> average(Ranking ranking, RecipeType type, Holdout holdout, Parallel parallel) {
        int cases = holdout.cases().size();
        Sums[] partial = new Sums[Parallel.chunks(cases, CASES_PER_CHUNK)];
        // Shared: threads only ever set elements to true, and the end of the loop makes them visible.
        boolean[] recommended = new boolean[holdout.events().items()];
        parallel.forChunks(cases, CASES_PER_CHUNK, (chunk, from, to) -> {
            Sums sums = new Sums();
            for (int i = from; i < to; i++) {
                Holdout.Case asked = holdout.cases().get(i);
                Query query = query(asked, type, holdout);
                int[] ranked = ranking.best(query);
                for (int item : ranked) {
                    recommended[item] = true;
                }
                sums.add(ranked, targets(asked, query, holdout.events()));
            }
            partial[chunk] = sums;
        });
        Sums total = new Sums();
        for (Sums sums : partial) {
            total.add(sums);
        }
        return total.averages(cases, share(recommended));
    }

    private static double share(boolean[] recommended) {
        int covered = 0;
        for (boolean item : recommended) {
            covered += item ? 1 : 0;
        }
        return covered / (double) recommended.length;
    }

    static Query query(Holdout.Case asked, RecipeType type, Holdout holdout) {
        Query query = Query.ofHistory(holdout.events(), asked.from(), asked.cut())
                .withUserAttributes(() -> holdout.train().userAttributes().texts(asked.user()));
        return type == RecipeType.RELATED_ITEMS
                ? query.withAnchor(holdout.events().item(asked.cut() - 1))
                : query;
    }

    /** {@return the items asked for, ascending and distinct, without the item in question} */
    static int[] targets(Holdout.Case asked, Query query, Interactions events) {
        return Arrays.stream(events.items(asked.cut(), asked.to()))
                .filter(item -> item != query.anchor())
                .sorted()
                .distinct()
                .toArray();
    }

    /** Sums over cases; added up in a fixed order, so that the averages are the same for any number of threads. */
    private static final class Sums {
        final double[] ndcg = new double[CUTOFFS.length];
        final double[] precision = new double[CUTOFFS.length];
        double reciprocalRank;

        void add(int[] ranked, int[] targets) {
            if (targets.length == 0) {
                return; // nothing but the item in question itself was asked for: a miss for every list
            }
            for (int i = 0; i < CUTOFFS.length; i++) {
                ndcg[i] += RankingMetrics.ndcg(
                        ranked, CUTOFFS[i], item -> Arrays.binarySearch(targets, item) >= 0, targets.length);
                precision[i] +=
                        RankingMetrics.precision(ranked, CUTOFFS[i], item -> Arrays.binarySearch(targets, item) >= 0);
            }
            reciprocalRank += RankingMetrics.reciprocalRank(ranked, K, item -> Arrays.binarySearch(targets, item) >= 0);
        }

        void add(Sums other) {
            for (int i = 0; i < CUTOFFS.length; i++) {
                ndcg[i] += other.ndcg[i];
                precision[i] += other.precision[i];
            }
            reciprocalRank += other.reciprocalRank;
        }

        Map<String, Double> averages(int cases, double coverage) {
            Map<String, Double> averages = new LinkedHashMap<>();
            averages.put("coverage", coverage);
            averages.put("mean_reciprocal_rank_at_" + K, reciprocalRank / cases);
            for (int i = 0; i < CUTOFFS.length; i++) {
                averages.put("normalized_discounted_cumulative_gain_at_" + CUTOFFS[i], ndcg[i] / cases);
            }
            for (int i = 0; i < CUTOFFS.length; i++) {
                averages.put("precision_at_" + CUTOFFS[i], precision[i] / cases);
            }
            return averages;
        }
    }
}
