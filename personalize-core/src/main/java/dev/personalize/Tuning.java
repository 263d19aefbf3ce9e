package dev.personalize;

import dev.personalize.error.TrainingException;
import dev.personalize.metrics.Effort;
import dev.personalize.metrics.Holdout;
import dev.personalize.metrics.Measuring;
import dev.personalize.metrics.Metric;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.tuning.HyperparameterSearch;
import dev.personalize.tuning.SearchPlan;
import dev.personalize.tuning.SearchResult;
import dev.personalize.tuning.SearchSpace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Searches for the hyperparameters of a recipe on one split. Writes nothing. For one search.
 *
 * <p>A part of the effort is its square root of the users to learn from and, where the recipe has epochs, its square root of these; else that part of the
 * users to learn from. Where people hardly come back to what they had, such items are neither recommended nor asked for.
 */
final class Tuning {
    private final Recipe recipe;
    private final TrainingContext context;
    private final Metric metric;
    private final Executor executor;
    private final Holdout holdout;
    /** By share of the users: several settings are measured on each. */
    private final Map<Double, Measuring> measurings = new ConcurrentHashMap<>();

    /**
     * @param context of the training the search is for; its hyperparameters are where the search begins
     * @param holdout to train and measure on
     * @param metric made as great as can be
     * @param executor runs settings side by side
     */
    Tuning(Recipe recipe, TrainingContext context, Holdout holdout, Metric metric, Executor executor) {
        this.recipe = recipe;
        this.context = context;
        this.holdout = holdout;
        this.metric = metric;
        this.executor = executor;
        if (holdout.cases() == 0 || holdout.train().interactions().size() == 0) {
            throw new TrainingException("there are no hyperparameters to be found: the split leaves " + holdout.cases()
                    + " users to ask about and "
                    + holdout.train().interactions().size()
                    + " events to train on; import more, choose another split, or leave hpo out");
        }
    }

    /** {@return what was tried and found} */
    SearchResult search(SearchSpace space, SearchPlan plan) {
        return HyperparameterSearch.run(space, plan, this::value, executor, context.progress(), context.cancellation());
    }

    private double value(Map<String, String> hyperparameters, double effort) {
        HyperparameterSpace declared = recipe.hyperparameters();
        double share = declared.epochs().isPresent() ? Math.sqrt(effort) : effort;
        Map<String, String> values = new HashMap<>(hyperparameters);
        declared.epochs().ifPresent(name -> values.computeIfPresent(name, (key, epochs) -> fewer(epochs, share)));
        Measuring measuring = measurings.computeIfAbsent(share, this::measuring);
        Evaluating evaluating = new Evaluating(recipe, context(declared.values(values)), null);
        return measuring.of(evaluating.trained(measuring.holdout().train())).mean(metric.name());
    }

    private static String fewer(String epochs, double share) {
        return Long.toString(Math.max(1, Math.round(Integer.parseInt(epochs) * share)));
    }

    private Measuring measuring(double share) {
        return new Measuring(
                Effort.reduced(holdout, share, context.seed()),
                recipe.type(),
                List.of(metric),
                holdout.hasRepeats(),
                context.parallel());
    }

    private TrainingContext context(Hyperparameters hyperparameters) {
        return new TrainingContext(
                hyperparameters,
                context.seed(),
                context.parallel(),
                ProgressListener.NONE,
                context.cancellation(),
                context.eventTypeWeights());
    }

    /** {@return the hyperparameters a search walks from a solution's own} */
    static SearchSpace space(Recipe recipe, Map<String, String> hyperparameters, HpoConfig config) {
        return config.ranges().isEmpty()
                ? SearchSpace.around(recipe.hyperparameters(), hyperparameters)
                : SearchSpace.of(recipe.hyperparameters(), hyperparameters, config.ranges());
    }

    static SearchPlan plan(HpoConfig config, long seed) {
        return new SearchPlan(
                config.maxNumberOfTrainingJobs(),
                config.maxParallelTrainingJobs(),
                config.successiveHalving(),
                config.timeBudget(),
                seed);
    }
}
