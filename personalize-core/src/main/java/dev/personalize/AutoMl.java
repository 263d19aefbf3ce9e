package dev.personalize;

import dev.personalize.data.Snapshot;
import dev.personalize.error.TrainingException;
import dev.personalize.metrics.Effort;
import dev.personalize.metrics.Holdout;
import dev.personalize.metrics.Measurement;
import dev.personalize.metrics.Measuring;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Split;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.tuning.AutoMlReport;
import dev.personalize.tuning.SearchPlan;
import dev.personalize.tuning.SearchResult;
import dev.personalize.tuning.SearchSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a recipe and its hyperparameters. Writes nothing. For one choice.
 *
 * <p>All candidates are trained on a ninth of the users before a global instant and asked about what came after it; the better half, popularity,
 * and others as far as a quarter of the time left allows, on all of them (where hardly anybody was there before and after, the newest event of each
 * user is asked for). From the best one on, hyperparameters are searched on an earlier instant, each time for half of the time that is left, and
 * kept if they are better on the first one. The greatest value wins, if it is greater than that of popularity beyond chance.
 */
final class AutoMl {
    private static final String TASK = "choose a recipe";
    private static final double ASKED = 0.1;
    private static final double SMALL = 1.0 / 9;
    private static final int LEAST_KEPT = 4;
    /** Share of the time left that recipes beyond the better half may take too. */
    private static final double SPARE = 0.25;
    /** Below that many users a split by time gives way to the newest event of each user. */
    private static final int FEWEST_ASKED = 100;

    private static final double NANOS = 1e9;
    /** Nobody begins a training that is foreseen to take longer than what is left, times this. */
    private static final double PATIENCE = 1.5;

    private final Engine engine;
    private final AutoMlConfig config;
    private final TrainingContext context;
    private final LongSupplier nanoTime;
    private final long begin;

    /** A recipe on its way through the rounds. */
    private static final class Runner {
        final Recipe recipe;
        Map<String, String> found = Map.of();

        @Nullable Measurement small;

        double smallSeconds;
        double seconds;

        @Nullable Measurement measured;

        @Nullable String note;

        Runner(Recipe recipe) {
            this.recipe = recipe;
        }

        boolean isPopularity() {
            return recipe.approach() == Approach.POPULARITY;
        }
    }

    /**
     * What was chosen.
     *
     * @param recipe the best one
     * @param hyperparameters of it that differ from the defaults
     * @param report why
     */
    record Choice(Recipe recipe, Map<String, String> hyperparameters, AutoMlReport report) {}

