package dev.personalize.metrics;

import dev.personalize.data.Popularity;
import dev.personalize.math.Parallel;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrendingModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The offline metrics of a model under Amazon Personalize's keys, beside those of recommending the most popular items to
 * everybody on the same split. Immutable.
 *
 * <ul>
 *   <li>{@code coverage}: distinct items recommended in the first 25 places over all cases, divided by all items;
 *   <li>those of {@link Metrics#service} and any others asked for, averaged over the cases.
 * </ul>
 *
 * <p>A case is asked as {@link Measuring} says; items already had may be recommended again.
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

    private static final int COVERED_PLACES = 25;

    /** Copies the maps. */
    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        popularity = Collections.unmodifiableMap(new LinkedHashMap<>(popularity));
    }

    /** As {@link #of(Model, RecipeType, List, Holdout, Parallel)}, by the metrics of the service. */
    public static Evaluation of(Model model, RecipeType type, Holdout holdout, Parallel parallel) {
        return of(model, type, Metrics.service(), holdout, parallel);
    }

    /**
     * Evaluates a model.
     *
     * @param model trained on {@code holdout.train()}
     * @param type what the model is asked for
     * @param metrics beside the coverage, each with a name of its own
     * @param holdout the split
     * @param parallel spreads the cases over threads; the result does not depend on their number
     */
    public static Evaluation of(
            Model model, RecipeType type, List<Metric> metrics, Holdout holdout, Parallel parallel) {
        Measuring measuring = new Measuring(holdout, type, metrics, true, parallel);
        ScoreCounts scores = new ScoreCounts(model, type, holdout, parallel);
        return new Evaluation(
                byKey(measuring.of(model)),
                byKey(measuring.of(measuring.popularity())),
                holdout.cases(),
                scores.ofNew(),
                scores.ofRepeated());
    }

    /**
     * {@return this and {@code trend_prediction_accuracy}: what the first 25 items of the answer to a stranger grew by, divided by what
     * those 25 grew by that grew most; 0 if they grew less than nothing, or nothing grew}
     *
     * <p>An item grows by its events in the window from an instant on, minus those in the window before. The baseline is what is most
     * popular of all that was before. The service has it under a name, and publishes no key.
     *
     * @param model trained on {@code split.train()}
     * @param split everything from the instant on is asked for
     * @param from the instant, seconds since the epoch
     */
    public Evaluation withTrend(TrendingModel model, Holdout split, long from) {
        TrendAccuracy accuracy = new TrendAccuracy(split, from, model.windowSeconds());
        return new Evaluation(
                with(metrics, accuracy.of(model)),
                with(popularity, accuracy.of(Popularity.of(split.train().interactions()))),
                cases,
                calibration,
                repeatCalibration);
    }

    private static Map<String, Double> with(Map<String, Double> metrics, double accuracy) {
        Map<String, Double> more = new LinkedHashMap<>(metrics);
        more.put("trend_prediction_accuracy", accuracy);
        return more;
    }

    /**
     * Tells what a model shows beside the items of its catalogue, or 2,000 of them, in the first 25 places: {@code item_popularity}, {@code
     * item_freshness} and {@code item_similarity}, means of what the model says of these items; the similarity is its score, kept within
     * [0, 1]. Items it can say nothing of are not asked about. The service has the three under names, and publishes no keys.
     *
     * <p>Nobody is asked for it, so there are no cases. The baseline shows the most popular other items beside each.
     *
     * @param model the one to be served
     * @param popularity of the model's items
     * @param parallel spreads the items over threads; the result does not depend on their number
     */
    public static Evaluation ofCatalogue(InfluencedModel model, Popularity popularity, Parallel parallel) {
        CatalogueAverages averages = new CatalogueAverages(model, parallel);
        return new Evaluation(averages.ofModel(), averages.of(popularity), 0, null, null);
    }

    private static Map<String, Double> byKey(Measurement measured) {
        Map<String, Double> byKey = new LinkedHashMap<>();
        byKey.put("coverage", Exposure.coverage(measured, COVERED_PLACES));
        byKey.putAll(measured.means());
        return byKey;
    }

    /**
     * Evaluates a model that finds users for items. Each item that somebody is asked for, or 2,000 of them, is a question: the users with
     * events given are ordered by their score for it, and the first hundredth of them, rounded up, is its segment.
     *
     * <ul>
     *   <li>{@code coverage}: distinct users in any segment, divided by all users with events given;
     *   <li>{@code hits_at_1_percent}: users of a segment who had the item among the events asked for, averaged over the items;
     *   <li>{@code recall_at_1_percent}: the same, divided by all who had it there.
     * </ul>
     *
     * <p>The baseline takes for every item the users with the most different items.
     *
     * @param model trained on {@code holdout.train()}
     * @param parallel spreads the items over threads; the result does not depend on their number
     */
    public static Evaluation ofSegments(EmbeddingModel model, Holdout holdout, Parallel parallel) {
        SegmentAccuracy accuracy = new SegmentAccuracy(holdout, parallel);
        return new Evaluation(accuracy.of(model), accuracy.ofActivity(), holdout.cases(), null, null);
    }
}
