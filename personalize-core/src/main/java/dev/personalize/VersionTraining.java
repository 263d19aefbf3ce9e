package dev.personalize;

import dev.personalize.coldstart.ColdStart;
import dev.personalize.coldstart.ContextLift;
import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.TrainingException;
import dev.personalize.internal.catalog.Arrivals;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.internal.catalog.TunedManifest;
import dev.personalize.metrics.Evaluation;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Split;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.DatasetType;
import dev.personalize.tuning.AutoMlReport;
import dev.personalize.tuning.SearchResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes all that a version is made of: looks for hyperparameters if it is asked to, measures, trains on everything. Writes nothing. For one
 * training.
 */
final class VersionTraining {
    private static final Logger LOG = LoggerFactory.getLogger(VersionTraining.class);
    /** Of no recipe. */
    private static final Hyperparameters NOTHING =
            HyperparameterSpace.builder().build().defaults();

    private final SolutionManifest settings;
    private final @Nullable Recorded recorded;
    private final Engine engine;
    private final Group group;
    private final ProgressListener progress;
    private final Cancellation cancellation;
    private @Nullable String smallData;

    /**
     * What a version is trained with.
     *
     * @param recipe named or chosen
     * @param hyperparameters given or found
     * @param tuned what was tried to find them, or null
     * @param autoMl why the recipe was chosen, or null
     */
    record Settled(
            Recipe recipe,
            Hyperparameters hyperparameters,
            @Nullable TunedManifest tuned,
            @Nullable AutoMlReport autoMl) {}

    /**
     * What a version was trained with, to be trained again.
     *
     * @param what it is, for messages
     * @param settled what was named or found then
     * @param fingerprint of the data
     */
    record Recorded(String what, Settled settled, String fingerprint) {}

    /**
     * What a training made.
     *
     * @param settings of the training
     * @param snapshot trained on
     * @param settled trained with
     * @param model of everything
     * @param coldStart for those without a history
     * @param contextLift what context adds
     * @param evaluation of a model of the same settings
     * @param arrivals what had come into the dataset it {@linkplain #learnsFrom learns from}, before it was read
     * @param timings of all but the writing
     */
    record Trained(
            SolutionManifest settings,
            Snapshot snapshot,
            Settled settled,
            Model model,
            ColdStart coldStart,
            ContextLift contextLift,
            Evaluation evaluation,
            Arrivals arrivals,
            Provenance.Timings timings) {}