    /** @param context its hyperparameters are not looked at */
    AutoMl(Engine engine, AutoMlConfig config, TrainingContext context, LongSupplier nanoTime) {
        this.engine = engine;
        this.config = config;
        this.context = context;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    /**
     * {@return the best recipe for this data}
     *
     * @throws TrainingException if no candidate can be trained and measured on it
     */
    Choice choose(Snapshot data) {
        boolean byTime = isAskedByTime(data);
        Holdout holdout = split(byTime).of(data);
        if (holdout.cases() == 0 || holdout.train().interactions().size() == 0) {
            throw new TrainingException(
                    "no recipe can be chosen: of " + data.interactions().size()
                            + " events nobody can be asked about the newest tenth; import more, or name a recipe");
        }
        List<Runner> runners = candidates();
        Holdout small = Effort.reduced(holdout, SMALL, context.seed());
        List<Runner> going = first(runners, small);
        if (small == holdout) { // so little data that the part was all of it
            going.forEach(runner -> runner.measured = runner.small);
        } else {
            second(going, holdout);
        }
        List<Runner> ranked = ranked(runners, runner -> runner.measured);
        if (ranked.isEmpty()) {
            throw new TrainingException("none of "
                    + runners.stream()
                            .map(each -> each.recipe.name() + ": " + each.note)
                            .toList()
                    + " could be trained: name a recipe, or import more data");
        }
        tune(ranked, holdout, byTime);
        ranked = ranked(runners, runner -> runner.measured);
        context.progress().progress(TASK, 1, 1);
        return choice(runners, ranked, holdout, byTime);
    }

    /** {@return whether enough users were there before the newest tenth of events and in it: those of single visits hardly are} */
    private static boolean isAskedByTime(Snapshot data) {
        return lasts(data) && split(true).of(data).cases() >= FEWEST_ASKED;
    }

    private static boolean lasts(Snapshot data) {
        LongSummaryStatistics times = IntStream.range(0, data.interactions().size())
                .mapToLong(data.interactions()::timestamp)
                .summaryStatistics();
        return times.getMax() > times.getMin();
    }

    private static Split split(boolean byTime) {
        return byTime ? Split.byTime(ASKED) : Split.newest(1);
    }

    private List<Runner> candidates() {
        List<Recipe> recipes = config.recipes().isEmpty()
                ? engine.recipes().all().stream().filter(AutoMl::fits).toList()
                : config.recipes().stream()
                        .map(name -> engine.recipes().recipe(name))
                        .toList();
        return recipes.stream().map(Runner::new).toList();
    }

    private static boolean fits(Recipe recipe) {
        boolean answers = recipe.type() == RecipeType.USER_PERSONALIZATION || recipe.type() == RecipeType.POPULAR_ITEMS;
        return answers && recipe.needsInteractions() && recipe.standsFor().isEmpty();
    }

    /** {@return those that go on: the better half on a part of the data, popularity, and what there is time for} */
    private List<Runner> first(List<Runner> runners, Holdout small) {
        int done = 0;
        for (Runner runner : runners) {
            context.progress().progress(TASK, done++, 2L * runners.size());
            if (outOfTime() && !runner.isPopularity()) {
                runner.note = "no time was left";
                continue;
            }
            long start = nanoTime.getAsLong();
            runner.small = measured(runner, small, Map.of()).orElse(null);
            runner.smallSeconds = seconds(start);
            runner.seconds += runner.smallSeconds;
        }
        List<Runner> able = ranked(runners, runner -> runner.small);
        int kept = Math.max(LEAST_KEPT, (able.size() + 1) / 2);
        List<Runner> going = new ArrayList<>();
        double foreseen = 0;
        for (int place = 0; place < able.size(); place++) {
            Runner runner = able.get(place);
            foreseen += runner.smallSeconds / SMALL;
            if (place < kept || runner.isPopularity() || foreseen <= SPARE * secondsLeft()) {
                going.add(runner);
            } else {
                runner.note = String.format(Locale.ROOT, "left out at %.4f on a part of the data", value(runner.small));
            }
        }
        return going;
    }

    private void second(List<Runner> going, Holdout holdout) {
        int done = going.size();
        for (Runner runner : going) {
            context.progress().progress(TASK, done++, 2L * going.size());
            double foreseen = runner.smallSeconds / SMALL;
            if (!runner.isPopularity() && foreseen > PATIENCE * secondsLeft()) {
                runner.note = String.format(
                        Locale.ROOT,
                        "left out: all data would take about %.0f s, and %.0f s were left",
                        foreseen,
                        secondsLeft());
                continue;
            }
            long start = nanoTime.getAsLong();
            runner.measured = measured(runner, holdout, Map.of()).orElse(null);
            runner.seconds += seconds(start);
        }
    }

    /**
     * Searches hyperparameters on an earlier split, so that the one recipes are compared on stays unseen by the search: of the best first, whose
     * search may take half of the time that is left.
     */
    private void tune(List<Runner> ranked, Holdout holdout, boolean byTime) {
        Snapshot known = holdout.train();
        if (config.trials() <= 1 || (byTime && !isAskedByTime(known))) {
            return;
        }
        Holdout earlier = split(byTime).of(known);
        if (earlier.cases() == 0 || earlier.train().interactions().size() == 0) {
            return;
        }
        List<Runner> best =
                ranked.stream().filter(runner -> !runner.isPopularity()).toList();
        for (int i = 0; i < best.size(); i++) {
            Runner runner = best.get(i);
            boolean last = i == best.size() - 1;
            double share = last ? secondsLeft() : secondsLeft() / 2;
            SearchSpace space = SearchSpace.around(runner.recipe.hyperparameters(), Map.of());
            if (space.ranges().isEmpty() || share < 2 * runner.smallSeconds / SMALL) {
                continue;
            }
            long start = nanoTime.getAsLong();
            tune(runner, space, earlier, holdout, share);
            runner.seconds += seconds(start);
        }
    }

    private void tune(Runner runner, SearchSpace space, Holdout earlier, Holdout holdout, double seconds) {
        SearchPlan plan =
                new SearchPlan(config.trials(), 1, true, Duration.ofNanos((long) (seconds * NANOS)), context.seed());
        SearchResult result = new Tuning(
                        runner.recipe,
                        quiet(runner.recipe, Map.of()),
                        earlier,
                        Metrics.named(config.metric()),
                        engine.executor())
                .search(space, plan);
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, String> start = space.start();
        result.best().hyperparameters().forEach((name, value) -> {
            if (!value.equals(start.get(name))) {
                found.put(name, value);
            }
        });
        if (found.isEmpty()) {
            return;
        }
        measured(runner, holdout, found)
                .filter(measurement -> measurement.mean(config.metric()) > value(runner.measured))
                .ifPresent(measurement -> {
                    runner.measured = measurement;
                    runner.found = found;
                });
    }

    private Optional<Measurement> measured(Runner runner, Holdout holdout, Map<String, String> hyperparameters) {
        try {
            Evaluating evaluating = new Evaluating(runner.recipe, quiet(runner.recipe, hyperparameters), null);
            Measuring measuring = new Measuring(
                    holdout,
                    runner.recipe.type(),
                    List.of(Metrics.named(config.metric())),
                    holdout.hasRepeats(),
                    context.parallel());
            return Optional.of(measuring.of(evaluating.trained(holdout.train())));
        } catch (TrainingException e) {
            runner.note = String.valueOf(e.getMessage());
            return Optional.empty();
        }
    }

    private TrainingContext quiet(Recipe recipe, Map<String, String> hyperparameters) {
        return new TrainingContext(
                recipe.hyperparameters().values(hyperparameters),
                context.seed(),
                context.parallel(),
                ProgressListener.NONE,
                context.cancellation(),
                context.eventTypeWeights());
    }

    /** {@return those that were measured, best first} */
    private List<Runner> ranked(List<Runner> runners, Function<Runner, @Nullable Measurement> round) {
        return runners.stream()
                .filter(runner -> round.apply(runner) != null)
                .sorted(Comparator.comparingDouble(runner -> -value(round.apply(runner))))
                .toList();
    }

    private double value(@Nullable Measurement measurement) {
        return measurement == null ? Double.NEGATIVE_INFINITY : measurement.mean(config.metric());
    }

    private Choice choice(List<Runner> runners, List<Runner> ranked, Holdout holdout, boolean byTime) {
        Map<Recipe, Measurement> measured = new LinkedHashMap<>();
        ranked.forEach(runner -> measured.put(runner.recipe, Objects.requireNonNull(runner.measured)));
        AutoMlReasons reasons = new AutoMlReasons(config.metric(), measured, context.parallel());
        List<AutoMlReport.Candidate> candidates = new ArrayList<>();
        ranked.forEach(runner -> candidates.add(reasons.candidate(runner.recipe, runner.seconds, runner.found)));
        runners.stream()
                .filter(runner -> runner.measured == null)
                .forEach(runner -> candidates.add(new AutoMlReport.Candidate(
                        runner.recipe.name(), null, null, null, runner.seconds, Map.of(), runner.note)));
        Runner winner = ranked.stream()
                .filter(runner -> runner.recipe.equals(reasons.winner()))
                .findFirst()
                .orElseThrow();
        return new Choice(
                winner.recipe,
                winner.found,
                new AutoMlReport(
                        config.metric(),
                        byTime ? "the newest tenth of all events" : "the newest event of each user",
                        holdout.cases(),
                        winner.recipe.name(),
                        candidates,
                        reasons.sentences()));
    }

    private double seconds(long since) {
        return (nanoTime.getAsLong() - since) / NANOS;
    }

    private double secondsLeft() {
        return Math.max(0, config.timeBudget().toSeconds() - seconds(begin));
    }

    private boolean outOfTime() {
        return secondsLeft() <= 0;
    }
}
