package dev.personalize.peers;

import dev.personalize.benchmarks.GeneratedInteractions;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Seconds an iteration takes in {@code matrix-factorization} and in Spark MLlib's implicit ALS on {@code local[2]}, on the same generated
 * pairs in one process, and how well the vectors of both explain them. An iteration is all users and all items. Spark's is the
 * difference between a long and a short training, divided by the iterations between, so that reading and
 * partitioning do not count.
 *
 * <p>Spark weighs a pair 1 + alpha and the others 1; alpha = 10 is {@code unobserved_weight} 0.1, and its regParam is divided by it.
 *
 * <p>Arguments: interactions, factors, iterations.
 */
public final class SparkSpeed {
    private static final long SEED = 20_240_607;
    private static final double UNOBSERVED = 0.1;
    private static final double REGULARIZATION = 0.002;

    private SparkSpeed() {}

    /** Runs both. */
    public static void main(String[] args) throws IOException {
        long interactions = Long.parseLong(args[0]);
        int factors = Integer.parseInt(args[1]);
        int iterations = Integer.parseInt(args[2]);
        Snapshot data = new GeneratedInteractions(SEED, interactions).snapshot();
        PreferenceMatrix pairs = data.interactions().preferences();
        double[] ours = new double[2];
        double oursLoss = FactorLoss.of(ours(data, factors, iterations, ours), pairs, UNOBSERVED, REGULARIZATION);
        System.out.printf(
                Locale.ROOT,
                "%,d pairs, d = %d: matrix-factorization %.2f s an iteration, loss %.6g%n",
                pairs.size(),
                factors,
                ours[0],
                oursLoss);
        Path csv = Files.createTempFile("pairs", ".csv");
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("peer")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate()) {
            write(pairs, csv);
            Dataset<Row> rows = spark.read()
                    .schema("user INT, item INT, rating FLOAT")
                    .csv(csv.toString())
                    .cache();
            rows.count();
            fit(rows, factors, 1); // compiled, and what it keeps is there
            double one = seconds(() -> fit(rows, factors, 1));
            ALSModel[] model = new ALSModel[1];
            double all = seconds(() -> model[0] = fit(rows, factors, 1 + iterations));
            double each = (all - one) / iterations;
            System.out.printf(
                    Locale.ROOT,
                    "Spark MLlib ALS %.2f s an iteration (%.1f s for 1, %.1f s for %d), loss %.6g; matrix-factorization is %.1f"
                            + " times as fast%n",
                    each,
                    one,
                    all,
                    1 + iterations,
                    FactorLoss.of(vectors(model[0], pairs.columns(), factors), pairs, UNOBSERVED, REGULARIZATION),
                    each / ours[0]);
        } finally {
            Files.deleteIfExists(csv);
        }
    }

    /** @param seconds filled with the median of an iteration */
    private static float[][] ours(Snapshot data, int factors, int iterations, double[] seconds) {
        Recipe recipe = RecipeRegistry.installed().recipe("matrix-factorization");
        List<Long> times = new ArrayList<>();
        TrainingContext context = new TrainingContext(
                recipe.hyperparameters()
                        .values(Map.of(
                                "factors", Integer.toString(factors),
                                "iterations", Integer.toString(1 + iterations),
                                "solver", "conjugate-gradient",
                                "unobserved_weight", Double.toString(UNOBSERVED),
                                "regularization", Double.toString(REGULARIZATION))),
                SEED,
                new Parallel(ForkJoinPool.commonPool(), 2, new Cancellation()),
                (task, done, total) -> times.add(System.nanoTime()),
                new Cancellation());
        EmbeddingModel model = (EmbeddingModel) recipe.train(data, context);
        double[] gaps = new double[times.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (times.get(i + 1) - times.get(i)) / 1e9;
        }
        Arrays.sort(gaps);
        seconds[0] = gaps[gaps.length / 2];
        float[][] vectors = new float[model.items()][factors];
        for (int item = 0; item < vectors.length; item++) {
            if (!model.item(item, vectors[item])) {
                Arrays.fill(vectors[item], 0);
            }
        }
        return vectors;
    }

    private static ALSModel fit(Dataset<Row> rows, int factors, int iterations) {
        return new ALS()
                .setImplicitPrefs(true)
                .setRank(factors)
                .setMaxIter(iterations)
                .setAlpha(1 / UNOBSERVED)
                .setRegParam(REGULARIZATION / UNOBSERVED)
                .setSeed(SEED)
                .setUserCol("user")
                .setItemCol("item")
                .setRatingCol("rating")
                .fit(rows);
    }

    private static float[][] vectors(ALSModel model, int items, int factors) {
        float[][] vectors = new float[items][factors];
        for (Row row : model.itemFactors().collectAsList()) {
            List<Float> values = row.getList(1);
            for (int k = 0; k < factors; k++) {
                vectors[row.getInt(0)][k] = values.get(k);
            }
        }
        return vectors;
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void write(PreferenceMatrix pairs, Path csv) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            for (int user = 0; user < pairs.rows(); user++) {
                for (int p = pairs.begin(user); p < pairs.end(user); p++) {
                    out.write(user + "," + pairs.column(p) + ",1\n");
                }
            }
        }
    }
}
