package dev.personalize.tuning;

import dev.personalize.error.TrainingException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Searches for hyperparameters: half of the trials are spread over the space, then two rounds go near the best ones so far. For one
 * thread, which others help.
 *
 * <p>With successive halving, after K. Jamieson, A. Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization",
 * AISTATS 2016: every setting of a round gets a sixteenth of the effort, the best third of them a quarter of it, and the best third of these
 * all of it. The paper's <i>η</i> is 3 where it counts settings; effort grows by 4, because the best settings are dearer than most. Only
 * trials with all the effort count in the end, and the setting the search begins with is always one of them: what is found is never worse,
 * by the objective, than that.
 *
 * <p>The same space, plan and objective give the same trials, whatever the number of threads, unless time runs out.
 */
public final class HyperparameterSearch {
    /** Of a round, one in so many goes on. */
    private static final int ETA = 3;

    private static final double[] HALVING = {1.0 / 16, 1.0 / 4, 1};
    private static final double[] FULL = {1};
    /** How far the two later rounds go from the best settings, in parts of a range. */
    private static final double[] DISTANCES = {0.15, 0.07};

    private static final int BEST = 3;
    private static final double NANOS = 1e9;

    private final SearchPlan plan;
    private final Objective objective;
    private final Executor executor;
    private final ProgressListener progress;
    private final Cancellation cancellation;
    private final LongSupplier nanoTime;
    private final Sampler sampler;
    private final List<Sampler.Point> points = new ArrayList<>();
    private final List<Trial> trials = new ArrayList<>();
    private final long begin;

    private HyperparameterSearch(
            SearchSpace space,
            SearchPlan plan,
            Objective objective,
            Executor executor,
            ProgressListener progress,
            Cancellation cancellation,
            LongSupplier nanoTime) {
        this.plan = plan;
        this.objective = objective;
        this.executor = executor;
        this.progress = progress;
        this.cancellation = cancellation;
        this.nanoTime = nanoTime;
        this.sampler = new Sampler(space, plan.seed());
        this.begin = nanoTime.getAsLong();
    }

    /**
     * Runs a search.
     *
     * @param space what may be tried
     * @param plan how much
     * @param objective what is good
     * @param executor runs trials beside that of the calling thread
     * @param progress told after every measurement
     * @param cancellation asked before every measurement
     * @return what was tried, and the best of it
     * @throws TrainingException if the setting the search begins with, and all others, failed: with the reason of the first
     */
    public static SearchResult run(
            SearchSpace space,
            SearchPlan plan,
            Objective objective,
            Executor executor,
            ProgressListener progress,
            Cancellation cancellation) {
        return run(space, plan, objective, executor, progress, cancellation, System::nanoTime);
    }

    static SearchResult run(
            SearchSpace space,
            SearchPlan plan,
            Objective objective,
            Executor executor,
            ProgressListener progress,
            Cancellation cancellation,
            LongSupplier nanoTime) {
        return new HyperparameterSearch(space, plan, objective, executor, progress, cancellation, nanoTime).result();
    }

    private SearchResult result() {
        progress.progress("search", 0, plan.trials());
        add(List.of(sampler.start()));
        measure(List.of(0), 1, false);
        round(sampler.spread((plan.trials() - 1) / 2));
        for (int round = 0; round < DISTANCES.length; round++) {
            int rest = plan.trials() - trials.size();
            int rounds = DISTANCES.length - round;
            List<Sampler.Point> best = best();
            if (rest > 0 && !best.isEmpty() && !outOfTime()) {
                round(sampler.near(best, (rest + rounds - 1) / rounds, DISTANCES[round]));
            }
        }
        progress.progress("search", plan.trials(), plan.trials());
        return SearchResult.of(trials);
    }

    private List<Integer> add(List<Sampler.Point> more) {
        List<Integer> added = new ArrayList<>();
        for (Sampler.Point point : more) {
            added.add(points.size());
            points.add(point);
            trials.add(Trial.untried(points.size(), point.hyperparameters()));
        }
        return added;
    }

    /** Gives settings more and more effort, and ever fewer of them. */
    private void round(List<Sampler.Point> more) {
        List<Integer> going = add(more);
        for (double effort : plan.successiveHalving() ? HALVING : FULL) {
            measure(going, effort, true);
            List<Integer> ranked = going.stream()
                    .filter(i ->
                            trials.get(i).effort() == effort && trials.get(i).failure() == null)
                    .sorted(Comparator.comparingDouble(i -> -trials.get(i).value()))
                    .toList();
            going = ranked.subList(0, Math.min(ranked.size(), Math.max(1, ranked.size() / ETA)));
        }
    }

    private void measure(List<Integer> which, double effort, boolean mayStop) {
        Parallel parallel = new Parallel(executor, plan.parallelTrials(), cancellation);
        Trial[] measured = new Trial[which.size()];
        parallel.forChunks(which.size(), 1, (chunk, from, to) -> {
            cancellation.throwIfCancelled();
            Trial trial = trials.get(which.get(from));
            measured[from] = mayStop && outOfTime() ? trial : measured(trial, effort);
        });
        for (int i = 0; i < measured.length; i++) {
            trials.set(which.get(i), measured[i]);
        }
        progress.progress("search", Math.min(trials.size(), plan.trials() - 1), plan.trials());
    }

    private Trial measured(Trial trial, double effort) {
        long start = nanoTime.getAsLong();
        try {
            double value = objective.value(trial.hyperparameters(), effort);
            return trial.measured(effort, value, seconds(start));
        } catch (TrainingException e) {
            return trial.failed(String.valueOf(e.getMessage()), seconds(start));
        }
    }

    private double seconds(long since) {
        return (nanoTime.getAsLong() - since) / NANOS;
    }

    private boolean outOfTime() {
        return nanoTime.getAsLong() - begin >= plan.timeBudget().toNanos();
    }

    /** {@return the best settings so far: those with most effort first} */
    private List<Sampler.Point> best() {
        return IntStream.range(0, trials.size())
                .boxed()
                .filter(i -> trials.get(i).effort() > 0 && trials.get(i).failure() == null)
                .sorted(Comparator.<Integer>comparingDouble(i -> -trials.get(i).effort())
                        .thenComparingDouble(i -> -trials.get(i).value()))
                .limit(BEST)
                .map(points::get)
                .toList();
    }
}
