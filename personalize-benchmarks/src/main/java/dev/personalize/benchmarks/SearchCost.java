package dev.personalize.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.personalize.DatasetGroup;
import dev.personalize.HpoConfig;
import dev.personalize.Personalize;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.metrics.Holdout;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Split;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Recipe;
import dev.personalize.tuning.SearchResult;
import dev.personalize.tuning.Trial;
import java.io.FileNotFoundException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What successive halving saves and loses: the same search with and without it. A tenth of the users is put aside as the test, and a tenth of
 * the others is what the search looks at; NDCG@10 on the newest tenth of their events. The search's own value is the best of many noisy ones; what was found
 * is worth what it reaches on the test. By the clock, and in processor time of the whole process, which does not count what others do
 * meanwhile. Arguments: the folder of MovieLens 1M, a recipe, the number of trials, and the seeds.
 */
public final class SearchCost {
    private static final double NANOS = 1e9;

    private static final Metric METRIC = Metrics.ndcg(10);
    /** Of the split that puts the test aside, apart from the seeds of the searches. */
    private static final long TEST_SEED = 1_000;

    private final Recipe recipe;
    private final Solution solution;
    private final Holdout test;
    private final int trials;
    private final long seed;

    private SearchCost(Personalize personalize, DatasetGroup group, String recipe, int trials, long seed) {
        this.recipe = personalize.recipes().recipe(recipe);
        this.solution = group.createSolution(
                "seed" + seed,
                SolutionConfig.builder().recipe(recipe).seed(seed).build());
        this.test = Split.ofUsers(TEST_SEED + seed).of(group.snapshot());
        this.trials = trials;
        this.seed = seed;
    }

    /** Prints a line for each search, a comparison for each seed, and their means. */
    public static void main(String[] args) throws FileNotFoundException {
        Path csv = MovieLens.interactions(args);
        int trials = Integer.parseInt(args[2]);
        List<Measured> halved = new ArrayList<>();
        List<Measured> full = new ArrayList<>();
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup group = MovieLens.group(personalize, csv);
            for (int i = 3; i < args.length; i++) {
                SearchCost cost = new SearchCost(personalize, group, args[1], trials, Long.parseLong(args[i]));
                halved.add(cost.measured(true));
                full.add(cost.measured(false));
                print("seed " + args[i], halved.subList(i - 3, i - 2), full.subList(i - 3, i - 2));
            }
        }
        print("all seeds", halved, full);
    }

    private static void print(String what, List<Measured> halved, List<Measured> full) {
        System.out.printf(
                Locale.ROOT,
                "%s: halving reaches %.1f %% of the quality on the test, %.1f %% of the search's own, in %.1f %% of the time, %.1f %% of the processor time%n",
                what,
                share(halved, full, Measured::tested),
                share(halved, full, Measured::best),
                share(halved, full, Measured::seconds),
                share(halved, full, Measured::processorSeconds));
    }

    private static double share(List<Measured> halved, List<Measured> full, ToDoubleFunction<Measured> value) {
        return 100
                * halved.stream().mapToDouble(value).sum()
                / full.stream().mapToDouble(value).sum();
    }

    private record Measured(double tested, double best, double seconds, double processorSeconds) {}

    private Measured measured(boolean halving) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        SearchResult result = solution.tune(
                HpoConfig.builder()
                        .maxNumberOfTrainingJobs(trials)
                        .successiveHalving(halving)
                        .build(),
                data -> Split.ofUsers(seed).of(test.train()),
                METRIC,
                ProgressListener.NONE,
                new Cancellation());
        double seconds = (System.nanoTime() - start) / NANOS;
        double processorSeconds = (system.getProcessCpuTime() - cpu) / NANOS;
        double tested = OnTest.value(recipe, result.best().hyperparameters(), test, METRIC);
        System.out.printf(
                Locale.ROOT,
                "seed %d, %s: %d trials (%d whole), test %.4f, %.4f by default; search %.4f, %.4f at the start; %.1f s, %.1f s of processors, %s%n",
                seed,
                halving ? "halving" : "full",
                result.trials().size(),
                result.trials().stream().filter(Trial::isComplete).count(),
                tested,
                OnTest.value(recipe, Map.of(), test, METRIC),
                result.best().value(),
                result.start().value(),
                seconds,
                processorSeconds,
                result.best().hyperparameters());
        return new Measured(tested, result.best().value(), seconds, processorSeconds);
    }
}
