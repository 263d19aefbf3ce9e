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
import dev.personalize.recipe.OptimizationObjective;
import dev.personalize.recipe.PopularityBias;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.recipe.TrendingModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains on one side of a split and asks about the other. Writes nothing.
 *
 * @param recipe what is trained
 * @param context its settings
 * @param objective what recommendations should bring, or null
 */
record Evaluating(
        Recipe recipe, TrainingContext context, @Nullable OptimizationObjective objective) {
    /** The service's key and cutoff of the metric of a version with an objective. */
    private static final String AVERAGE_REWARDS = "average_rewards_at_k";

    private static final int REWARDED_PLACES = 25;

    /** {@return a model of this data as campaigns ask it} */
    Model trained(Snapshot data) {
        Model model = PopularityBias.applied(recipe.train(data, context), data, context.hyperparameters());
        return objective == null ? model : objective.applied(model, data, context.parallel());
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
        Evaluation measured =
                Evaluation.of(model, recipe.type(), metricsOfVersion(snapshot), holdout, context.parallel());
        return model instanceof TrendingModel trending
                ? withTrend(measured, snapshot, trending.windowSeconds())
                : measured;
    }

    private List<Metric> metricsOfVersion(Snapshot data) {
        List<Metric> metrics = new ArrayList<>(Metrics.service());
        if (objective != null) {
            Metric rewards = Metrics.averageRewards(REWARDED_PLACES, objective.rewards(data));
            metrics.add(Metric.of(AVERAGE_REWARDS, REWARDED_PLACES, rewards::of));
        }
        return metrics;
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
                        context.eventTypeWeights()),
                objective);
    }

    /**
     * {@return how good it is}
     *
     * @param data to be trained on and asked about
     * @param events those of it, for messages
     */
    EvaluationReport report(Snapshot data, EventSelection events, EvaluationConfig config) {
        Holdout holdout = config.holdout().of(data);
        if (cannotBeAsked(holdout)) {
            throw new InvalidInputException("the split leaves " + holdout.cases() + " users to ask about and "
                    + holdout.train().interactions().size() + " of "
                    + (holdout.train().interactions().size() + holdout.asked().size())
                    + " events to train on, of " + events + ": hide fewer events, or others");
        }
        Measuring measuring =
                new Measuring(holdout, recipe.type(), metrics(config, data), config.repeats(), context.parallel());
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

    /** {@return those asked for, the weighted one where events have weights, and rewards where there is an objective, as in the service} */
    private List<Metric> metrics(EvaluationConfig config, Snapshot data) {
        List<Metric> metrics = new ArrayList<>(config.allMetrics());
        List<Metric> more = new ArrayList<>();
        if (context.eventTypeWeights().values().stream().anyMatch(weight -> weight > 0)) {
            config.cutoffs().forEach(k -> more.add(Metrics.weightedNdcg(k, context.eventTypeWeights())));
        }
        if (objective != null) {
            config.cutoffs().forEach(k -> more.add(Metrics.averageRewards(k, objective.rewards(data))));
        }
        more.stream().filter(metric -> !isNamed(metrics, metric)).toList().forEach(metrics::add);
        return metrics;
    }

    private static boolean isNamed(List<Metric> metrics, Metric other) {
        return metrics.stream().anyMatch(metric -> metric.name().equals(other.name()));
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
