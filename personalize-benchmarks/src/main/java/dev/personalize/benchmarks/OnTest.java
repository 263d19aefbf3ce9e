package dev.personalize.benchmarks;

import dev.personalize.math.Parallel;
import dev.personalize.metrics.Holdout;
import dev.personalize.metrics.Measuring;
import dev.personalize.metrics.Metric;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.PopularityBias;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.TrainingContext;
import java.util.List;
import java.util.Map;

/** What a setting of a recipe is worth on events that no search looked at. */
final class OnTest {
    private OnTest() {}

    /** {@return the metric's mean, trained on the one side of the test and asked about the other} */
    static double value(Recipe recipe, Map<String, String> hyperparameters, Holdout test, Metric metric) {
        TrainingContext context = TrainingContext.of(recipe.hyperparameters().values(hyperparameters));
        Model model =
                PopularityBias.applied(recipe.train(test.train(), context), test.train(), context.hyperparameters());
        return new Measuring(test, recipe.type(), List.of(metric), test.hasRepeats(), Parallel.ofProcessors())
                .of(model)
                .mean(metric.name());
    }
}
