package dev.personalize;

import dev.personalize.coldstart.ColdStart;
import dev.personalize.coldstart.ContextLift;
import dev.personalize.data.Snapshot;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.internal.catalog.TunedManifest;
import dev.personalize.metrics.Evaluation;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Split;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.DatasetType;
import dev.personalize.tuning.SearchResult;
import dev.personalize.tuning.SearchSpace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes all that a version is made of: looks for hyperparameters if it is asked to, measures, trains on everything. Writes nothing. For one
 * training.
 */
final class VersionTraining {
    private static final Logger LOG = LoggerFactory.getLogger(VersionTraining.class);

    private final SolutionManifest settings;
    private final Recipe recipe;
    private final Group group;
    private final ProgressListener progress;
    private final Cancellation cancellation;
    private final TrainingContext start;

    /**
     * What a training made.
     *
     * @param snapshot trained on
     * @param hyperparameters trained with
     * @param tuned what was tried to find them, or null if they were given
     * @param model of everything
     * @param coldStart for those without a history
     * @param contextLift what context adds
     * @param evaluation of a model of the same settings
     * @param time it all took
     */
    record Trained(
            Snapshot snapshot,
            Hyperparameters hyperparameters,
            @Nullable TunedManifest tuned,
            Model model,
            ColdStart coldStart,
            ContextLift contextLift,
            Evaluation evaluation,
            Duration time) {}

    VersionTraining(
            SolutionManifest settings,
            Recipe recipe,
            Group group,
            ProgressListener progress,
            Cancellation cancellation) {
        this.settings = settings;
        this.recipe = recipe;
        this.group = group;
        this.progress = progress;
        this.cancellation = cancellation;
        this.start = context(recipe.hyperparameters().values(settings.hyperparameters()));
    }

    private TrainingContext context(Hyperparameters hyperparameters) {
        return new TrainingContext(
                hyperparameters,
                settings.seed(),
                group.engine().parallel(cancellation),
                progress,
                cancellation,
                settings.weights());
    }

    /** {@return how the settings do where a part of the data is hidden from training} */
    EvaluationReport report(EvaluationConfig config) {
        return new Evaluating(recipe, start).report(group.data().snapshot(), settings.events(), config);
    }

    /** {@return all that the version is made of} */
    Trained run() {
        long begin = System.nanoTime();
        Snapshot all = group.data().snapshot();
        Snapshot snapshot = settings.events().from(all);
        if (recipe.needsInteractions()) {
            EventTypeRule.check(
                    group.data().schema(DatasetType.INTERACTIONS),
                    all.eventTypes().size(),
                    settings.eventTypeLimit());
            minimumData(settings).check(snapshot.interactions(), settings.events());
        }
        TunedManifest tuned = settings.hpo() == null ? null : tuned(snapshot, HpoConfig.of(settings.hpo()));
        TrainingContext context = tuned == null ? start : context(with(tuned.parameters()));
        Evaluating evaluating = new Evaluating(recipe, context);
        Evaluation evaluation = evaluate(evaluating, snapshot);
        Model model = evaluating.trained(snapshot);
        cancellation.throwIfCancelled();
        return new Trained(
                snapshot,
                context.hyperparameters(),
                tuned,
                model,
                ColdStart.of(snapshot, context.parallel()),
                contextLift(snapshot, model),
                evaluation,
                Duration.ofNanos(System.nanoTime() - begin));
    }

    static MinimumData minimumData(SolutionManifest settings) {
        return new MinimumData(settings.minimumInteractions(), settings.minimumUsers(), settings.minimumShare());
    }

    private Hyperparameters with(Map<String, String> found) {
        Map<String, String> values = new LinkedHashMap<>(settings.hyperparameters());
        values.putAll(found);
        return recipe.hyperparameters().values(values);
    }

    /** Looks for hyperparameters without a glance at the users the version is measured on afterwards. */
    private TunedManifest tuned(Snapshot snapshot, HpoConfig hpo) {
        Snapshot known = settings.evaluate()
                ? Split.ofUsers(settings.seed()).of(snapshot).train()
                : snapshot;
        SearchResult result = search(known, hpo, hpo.holdout().split(settings.seed() + 1), Metrics.named(hpo.metric()));
        Map<String, String> found = new LinkedHashMap<>();
        space(hpo)
                .ranges()
                .forEach(range ->
                        found.put(range.name(), result.best().hyperparameters().getOrDefault(range.name(), "")));
        LOG.info(
                "searched hyperparameters of {} in {} trials: {} {}, {} at the start; found {}",
                recipe.name(),
                result.trials().size(),
                hpo.metric(),
                result.best().value(),
                result.start().value(),
                found);
        return TunedManifest.of(hpo.metric(), found, result.trials());
    }

    private SearchSpace space(HpoConfig hpo) {
        return Tuning.space(recipe, settings.hyperparameters(), hpo);
    }

    /** {@return what was tried and found on the group's data as it is now} */
    SearchResult search(HpoConfig hpo, Split split, Metric metric) {
        return search(settings.events().from(group.data().snapshot()), hpo, split, metric);
    }

    private SearchResult search(Snapshot known, HpoConfig hpo, Split split, Metric metric) {
        return new Tuning(recipe, start, split.of(known), metric, group.engine().executor())
                .search(space(hpo), Tuning.plan(hpo, settings.seed()));
    }

    private Evaluation evaluate(Evaluating evaluating, Snapshot snapshot) {
        if (!settings.evaluate() || !recipe.needsInteractions()) {
            return Evaluation.NONE;
        }
        Evaluation evaluation = evaluating.ofVersion(snapshot);
        if (evaluation.cases() == 0) {
            LOG.warn("{} is not measured: no user with two or more events can be spared for testing", settings.name());
        }
        return evaluation;
    }

    /** {@return what context adds to the model's scores; nothing but for recipes that choose for a user, as in the service} */
    private ContextLift contextLift(Snapshot snapshot, Model model) {
        return recipe.type().isPersonal()
                ? ContextLift.of(
                        snapshot,
                        (from, cut, scores) -> model.score(Query.ofUser(snapshot, from, cut), scores),
                        start.parallel())
                : ContextLift.NONE;
    }
}
