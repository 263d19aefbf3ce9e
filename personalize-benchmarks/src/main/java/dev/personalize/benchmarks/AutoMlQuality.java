package dev.personalize.benchmarks;

import dev.personalize.AutoMlConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.HpoConfig;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.TrainingException;
import dev.personalize.metrics.Holdout;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Split;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Recipe;
import dev.personalize.schema.Schema;
import dev.personalize.tuning.AutoMlReport.Candidate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * How much AutoML loses against tuning every recipe by itself: events before the newest tenth are what both see, NDCG@10 on the newest tenth,
 * which neither sees, is what counts. Arguments: a folder with {@code interactions.csv.gz}, seconds of budget for AutoML and for each
 * recipe, and the most trials a recipe.
 */
public final class AutoMlQuality {
    private static final double ASKED = 0.1;
    private static final Metric METRIC = Metrics.ndcg(10);
    private static final Schema INTERACTIONS = Schema.parse("""
            {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
                        {"name": "TIMESTAMP", "type": "long"}]}""");

    private final DatasetGroup known;
    private final Holdout test;
    private final Duration budget;
    private final int trials;

    private AutoMlQuality(DatasetGroup known, Holdout test, Duration budget, int trials) {
        this.known = known;
        this.test = test;
        this.budget = budget;
        this.trials = trials;
    }

    /** Prints what AutoML chose, what every recipe reaches, and the two beside each other. */
    public static void main(String[] args) throws IOException {
        List<String> rows = rows(Path.of(args[0]).resolve("interactions.csv.gz"));
        long[] times = rows.stream().mapToLong(AutoMlQuality::time).sorted().toArray();
        long begin = times[times.length - (int) Math.round(ASKED * times.length)];
        Path folder = Files.createTempDirectory("automl");
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup all = group(personalize, "all", folder, rows);
            DatasetGroup known = group(
                    personalize,
                    "known",
                    folder,
                    rows.stream().filter(row -> time(row) < begin).toList());
            Holdout test = Split.byTime(Instant.ofEpochSecond(begin)).of(all.snapshot());
            System.out.printf(
                    Locale.ROOT,
                    "%,d events, %,d to be found of %,d users, repeats %s%n",
                    rows.size(),
                    test.asked().size(),
                    test.cases(),
                    test.hasRepeats() ? "asked for" : "left out");
            new AutoMlQuality(known, test, Duration.ofSeconds(Long.parseLong(args[1])), Integer.parseInt(args[2]))
                    .run(personalize);
        }
    }

    private void run(Personalize personalize) {
        SolutionVersion version = known.createSolution(
                        "auto",
                        SolutionConfig.builder()
                                .autoMl(AutoMlConfig.builder()
                                        .timeBudget(budget)
                                        .build())
                                .evaluate(false)
                                .build())
                .train();
        System.out.println(version.autoMl().orElseThrow());
        Map<String, Double> reached = new LinkedHashMap<>();
        for (Candidate candidate : version.autoMl().orElseThrow().candidates()) {
            double value = tuned(personalize.recipes().recipe(candidate.recipe()));
            reached.put(candidate.recipe(), value);
        }
        double chosen =
                OnTest.value(personalize.recipes().recipe(version.recipe()), version.hyperparameters(), test, METRIC);
        double best =
                reached.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "AutoML: %s %.4f; best of all tuned: %.4f; %.1f %%%n",
                version.recipe(),
                chosen,
                best,
                100 * chosen / best);
    }

    private double tuned(Recipe recipe) {
        long start = System.nanoTime();
        Map<String, String> found;
        try {
            found = known.createSolution(recipe.name(), SolutionConfig.of(recipe.name()))
                    .tune(
                            HpoConfig.builder()
                                    .maxNumberOfTrainingJobs(trials)
                                    .timeBudget(budget)
                                    .build(),
                            Split.byTime(ASKED),
                            METRIC,
                            ProgressListener.NONE,
                            new Cancellation())
                    .best()
                    .hyperparameters();
        } catch (TrainingException e) {
            System.out.printf("%s cannot be trained: %s%n", recipe.name(), e.getMessage());
            return 0;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double value = OnTest.value(recipe, found, test, METRIC);
        System.out.printf(
                Locale.ROOT,
                "%s: %.4f by default, %.4f tuned in %.0f s%n",
                recipe.name(),
                OnTest.value(recipe, Map.of(), test, METRIC),
                value,
                seconds);
        return value;
    }

    /** {@return user, item and time of every event, as lines of CSV without a header} */
    private static List<String> rows(Path csv) throws IOException {
        List<String> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(csv)), StandardCharsets.UTF_8))) {
            List<String> names = Arrays.asList(lines.readLine().split(",", -1));
            int user = names.indexOf("USER_ID");
            int item = names.indexOf("ITEM_ID");
            int time = names.indexOf("TIMESTAMP");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                rows.add(cells[user] + "," + cells[item] + "," + cells[time]);
            }
        }
        return rows;
    }

    private static long time(String row) {
        return Long.parseLong(row.substring(row.lastIndexOf(',') + 1));
    }

    private static DatasetGroup group(Personalize personalize, String name, Path folder, List<String> rows)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP"));
        lines.addAll(rows);
        Path csv = Files.write(folder.resolve(name + ".csv"), lines);
        DatasetGroup group = personalize.createDatasetGroup(name);
        group.createDataset(INTERACTIONS).importCsv(csv);
        Files.delete(csv);
        return group;
    }
}
