package dev.personalize.benchmarks;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.math.DimMajor;
import dev.personalize.math.Kernels;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Users a second that get their 10 best items, the items they had left out, from {@code matrix-factorization} on generated power-law
 * data, 138,493 users × 26,744 items: vectors of users from their histories, then scores and selection from those vectors, which is
 * what libraries that keep the vectors do. Arguments: {@code INTERACTIONS FACTORS ROUNDS}.
 */
public final class BulkSpeed {
    private static final long SEED = 20_240_607;
    private static final int BEST = 10;
    /** Users scored in one pass over the items. */
    private static final int TOGETHER = 24;

    private final EmbeddingModel model;
    private final Interactions events;
    private final float[][] items;
    private final float[][] users;
    private final int[][] best;

    private BulkSpeed(EmbeddingModel model, Interactions events) {
        this.model = model;
        this.events = events;
        float[][] rows = new float[model.items()][model.dimensions()];
        for (int item = 0; item < rows.length; item++) {
            model.item(item, rows[item]);
        }
        items = DimMajor.of(rows, model.dimensions());
        users = new float[events.users()][model.dimensions()];
        best = new int[events.users()][];
    }

    /** Prints the medians. */
    public static void main(String[] args) {
        if (args.length != 3) {
            throw new IllegalArgumentException("arguments: INTERACTIONS FACTORS ROUNDS");
        }
        Recipe recipe = RecipeRegistry.installed().recipe("matrix-factorization");
        Snapshot data = new GeneratedInteractions(SEED, Long.parseLong(args[0])).snapshot();
        EmbeddingModel model = (EmbeddingModel) recipe.train(
                data,
                TrainingContext.of(recipe.hyperparameters().values(Map.of("factors", args[1], "iterations", "2"))));
        BulkSpeed run = new BulkSpeed(model, data.interactions());
        int rounds = Integer.parseInt(args[2]);
        System.out.printf(
                Locale.ROOT,
                "%,d users, %s%n",
                run.users.length,
                Kernels.installed().name());
        print("vectors from histories", rounds, run.users.length, run::foldIn);
        print("scores and best " + BEST + ", seen items left out", rounds, run.users.length, run::rank);
        System.out.println("users with fewer than " + BEST + " items: "
                + Arrays.stream(run.best).filter(list -> list.length < BEST).count());
    }

    private static void print(String name, int rounds, int users, Runnable work) {
        double[] rates = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            long start = System.nanoTime();
            work.run();
            if (round >= 0) {
                rates[round] = users / ((System.nanoTime() - start) / 1e9);
            }
        }
        Arrays.sort(rates);
        System.out.printf(
                Locale.ROOT,
                "%s: median %,.0f users/s, %,.0f to %,.0f%n",
                name,
                rates[rounds / 2],
                rates[0],
                rates[rounds - 1]);
    }

    private void foldIn() {
        Parallel.ofProcessors().forChunks(users.length, TOGETHER, (chunk, from, to) -> {
            for (int user = from; user < to; user++) {
                model.user(Query.ofHistory(events, events.begin(user), events.end(user)), users[user]);
            }
        });
    }

    private void rank() {
        ThreadLocal<float[][]> scores = ThreadLocal.withInitial(() -> new float[TOGETHER][model.items()]);
        Parallel.ofProcessors().forChunks(users.length, TOGETHER, (chunk, from, to) -> {
            float[][] mine = scores.get();
            float[][] vectors = Arrays.copyOfRange(users, from, to);
            DimMajor.scan(items, vectors, mine);
            TopK top = new TopK(BEST);
            for (int user = from; user < to; user++) {
                float[] row = mine[user - from];
                for (int event = events.begin(user); event < events.end(user); event++) {
                    row[events.item(event)] = Float.NaN;
                }
                top.offerAll(row);
                best[user] = top.drain();
            }
        });
    }
}
