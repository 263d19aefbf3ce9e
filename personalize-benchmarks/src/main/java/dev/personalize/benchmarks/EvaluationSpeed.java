package dev.personalize.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.math.Parallel;
import dev.personalize.metrics.Bootstrap;
import dev.personalize.metrics.Holdout;
import dev.personalize.metrics.Measurement;
import dev.personalize.metrics.Measuring;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Split;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.TrainingContext;
import java.io.FileNotFoundException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What ten metrics of every user cost beside the scores they are made of, and what the intervals cost. A random fifth of the events of
 * each user is asked for, all items are ranked. Scoring alone asks the same questions in the same batches on the same threads, and
 * does nothing with the scores. Each by the clock, and in processor time of the whole process, which does not count what others do
 * meanwhile. Arguments: the folder of MovieLens 1M, a recipe, and hyperparameters {@code K=V}.
 */
public final class EvaluationSpeed {
    private static final int RUNS = 5;
    private static final int WARM_UP = 5;
    private static final int CASES_PER_CHUNK = 32;
    private static final int BATCH = 8;
    private static final double ASKED = 0.2;

    private EvaluationSpeed() {}

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
            Holdout holdout = Split.random(ASKED, 1).of(group.snapshot());
            TrainingContext context =
                    TrainingContext.of(recipe.hyperparameters().values(hyperparameters));
            run(recipe, recipe.train(holdout.train(), context), holdout);
        }
    }

    private static void run(Recipe recipe, Model model, Holdout holdout) {
        List<Metric> metrics = new ArrayList<>(Metrics.service());
        metrics.addAll(List.of(Metrics.recall(10), Metrics.cappedRecall(10), Metrics.averagePrecision(10)));
        Parallel parallel = Parallel.ofProcessors();
        Measuring measuring = new Measuring(holdout, recipe.type(), metrics, false, parallel);
        System.out.printf(
                "%s, %,d users, %,d items: %s%n",
                recipe.name(),
                holdout.cases(),
                model.items(),
                measuring.of(model).means());
        List<Seconds> scoring = new ArrayList<>();
        List<Seconds> measured = new ArrayList<>();
        List<Seconds> intervals = new ArrayList<>();
        for (int run = -WARM_UP; run < RUNS; run++) {
            Seconds scored = Seconds.of(() -> score(recipe, model, holdout, parallel));
            Measurement[] measurement = new Measurement[1];
            Seconds asked = Seconds.of(() -> measurement[0] = measuring.of(model));
            Seconds sure = Seconds.of(() -> measurement[0].intervals(Bootstrap.DEFAULT, parallel));
            if (run >= 0) {
                scoring.add(scored);
                measured.add(asked);
                intervals.add(sure);
            }
        }
        print("clock", Seconds::clock, scoring, measured, intervals);
        print("processor", Seconds::processor, scoring, measured, intervals);
    }

    private static void print(
            String name,
            ToDoubleFunction<Seconds> time,
            List<Seconds> scoring,
            List<Seconds> measured,
            List<Seconds> intervals) {
        double[] ratios = IntStream.range(0, RUNS)
                .mapToDouble(run -> time.applyAsDouble(measured.get(run)) / time.applyAsDouble(scoring.get(run)))
                .sorted()
                .toArray();
        System.out.printf(
                "%s: scoring alone %.3f s, metrics %.3f s, ratio %.2f (%.2f to %.2f), 1,000 samples %.3f s%n",
                name,
                median(scoring, time),
                median(measured, time),
                ratios[RUNS / 2],
                ratios[0],
                ratios[RUNS - 1],
                median(intervals, time));
    }

    /** How long something took. */
    private record Seconds(double clock, double processor) {
        static Seconds of(Runnable work) {
            OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long processor = process.getProcessCpuTime();
            long clock = System.nanoTime();
            work.run();
            return new Seconds((System.nanoTime() - clock) / 1e9, (process.getProcessCpuTime() - processor) / 1e9);
        }
    }

    private static void score(Recipe recipe, Model model, Holdout holdout, Parallel parallel) {
        parallel.forChunks(holdout.cases(), CASES_PER_CHUNK, (chunk, from, to) -> {
            float[][] scores = new float[BATCH][model.items()];
            for (int begin = from; begin < to; begin += BATCH) {
                List<Query> queries = new ArrayList<>();
                for (int number = begin; number < Math.min(to, begin + BATCH); number++) {
                    queries.add(holdout.query(number, recipe.type()));
                }
                model.score(queries, scores);
            }
        });
    }

    private static double median(List<Seconds> runs, ToDoubleFunction<Seconds> time) {
        return runs.stream().mapToDouble(time).sorted().toArray()[RUNS / 2];
    }
}
