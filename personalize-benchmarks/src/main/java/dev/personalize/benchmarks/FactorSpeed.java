package dev.personalize.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Gram;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;

/**
 * Seconds an iteration of {@code matrix-factorization} takes on generated power-law data, 138,493 users × 26,744 items, that are
 * a snapshot in memory. Arguments: {@code INTERACTIONS FACTORS SOLVER ITERATIONS THREADS[,THREADS…] [HYPERPARAMETER=VALUE]…}; every
 * number of threads is a training of its own, and all must end in the same vectors. An iteration is all users, then all items.
 */
public final class FactorSpeed {
    private static final int FIXED_ARGUMENTS = 5;
    private static final long SEED = 20_240_607;
    private static final int USERS_A_CHUNK = 256;

    private FactorSpeed() {}

    /** Prints a line for each number of threads, then the loss. */
    public static void main(String[] args) throws IOException {
        if (args.length < FIXED_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "arguments: INTERACTIONS FACTORS SOLVER ITERATIONS THREADS[,THREADS...] [HYPERPARAMETER=VALUE]...");
        }
        Recipe recipe = RecipeRegistry.installed().recipe("matrix-factorization");
        Map<String, String> given = new LinkedHashMap<>(
                Map.of("factors", args[1], "solver", args[2], "iterations", args[3], "unobserved_weight", "0.1"));
        for (String argument : Arrays.asList(args).subList(FIXED_ARGUMENTS, args.length)) {
            given.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        Snapshot data = new GeneratedInteractions(SEED, Long.parseLong(args[0])).snapshot();
        System.out.printf(
                Locale.ROOT,
                "%,d events, %d factors, %s; with the data in memory %s%n",
                data.interactions().size(),
                Integer.parseInt(args[1]),
                args[2],
                memory());
        List<EmbeddingModel> models = new ArrayList<>();
        for (String threads : args[4].split(",", -1)) {
            models.add(train(recipe, data, given, Integer.parseInt(threads)));
            requireEqual(models.get(0), models.remove(models.size() - 1), models);
        }
        System.out.printf(Locale.ROOT, "loss %.6g%n", loss(models.get(0), data, given, recipe));
    }

    private static EmbeddingModel train(Recipe recipe, Snapshot data, Map<String, String> given, int threads)
            throws IOException {
        List<Long> times = new ArrayList<>();
        List<Long> cpuTimes = new ArrayList<>();
        TrainingContext context = new TrainingContext(
                recipe.hyperparameters().values(given),
                SEED,
                new Parallel(ForkJoinPool.commonPool(), threads, new Cancellation()),
                (task, done, total) -> {
                    times.add(System.nanoTime());
                    cpuTimes.add(cpuTime());
                },
                new Cancellation());
        long start = System.nanoTime();
        EmbeddingModel model = (EmbeddingModel) recipe.train(data, context);
        double seconds = (System.nanoTime() - start) / 1e9;
        double[] iterations = sortedGaps(times);
        double[] cpu = sortedGaps(cpuTimes);
        System.out.printf(
                Locale.ROOT,
                "%d threads: median %.3f s an iteration, %.3f to %.3f; processor time %.3f s; in all %.1f s; %s%n",
                threads,
                iterations[iterations.length / 2],
                iterations[0],
                iterations[iterations.length - 1],
                cpu[cpu.length / 2],
                seconds,
                memory());
        return model;
    }

    /** {@return nanoseconds of all threads, which other programs on the machine do not add to} */
    private static long cpuTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** {@return seconds between one time and the next} */
    private static double[] sortedGaps(List<Long> times) {
        double[] gaps = new double[times.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (times.get(i + 1) - times.get(i)) / 1e9;
        }
        Arrays.sort(gaps);
        return gaps;
    }

    /** {@return the greatest resident memory so far, as Linux tells it} */
    private static String memory() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                String kibibytes = line.replaceAll("[^0-9]", "");
                return "peak resident memory " + Long.parseLong(kibibytes) / 1024 + " MiB";
            }
        }
        return "peak resident memory unknown";
    }

    private static void requireEqual(EmbeddingModel first, EmbeddingModel other, List<EmbeddingModel> models) {
        if (models.isEmpty()) {
            models.add(other);
            return;
        }
        if (!Arrays.deepEquals(items(first), items(other))) {
            throw new IllegalStateException("the vectors depend on the number of threads");
        }
    }

    private static float[][] items(EmbeddingModel model) {
        float[][] vectors = new float[model.items()][model.dimensions()];
        for (int item = 0; item < vectors.length; item++) {
            model.item(item, vectors[item]);
        }
        return vectors;
    }

    /** {@return the objective of the recipe over the items' vectors and the users that are best for them} */
    private static double loss(EmbeddingModel model, Snapshot data, Map<String, String> given, Recipe recipe) {
        double unobserved = recipe.hyperparameters().values(given).number("unobserved_weight");
        double regularization = recipe.hyperparameters().values(given).number("regularization");
        int d = model.dimensions();
        float[][] items = items(model);
        float[][] gram = Gram.of(items, d, Parallel.ofProcessors());
        int users = data.interactions().users();
        int[] usersOfItem = data.interactions().preferences().rowsOfColumns();
        double[] losses = new double[Parallel.chunks(users, USERS_A_CHUNK)];
        Parallel.ofProcessors().forChunks(users, USERS_A_CHUNK, (chunk, from, to) -> {
            float[] vector = new float[d];
            for (int user = from; user < to; user++) {
                Query query = Query.ofHistory(
                        data.interactions(),
                        data.interactions().begin(user),
                        data.interactions().end(user));
                model.user(query, vector);
                int[] history = Arrays.stream(query.items()).distinct().toArray();
                for (int item : history) {
                    losses[chunk] += Math.pow(product(items[item], vector) - 1, 2);
                }
                for (int i = 0; i < d; i++) {
                    for (int j = 0; j <= i; j++) {
                        losses[chunk] += (i == j ? 1 : 2) * unobserved * gram[i][j] * vector[i] * vector[j];
                    }
                }
                losses[chunk] +=
                        regularization * (history.length + unobserved * items.length) * product(vector, vector);
            }
        });
        double loss = Arrays.stream(losses).sum();
        for (int item = 0; item < items.length; item++) {
            loss += regularization * (usersOfItem[item] + unobserved * users) * product(items[item], items[item]);
        }
        return loss;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }
}