    /** @param recorded the version that is trained again, without looking for anything; null for a version of its own */
    VersionTraining(
            SolutionManifest settings,
            @Nullable Recorded recorded,
            Group group,
            ProgressListener progress,
            Cancellation cancellation) {
        this.settings = settings;
        this.recorded = recorded;
        this.engine = group.engine();
        this.group = group;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    private TrainingContext context(Hyperparameters hyperparameters) {
        return new TrainingContext(
                hyperparameters,
                settings.seed(),
                engine.parallel(cancellation),
                progress,
                cancellation,
                settings.weights());
    }

    /** {@return the recipe that is named, with what the user set} */
    private Settled named() {
        if (settings.autoMl() != null) {
            throw new InvalidInputException("solution '" + settings.name()
                    + "' has no recipe before a version is trained: ask a version, or a solution with a recipe");
        }
        Recipe recipe = engine.recipes().recipe(settings.recipe());
        return new Settled(recipe, recipe.hyperparameters().values(settings.hyperparameters()), null, null);
    }

    /** Refuses columns in the settings that the datasets do not have. */
    private void checkSettings() {
        ColumnRule.check(settings.columnSelection(), group.data());
        if (settings.objective() != null) {
            ObjectiveRule.check(settings.objective(), group.data());
        }
    }

    private Snapshot data() {
        checkSettings();
        return settings.from(group.data().snapshot());
    }

    /**
     * {@return how the settings do where a part of the data is hidden from training}
     *
     * @throws InvalidInputException if the solution has no recipe of its own
     */
    EvaluationReport report(EvaluationConfig config) {
        Settled named = named();
        return new Evaluating(named.recipe(), context(named.hyperparameters()), settings.objective())
                .report(data(), settings.events(), config);
    }

    /** {@return the dataset without which there is nothing to learn} */
    static DatasetType learnsFrom(SolutionManifest settings, Engine engine) {
        return settings.autoMl() != null
                        || engine.recipes().recipe(settings.recipe()).needsInteractions()
                ? DatasetType.INTERACTIONS
                : DatasetType.ITEMS;
    }

    /**
     * {@return all that the version is made of}
     *
     * @throws TrainingException if there is too little data, or for a version trained again, other data
     */
    Trained run() {
        Laps laps = new Laps();
        checkSettings();
        DatasetType learnsFrom = learnsFrom(settings, engine);
        boolean needsInteractions = learnsFrom == DatasetType.INTERACTIONS;
        Arrivals arrivals = group.data().arrivals(learnsFrom);
        Snapshot all = group.data().snapshot();
        Snapshot snapshot = settings.from(all);
        requireSameData(snapshot);
        if (needsInteractions) {
            EventTypeRule.check(
                    group.data().schema(DatasetType.INTERACTIONS),
                    all.eventTypes().size(),
                    settings.eventTypeLimit());
            minimumData(settings).check(snapshot.interactions(), settings.events());
            MinimumData.SERVICE
                    .shortOf(snapshot.interactions(), settings.events())
                    .ifPresent(this::warnOfSmallData);
        }
        Duration read = laps.next();
        Settled settled = recorded == null ? settled(snapshot) : recorded.settled();
        TrainingContext context = context(settled.hyperparameters());
        Evaluating evaluating = new Evaluating(settled.recipe(), context, settings.objective());
        Duration search = laps.next();
        Evaluation ofUsers =
                settings.evaluate() && needsInteractions ? evaluate(evaluating, snapshot) : Evaluation.NONE;
        Duration measure = laps.next();
        Model model = evaluating.trained(snapshot);
        Evaluation evaluation = settings.evaluate() && !needsInteractions && model instanceof InfluencedModel influenced
                ? Evaluation.ofCatalogue(influenced, Popularity.of(snapshot.interactions()), context.parallel())
                : ofUsers;
        cancellation.throwIfCancelled();
        ColdStart coldStart = ColdStart.of(snapshot, context.parallel());
        ContextLift contextLift = contextLift(snapshot, settled.recipe(), model);
        return new Trained(
                settings,
                snapshot,
                settled,
                model,
                coldStart,
                contextLift,
                evaluation,
                arrivals,
                new Provenance.Timings(read, search, measure, laps.next(), Duration.ZERO));
    }

    /** Times one part after another. */
    private static final class Laps {
        private long last = System.nanoTime();

        Duration next() {
            long now = System.nanoTime();
            Duration lap = Duration.ofNanos(now - last);
            last = now;
            return lap;
        }
    }

    private void requireSameData(Snapshot snapshot) {
        if (recorded != null && !recorded.fingerprint().equals(snapshot.fingerprint())) {
            throw new TrainingException(
                    recorded.what() + " was trained on data with fingerprint "
                            + recorded.fingerprint() + ", and that of the group's data is " + snapshot.fingerprint()
                            + " now: only the same data give the same version; train one on the data of now with Solution.train()");
        }
    }

    private void warnOfSmallData(String rule) {
        smallData = "small data: " + rule
                + "; answers rest on popular items, similar items and metadata, and metrics mean little";
        LOG.warn("{} is trained on {}", settings.name(), smallData);
    }

    /** {@return a warning for people who train on less than the service does, after the training} */
    Optional<String> smallData() {
        return Optional.ofNullable(smallData);
    }

    /** Looks for what is not named without a glance at the users the version is measured on afterwards. */
    private Settled settled(Snapshot snapshot) {
        if (settings.autoMl() == null && settings.hpo() == null) {
            return named();
        }
        Snapshot known = settings.evaluate()
                ? Split.ofUsers(settings.seed()).of(snapshot).train()
                : snapshot;
        return settings.autoMl() != null
                ? chosen(known, AutoMlConfig.of(settings.autoMl()))
                : tuned(known, HpoConfig.of(Objects.requireNonNull(settings.hpo())));
    }

    private Settled chosen(Snapshot known, AutoMlConfig autoMl) {
        AutoMl.Choice choice = new AutoMl(engine, autoMl, context(NOTHING), System::nanoTime).choose(known);
        LOG.info(
                "chose {} for {}: {}",
                choice.recipe().name(),
                settings.name(),
                choice.report().reasons());
        return new Settled(
                choice.recipe(),
                choice.recipe().hyperparameters().values(choice.hyperparameters()),
                null,
                choice.report());
    }

    static MinimumData minimumData(SolutionManifest settings) {
        return new MinimumData(settings.minimumInteractions(), settings.minimumUsers(), settings.minimumShare());
    }

    private Settled tuned(Snapshot known, HpoConfig hpo) {
        SearchResult result =
                search(known, hpo, hpo.validationSplit().split(settings.seed() + 1), Metrics.named(hpo.metric()));
        Recipe recipe = named().recipe();
        Map<String, String> found = new LinkedHashMap<>();
        Tuning.space(recipe, settings.hyperparameters(), hpo)
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
        Map<String, String> values = new LinkedHashMap<>(settings.hyperparameters());
        values.putAll(found);
        return new Settled(
                recipe,
                recipe.hyperparameters().values(values),
                TunedManifest.of(hpo.metric(), found, result.trials()),
                null);
    }

    /**
     * {@return what was tried and found on the group's data as it is now}
     *
     * @throws InvalidInputException if the solution has no recipe of its own
     */
    SearchResult search(HpoConfig hpo, Split split, Metric metric) {
        return search(data(), hpo, split, metric);
    }

    private SearchResult search(Snapshot known, HpoConfig hpo, Split split, Metric metric) {
        Settled named = named();
        return new Tuning(named.recipe(), context(named.hyperparameters()), split.of(known), metric, engine.executor())
                .search(
                        Tuning.space(named.recipe(), settings.hyperparameters(), hpo),
                        Tuning.plan(hpo, settings.seed()));
    }

    private Evaluation evaluate(Evaluating evaluating, Snapshot snapshot) {
        Evaluation evaluation = evaluating.ofVersion(snapshot);
        if (evaluation.cases() == 0) {
            LOG.warn("{} is not measured: no user with two or more events can be spared for testing", settings.name());
        }
        return evaluation;
    }

    /** {@return what context adds to the model's scores; nothing but for recipes that choose for a user, as in the service} */
    private ContextLift contextLift(Snapshot snapshot, Recipe recipe, Model model) {
        return recipe.type().isPersonal()
                ? ContextLift.of(
                        snapshot,
                        (from, cut, scores) -> model.score(Query.ofUser(snapshot, from, cut), scores),
                        engine.parallel(cancellation))
                : ContextLift.NONE;
    }
}
