package dev.personalize;

import dev.personalize.data.EventSelection;
import dev.personalize.data.Interactions;
import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.metrics.Evaluation;
import dev.personalize.metrics.Holdout;
import dev.personalize.metrics.Measurement;
import dev.personalize.metrics.Measuring;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Split;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.PopularityBias;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.recipe.TrendingModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains on one side of a split and asks about the other. Writes nothing.
 *
 * @param recipe what is trained
 * @param context its settings
 */
record Evaluating(Recipe recipe, TrainingContext context) {
    /** {@return a model of this data as campaigns ask it} */
    Model trained(Snapshot data) {
        return PopularityBias.applied(recipe.train(data, context), data, context.hyperparameters());
    }

    /** {@return what a version prints by itself, on the service's split for its kind of recipe; {@link Evaluation#NONE} if nobody can be spared} */
    Evaluation ofVersion(Snapshot snapshot) {
        boolean segments = recipe.type() == RecipeType.USER_SEGMENTATION;
        Holdout holdout = (segments ? Split.insideUsers() : Split.ofUsers(context.seed())).of(snapshot);
        if (cannotBeAsked(holdout)) {
            return Evaluation.NONE;
        }
        Model model = measured().trained(holdout.train());
        if (segments && model instanceof EmbeddingModel embedding) {
            return Evaluation.ofSegments(embedding, holdout, context.parallel());
        }
        Evaluation measured = Evaluation.of(model, recipe.type(), holdout, context.parallel());
        return model instanceof TrendingModel trending
                ? withTrend(measured, snapshot, trending.windowSeconds())
                : measured;
    }

    /** Trends are foretold from what was before the last window, by whomever it was. */
    private Evaluation withTrend(Evaluation measured, Snapshot snapshot, long window) {
        long from = newest(snapshot.interactions()) - window + 1;
        Holdout split = Split.byTime(Instant.ofEpochSecond(from)).of(snapshot);
        return split.train().interactions().size() > 0
                        && measured().trained(split.train()) instanceof TrendingModel before
                ? measured.withTrend(before, split, from)
                : measured;
    }

    private static boolean cannotBeAsked(Holdout holdout) {
        return holdout.cases() == 0 || holdout.train().interactions().size() == 0;
    }

    /** {@return the same, whose progress says that it is not the version that is trained} */
    private Evaluating measured() {
        ProgressListener progress = context.progress();
        return new Evaluating(
                recipe,
                new TrainingContext(
                        context.hyperparameters(),
                        context.seed(),
                        context.parallel(),
                        (task, done, total) -> progress.progress("measure: " + task, done, total),
                        context.cancellation(),
                        context.eventTypeWeights()));
    }

    /**
     * {@return how good it is}
     *
     * @param all the group's data
     * @param events those that count
     */
    EvaluationReport report(Snapshot all, EventSelection events, EvaluationConfig config) {
        Holdout holdout = config.holdout().of(events.from(all));
        if (cannotBeAsked(holdout)) {
            throw new InvalidInputException("the split leaves " + holdout.cases() + " users to ask about and "
                    + holdout.train().interactions().size() + " of "
                    + (holdout.train().interactions().size() + holdout.asked().size())
                    + " events to train on, of " + events + ": hide fewer events, or others");
        }
        Measuring measuring =
                new Measuring(holdout, recipe.type(), metrics(config), config.repeats(), context.parallel());
        Measurement measurement = measuring.of(measured().trained(holdout.train()));
        context.cancellation().throwIfCancelled();
        long window = config.popularityWindow().toSeconds();
        return new EvaluationReport(
                recipe.name(),
                config,
                measurement,
                measuring.of(measuring.popularity()),
                measuring.of(recent(holdout.train().interactions(), window)),
                context.parallel());
    }

    /** {@return those asked for, and the weighted one where events have weights, as in the service} */
    private List<Metric> metrics(EvaluationConfig config) {
        List<Metric> metrics = new ArrayList<>(config.allMetrics());
        if (context.eventTypeWeights().values().stream().anyMatch(weight -> weight > 0)) {
            config.cutoffs().stream()
                    .map(k -> Metrics.weightedNdcg(k, context.eventTypeWeights()))
                    .filter(weighted ->
                            metrics.stream().noneMatch(metric -> metric.name().equals(weighted.name())))
                    .toList()
                    .forEach(metrics::add);
        }
        return metrics;
    }

    private static Popularity recent(Interactions events, long seconds) {
        long newest = newest(events);
        return Popularity.of(events.filter(position -> events.timestamp(position) > newest - seconds));
    }

    private static long newest(Interactions events) {
        return IntStream.range(0, events.size())
                .mapToLong(events::timestamp)
                .max()
                .orElse(0);
    }
}
