package dev.personalize.benchmarks;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.EvaluationConfig;
import dev.personalize.EvaluationReport;
import dev.personalize.HpoConfig;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.insight.Insights;
import dev.personalize.report.Report;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Writes the report of a data set, with a version, twenty trials and an evaluation, and prints its size, the time of the insights and that of the writing; and, with the path of a Chromium,
 * how long that takes to show it, beside an empty page. Arguments: {@code DATA/FOLDER NAME_COLUMN FILE.html [CHROMIUM]}.
 */
public final class ReportSize {
    private static final int RUNS = 9;
    private static final SolutionConfig CONFIG = SolutionConfig.builder()
            .recipe("matrix-factorization")
            .hpo(HpoConfig.builder()
                    .integerRange("factors", 8, 32)
                    .continuousRange("regularization", 0.001, 0.1)
                    .maxNumberOfTrainingJobs(20)
                    .build())
            .build();

    private ReportSize() {}

    /** Runs the benchmark. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        Path target = Path.of(args[2]);
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup group = personalize.createDatasetGroup("group");
            for (DatasetType type : List.of(DatasetType.INTERACTIONS, DatasetType.ITEMS, DatasetType.USERS)) {
                Path csv = folder.resolve(type.label() + ".csv.gz");
                group.createDataset(schema(type, csv)).importCsv(csv);
            }
            SolutionVersion version = group.createSolution("for-you", CONFIG).train();
            EvaluationReport evaluation = version.evaluate(EvaluationConfig.defaults());
            Campaign campaign = group.createCampaign("home-page", version);
            List<String> users = group.snapshot().users().ids().subList(0, 5);

            write(group, version, evaluation, campaign, users, args[1], target); // to warm up
            write(group, version, evaluation, campaign, users, args[1], target);
        }
        System.out.printf("%s: %,d bytes%n", target, Files.size(target));
        if (args.length > 3) {
            show(args[3], "about:blank");
            show(args[3], target.toUri().toString());
        }
    }

    private static Schema schema(DatasetType type, Path csv) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(csv)), StandardCharsets.UTF_8))) {
            return Schema.derive(type, List.of(lines.readLine().split(",")));
        }
    }

    private static void write(
            DatasetGroup group,
            SolutionVersion version,
            EvaluationReport evaluation,
            Campaign campaign,
            List<String> users,
            String nameColumn,
            Path target) {
        long start = System.nanoTime();
        Insights insights = group.insights();
        long looked = System.nanoTime();
        Report.builder(target.getFileName().toString())
                .insights(insights)
                .version(version)
                .evaluation(evaluation)
                .comparison(
                        evaluation.recipe(),
                        "popularity",
                        evaluation.popularity().comparison())
                .recommendations(group, campaign, users, nameColumn)
                .build()
                .writeTo(target);
        long written = System.nanoTime();
        System.out.printf(
                "insights %.0f ms, snapshot included; the rest of the report %.0f ms%n",
                (looked - start) / 1e6, (written - looked) / 1e6);
    }

    /** Times a whole Chromium, from its start until it has loaded the page, printed what is in it and ended. */
    private static void show(String chromium, String page) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            Path profile = Files.createTempDirectory("chromium");
            long start = System.nanoTime();
            new ProcessBuilder(
                            chromium,
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--user-data-dir=" + profile,
                            "--dump-dom",
                            page)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            seconds.add((System.nanoTime() - start) / 1e9);
        }
        seconds.sort(null);
        System.out.printf("Chromium, start to end, %s: median %.2f s of %d%n", page, seconds.get(RUNS / 2), RUNS);
    }
}
