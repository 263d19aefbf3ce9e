package dev.personalize.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;

/**
 * Seconds that finding neighbours takes on generated power-law data, 138,493 users × 26,744 items, that are a snapshot in memory. Arguments:
 * {@code INTERACTIONS THREADS MEBIBYTES RECIPE [HYPERPARAMETER=VALUE]…}. With {@code MEBIBYTES} above 0, so many are free for the training: the rest
 * of the heap is taken, and a training that needs more fails. Processor time is that of all threads, which other programs on the machine do
 * not add to.
 */
public final class NeighborSpeed {
    private static final int FIXED_ARGUMENTS = 4;
    private static final long SEED = 20_240_607;
    private static final int RUNS = 5;
    private static final int MEBIBYTE = 1 << 20;

    private NeighborSpeed() {}

    /** Prints a line for each of five trainings. */
    public static void main(String[] args) {
        if (args.length < FIXED_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "arguments: INTERACTIONS THREADS MEBIBYTES RECIPE [HYPERPARAMETER=VALUE]...");
        }
        Recipe recipe = RecipeRegistry.installed().recipe(args[3]);
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : Arrays.asList(args).subList(FIXED_ARGUMENTS, args.length)) {
            given.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        Snapshot data = new GeneratedInteractions(SEED, Long.parseLong(args[0])).snapshot();
        Cancellation cancellation = new Cancellation();
        TrainingContext context = new TrainingContext(
                recipe.hyperparameters().values(given),
                SEED,
                new Parallel(ForkJoinPool.commonPool(), Integer.parseInt(args[1]), cancellation),
                ProgressListener.NONE,
                cancellation);
        List<byte[]> ballast = ballast(Integer.parseInt(args[2]));
        System.out.printf(
                Locale.ROOT,
                "%,d events; %,d MiB of heap in use, %,d of them ballast, %,d free%n",
                data.interactions().size(),
                used() / MEBIBYTE,
                ballast.size(),
                (Runtime.getRuntime().maxMemory() - used()) / MEBIBYTE);
        for (int run = 0; run < RUNS; run++) {
            long processor = processorTime();
            long start = System.nanoTime();
            recipe.train(data, context);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: %.2f s, processor time %.2f s%n",
                    recipe.name(),
                    given,
                    seconds,
                    (processorTime() - processor) / 1e9);
        }
    }

    private static List<byte[]> ballast(int free) {
        List<byte[]> ballast = new ArrayList<>();
        System.gc();
        long taken = free == 0 ? 0 : Runtime.getRuntime().maxMemory() / MEBIBYTE - used() / MEBIBYTE - free;
        for (long i = 0; i < taken; i++) {
            ballast.add(new byte[MEBIBYTE]);
        }
        return ballast;
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
