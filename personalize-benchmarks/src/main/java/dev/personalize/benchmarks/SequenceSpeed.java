package dev.personalize.benchmarks;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Processor time of a training on one thread, and of an answer: histories of the last 100 events, all items scored, the user's own taken out, top
 * 10. Processor time, since it does not count what others do meanwhile. Arguments: a folder as for {@link HoldoutQuality},
 * and recipes.
 */
public final class SequenceSpeed {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int TRAININGS = 7;
    private static final int HISTORY = 100;
    private static final int WARM_UP = 4_000;
    private static final int QUESTIONS = 10_000;

    private SequenceSpeed() {}

    /** Runs the benchmark. */
    public static void main(String[] args) throws IOException {
        List<List<String>> users = HoldoutQuality.read(Path.of(args[0]));
        Snapshot data = HeldOutItems.newest(users).snapshot();
        List<Query> queries = queries(data.interactions());
        for (String name : Arrays.asList(args).subList(1, args.length)) {
            Recipe recipe = RecipeRegistry.installed().recipe(name);
            TrainingContext context = alone(recipe);
            double[] seconds = new double[TRAININGS];
            Model model = recipe.train(data, context);
            for (int run = 0; run < TRAININGS; run++) {
                long start = THREADS.getCurrentThreadCpuTime();
                model = recipe.train(data, context);
                seconds[run] = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
            }
            Arrays.sort(seconds);
            long[] nanos = ask(model, queries);
            System.out.printf(
                    Locale.ROOT,
                    "%s: trained in %.2f s of one thread (least %.2f), answers p50 %.0f µs, p99 %.0f µs%n",
                    name,
                    seconds[TRAININGS / 2],
                    seconds[0],
                    nanos[QUESTIONS / 2] / 1e3,
                    nanos[QUESTIONS / 100 * 99] / 1e3);
        }
    }

    private static TrainingContext alone(Recipe recipe) {
        Cancellation cancellation = new Cancellation();
        return new TrainingContext(
                recipe.hyperparameters().defaults(),
                0,
                new Parallel(Runnable::run, 1, cancellation),
                ProgressListener.NONE,
                cancellation);
    }

    private static List<Query> queries(Interactions events) {
        List<Query> queries = new ArrayList<>();
        for (int user = 0; user < events.users(); user++) {
            if (events.end(user) - events.begin(user) >= HISTORY) {
                queries.add(Query.ofHistory(events, events.end(user) - HISTORY, events.end(user)));
            }
        }
        return queries;
    }

    private static long[] ask(Model model, List<Query> queries) {
        float[] scores = new float[model.items()];
        long[] nanos = new long[QUESTIONS];
        for (int i = -WARM_UP; i < QUESTIONS; i++) {
            Query query = queries.get(Math.floorMod(i, queries.size()));
            long start = THREADS.getCurrentThreadCpuTime();
            model.score(query, scores);
            for (int item : query.items()) {
                scores[item] = Float.NaN;
            }
            TopK best = new TopK(10);
            best.offerAll(scores);
            best.drain();
            if (i >= 0) {
                nanos[i] = THREADS.getCurrentThreadCpuTime() - start;
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }
}
