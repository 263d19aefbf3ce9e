package dev.personalize.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.personalize.DatasetGroup;
import dev.personalize.HpoConfig;
import dev.personalize.Personalize;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Split;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.tuning.SearchResult;
import dev.personalize.tuning.Trial;
import java.io.FileNotFoundException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What successive halving saves and loses: the same search with and without it, NDCG@10 on the newest tenth of the events of hidden users.
 * By the clock, and in processor time of the whole process, which does not count what others do meanwhile. Arguments: the folder of
 * MovieLens 1M, a recipe, the number of trials, and how many seeds.
 */
public final class SearchCost {
    private static final double NANOS = 1e9;

    private SearchCost() {}

    /** Prints a line for each search and a comparison for each seed. */
    public static void main(String[] args) throws FileNotFoundException {
        Path csv = MovieLens.interactions(args);
        int trials = Integer.parseInt(args[2]);
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup group = MovieLens.group(personalize, csv);
            for (int seed = 1; seed <= Integer.parseInt(args[3]); seed++) {
                Solution solution = group.createSolution(
                        "seed" + seed,
                        SolutionConfig.builder().recipe(args[1]).seed(seed).build());
                Measured halved = measured(solution, trials, true, seed);
                Measured full = measured(solution, trials, false, seed);
                System.out.printf(
                        Locale.ROOT,
                        "seed %d: halving reaches %.2f %% of the quality in %.1f %% of the time, %.1f %% of the processor time%n",
                        seed,
                        100 * halved.best() / full.best(),
                        100 * halved.seconds() / full.seconds(),
                        100 * halved.processorSeconds() / full.processorSeconds());
            }
        }
    }

    private record Measured(double best, double seconds, double processorSeconds) {}

    private static Measured measured(Solution solution, int trials, boolean halving, long seed) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        SearchResult result = solution.tune(
                HpoConfig.builder()
                        .maxNumberOfTrainingJobs(trials)
                        .successiveHalving(halving)
                        .build(),
                Split.ofUsers(seed),
                Metrics.ndcg(10),
                ProgressListener.NONE,
                new Cancellation());
        double seconds = (System.nanoTime() - start) / NANOS;
        double processorSeconds = (system.getProcessCpuTime() - cpu) / NANOS;
        System.out.printf(
                Locale.ROOT,
                "seed %d, %s: %d trials (%d whole), NDCG@10 %.4f, %.4f at the start, %.1f s, %.1f s of processors, %s%n",
                seed,
                halving ? "halving" : "full",
                result.trials().size(),
                result.trials().stream().filter(Trial::isComplete).count(),
                result.best().value(),
                result.start().value(),
                seconds,
                processorSeconds,
                result.best().hyperparameters());
        return new Measured(result.best().value(), seconds, processorSeconds);
    }
}
