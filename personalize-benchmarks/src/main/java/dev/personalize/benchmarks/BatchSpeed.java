package dev.personalize.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.personalize.BatchInferenceJob;
import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * All users of MovieLens 1M, top 100 of {@code matrix-factorization}, d = 64, on as many threads as processors: a batch job from
 * JSON Lines to JSON Lines; the same users asked one by one of a campaign; and scoring alone, which is fold-in, scan and top-k, from
 * arrays to arrays. One round of each after the other. Argument: the folder of MovieLens 1M.
 */
public final class BatchSpeed {
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 3;
    private static final int NUM_RESULTS = 100;
    private static final int USERS_AT_ONCE = 16;
    private static final int FACTORS = 64;

    private final DatasetGroup group;
    private final Snapshot data;
    private final SolutionVersion version;
    private final Campaign campaign;
    private final Model model;
    private final Path folder;
    private final Parallel parallel = Parallel.ofProcessors();

    private BatchSpeed(DatasetGroup group, Path folder) {
        this.group = group;
        this.folder = folder;
        this.data = group.snapshot();
        SolutionConfig config = SolutionConfig.builder()
                .recipe("matrix-factorization")
                .hyperparameter("factors", FACTORS)
                .evaluate(false)
                .build();
        this.version = group.createSolution("solution", config).train();
        this.campaign = group.createCampaign("campaign", version);
        Recipe recipe = RecipeRegistry.installed().recipe(config.recipe());
        this.model = recipe.train(
                data,
                new TrainingContext(
                        recipe.hyperparameters().values(config.hyperparameters()),
                        config.seed(),
                        parallel,
                        ProgressListener.NONE,
                        new Cancellation()));
    }

    /** Runs the benchmark. */
    public static void main(String[] args) throws IOException {
        Path csv = MovieLens.interactions(args);
        Path folder = Files.createTempDirectory("batch-speed");
        try (Personalize personalize = Personalize.inMemory()) {
            new BatchSpeed(MovieLens.group(personalize, csv), folder).measure();
        } finally {
            for (String file : List.of("out/users.jsonl.out", "out", "users.jsonl", "")) {
                Files.deleteIfExists(folder.resolve(file));
            }
        }
    }

    private void measure() throws IOException {
        List<String> users = data.users().ids();
        Path input = folder.resolve("users.jsonl");
        Files.write(
                input, users.stream().map(id -> "{\"userId\":\"" + id + "\"}").toList());
        Times batch = new Times();
        Times requests = new Times();
        Times scoring = new Times();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            scoring.take(round, this::score);
            requests.take(round, this::ask);
            batch.take(round, () -> answer(input));
        }
        System.out.printf(
                "%d users, %.1f MB written, medians of %d rounds%n",
                users.size(), Files.size(folder.resolve("out/users.jsonl.out")) / 1e6, ROUNDS);
        print("time", median(scoring.wall), median(requests.wall), median(batch.wall));
        print("processor time", median(scoring.processor), median(requests.processor), median(batch.processor));
    }

    private static void print(String what, double scoring, double requests, double batch) {
        System.out.printf(
                "%s: scoring %.3f s, campaign %.3f s, batch %.3f s; batch has %.0f %% of the speed of scoring alone, %.0f %% of"
                        + " the campaign's%n",
                what, scoring, requests, batch, 100 * scoring / batch, 100 * requests / batch);
    }

    private void score() {
        parallel.forChunks(data.users().size(), USERS_AT_ONCE, (chunk, from, to) -> {
            float[] scores = new float[model.items()];
            for (int user = from; user < to; user++) {
                int begin = data.interactions().begin(user);
                model.score(
                        Query.ofHistory(
                                data.interactions(), begin, data.interactions().end(user)),
                        scores);
                TopK top = new TopK(NUM_RESULTS);
                top.offerAll(scores);
                if (top.drain().length < NUM_RESULTS) {
                    throw new IllegalStateException("too few items for user " + user);
                }
            }
        });
    }

    private void ask() {
        parallel.forChunks(data.users().size(), USERS_AT_ONCE, (chunk, from, to) -> {
            for (int user = from; user < to; user++) {
                campaign.recommend(RecommendationRequest.builder()
                        .userId(data.users().id(user))
                        .numResults(NUM_RESULTS)
                        .build());
            }
        });
    }

    private void answer(Path input) {
        BatchInferenceJob job = version.batchInference()
                .input(input)
                .outputFolder(folder.resolve("out"))
                .numResults(NUM_RESULTS)
                .run();
        if (job.failedLines() > 0 || job.lines() != data.users().size()) {
            throw new IllegalStateException(
                    job.failedLines() + " of " + job.lines() + " lines failed in " + group.name());
        }
    }

    /** Seconds by the clock and of processor time of the whole process, a number for each round. */
    private static final class Times {
        private static final OperatingSystemMXBean SYSTEM =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

        final double[] wall = new double[ROUNDS];
        final double[] processor = new double[ROUNDS];

        void take(int round, Runnable work) {
            long start = System.nanoTime();
            long used = SYSTEM.getProcessCpuTime();
            work.run();
            if (round >= 0) {
                wall[round] = (System.nanoTime() - start) / 1e9;
                processor[round] = (SYSTEM.getProcessCpuTime() - used) / 1e9;
            }
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
