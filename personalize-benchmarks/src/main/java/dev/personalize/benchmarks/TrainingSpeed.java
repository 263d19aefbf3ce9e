package dev.personalize.benchmarks;

import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.TrainingContext;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Seconds of a training on a snapshot that is in memory, on all processors. Arguments: the folder of MovieLens 1M, a recipe,
 * and hyperparameters {@code K=V}.
 */
public final class TrainingSpeed {
    private static final int RUNS = 5;

    private TrainingSpeed() {}

    /** Runs the benchmark. */
    public static void main(String[] args) throws FileNotFoundException {
        Path csv = MovieLens.interactions(args);
        Map<String, String> hyperparameters = new LinkedHashMap<>();
        for (String pair : Arrays.asList(args).subList(2, args.length)) {
            hyperparameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup group = MovieLens.group(personalize, csv);
            Recipe recipe = personalize.recipes().recipe(args[1]);
            Snapshot snapshot = group.snapshot();
            TrainingContext context =
                    TrainingContext.of(recipe.hyperparameters().values(hyperparameters));
            System.out.printf(
                    "%s %s on %,d events of %,d users and %,d items%n",
                    recipe.name(),
                    context.hyperparameters().toMap(),
                    snapshot.interactions().size(),
                    snapshot.users().size(),
                    snapshot.items().size());
            double[] seconds = new double[RUNS];
            for (int run = 0; run < RUNS; run++) {
                long start = System.nanoTime();
                recipe.train(snapshot, context);
                seconds[run] = (System.nanoTime() - start) / 1e9;
                System.out.printf("run %.2f s%n", seconds[run]);
            }
            Arrays.sort(seconds);
            System.out.printf("median %.2f s of %d runs, the first one cold%n", seconds[RUNS / 2], RUNS);
        }
    }
}
