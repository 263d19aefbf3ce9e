package dev.personalize.examples;

import dev.personalize.BatchInferenceJob;
import dev.personalize.Campaign;
import dev.personalize.Consumed;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.RecommendedItem;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.ingest.ImportReport;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressBar;
import dev.personalize.schema.DatasetType;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The main job, end to end on a real shop: import, train, evaluate, recommend, learn from an event, answer a batch.
 *
 * <p>Arguments: {@code [HOME] [--retrain]}. Run again on the same home, it finds what exists and trains nothing, unless told
 * to.
 */
public final class Quickstart {
    private static final List<String> RECIPES = List.of("matrix-factorization", "sims", "popularity-count");
    private static final String NDCG = "normalized_discounted_cumulative_gain_at_25";
    private static final String MRR = "mean_reciprocal_rank_at_25";

    private final PrintStream out;
    private final ProgressBar progress;
    private final DatasetGroup shop;
    private final boolean retrain;

    private Quickstart(DatasetGroup shop, boolean retrain, PrintStream out, ProgressBar progress) {
        this.shop = shop;
        this.retrain = retrain;
        this.out = out;
        this.progress = progress;
    }

    /** Runs the quickstart. */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        List<String> arguments = new ArrayList<>(List.of(args));
        boolean retrain = arguments.remove("--retrain");
        Path home = Path.of(arguments.isEmpty() ? "personalize-home" : arguments.get(0));
        run(home, retrain, System.out, ProgressBar.on(System.out));
    }

    static void run(Path home, boolean retrain, PrintStream out, ProgressBar progress) throws IOException {
        long start = System.nanoTime();
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop =
                    personalize.findDatasetGroup("shop").orElseGet(() -> personalize.createDatasetGroup("shop"));
            Quickstart quickstart = new Quickstart(shop, retrain, out, progress);
            quickstart.importData();
            List<SolutionVersion> versions = quickstart.train();
            quickstart.printMetrics(versions);
            quickstart.recommend(quickstart.deploy("home-page", versions.get(0)));
            quickstart.related(quickstart.deploy("product-page", versions.get(1)));
            quickstart.liveEvent(shop.campaign("home-page"));
            quickstart.batch(versions.get(0), home);
        }
        out.printf(
                "%nDone in %.1f s; the home folder is %s%n", (System.nanoTime() - start) / 1e9, home.toAbsolutePath());
    }

    private void importData() throws IOException {
        out.println("Data: UCI Online Retail (Daqing Chen, 2015, CC BY 4.0), one year of a gift-ware web shop");
        Path folder = Files.createTempDirectory("online-retail");
        for (String name : List.of("interactions", "items", "users")) {
            DatasetType type = DatasetType.valueOf(name.toUpperCase(Locale.ROOT));
            if (shop.findDataset(type).isPresent() && shop.dataset(type).rows() > 0) {
                out.printf("  %-28s found, %,d rows%n", name, shop.dataset(type).rows());
                continue;
            }
            if (shop.findDataset(type).isEmpty()) {
                shop.createDataset(OnlineRetail.schema(name));
            }
            Path csv = OnlineRetail.csv(name, folder);
            ImportReport report =
                    shop.dataset(type).importCsv(csv, ImportOptions.defaults(), progress, new Cancellation());
            out.println(report.summary().indent(4).stripTrailing());
            Files.delete(csv);
        }
        Files.delete(folder);
    }

    private List<SolutionVersion> train() {
        out.printf("%nTraining%n");
        List<SolutionVersion> versions = new ArrayList<>();
        for (String recipe : RECIPES) {
            Solution solution = shop.findSolution(recipe).orElseGet(() -> shop.createSolution(recipe, config(recipe)));
            if (!retrain && solution.latestVersion().isPresent()) {
                SolutionVersion found = solution.latestVersion().get();
                out.printf("  %-28s found, version %d of %s%n", recipe, found.number(), found.created());
                versions.add(found);
            } else {
                versions.add(solution.train(progress, new Cancellation()));
            }
        }
        return versions;
    }

    private static SolutionConfig config(String recipe) {
        SolutionConfig.Builder config =
                SolutionConfig.builder().recipe(recipe).eventType("Purchase").seed(1);
        if (recipe.equals("sims")) {
            // The service's default leaves the best-selling tenth out, and with it what this shop is known for.
            config.hyperparameter("max_item_interaction_count_percentile", 1.0);
        }
        return config.build();
    }

    private void printMetrics(List<SolutionVersion> versions) {
        out.printf(
                "%nOffline metrics: a tenth of the customers is hidden from training; the newest tenth of their purchases"
                        + " is asked for%n%n");
        out.printf("  %-24s %9s %9s %10s %9s %9s%n", "", "NDCG@25", "MRR@25", "precision", "coverage", "seconds");
        for (SolutionVersion version : versions) {
            printRow(
                    version.recipe(),
                    version.metrics(),
                    String.format("%.1f", version.trainingTime().toMillis() / 1e3));
            printRow("  popularity, same split", version.popularityMetrics(), "");
        }
    }

    private void printRow(String name, Map<String, Double> metrics, String seconds) {
        out.printf(
                "  %-24s %9.4f %9.4f %10.4f %9.4f %9s%n",
                name,
                metrics.get(NDCG),
                metrics.get(MRR),
                metrics.get("precision_at_25"),
                metrics.get("coverage"),
                seconds);
    }

    private Campaign deploy(String name, SolutionVersion version) {
        Campaign campaign = shop.findCampaign(name).orElseGet(() -> shop.createCampaign(name, version));
        if (campaign.version() != version) {
            campaign.update(version);
        }
        return campaign;
    }

    private void recommend(Campaign campaign) {
        for (String customer : List.of("17850", "12583")) {
            out.printf("%nFor customer %s, new things only%n", customer);
            print(campaign.recommend(request(customer)));
        }
    }

    private void related(Campaign campaign) {
        RecommendationRequest request = RecommendationRequest.builder()
                .itemId("22423")
                .numResults(5)
                .metadataColumns("DESCRIPTION", "PRICE")
                .build();
        out.printf("%nBought together with 22423, the three-tier cake stand%n");
        print(campaign.recommend(request));
    }

    private void liveEvent(Campaign campaign) {
        String visitor = "visitor-" + System.currentTimeMillis();
        Recommendations before = campaign.recommend(request(visitor));
        out.printf("%nFor a new visitor nothing is known about%n");
        print(before);

        shop.eventTracker().put(Event.of(visitor, "22728", "Purchase"));

        Recommendations after = campaign.recommend(request(visitor));
        out.printf("%nFor the same visitor, just after buying 22728, the pink alarm clock%n");
        print(after);
        long kept = after.itemIds().stream().filter(before.itemIds()::contains).count();
        out.printf(
                "  %d of %d items changed, no retraining%n",
                after.items().size() - kept, after.items().size());
    }

    private static RecommendationRequest request(String userId) {
        return RecommendationRequest.builder()
                .userId(userId)
                .numResults(5)
                .consumed(Consumed.EXCLUDED)
                .metadataColumns("DESCRIPTION", "PRICE")
                .build();
    }

    private void print(Recommendations recommendations) {
        for (RecommendedItem item : recommendations.items()) {
            out.printf(
                    "  %-8s %-38s %6s %s%n",
                    item.itemId(),
                    item.metadata().getOrDefault("DESCRIPTION", ""),
                    item.metadata().getOrDefault("PRICE", ""),
                    String.join(", ", item.reasons()));
        }
    }

    private void batch(SolutionVersion version, Path home) throws IOException {
        Path input = home.resolve("batch").resolve("input").resolve("customers.jsonl");
        Files.createDirectories(input.getParent());
        Files.write(
                input,
                shop.snapshot().users().ids().stream()
                        .limit(1000)
                        .map(id -> "{\"userId\": \"" + id + "\"}")
                        .toList());
        out.printf("%nBatch%n");
        BatchInferenceJob job = version.batchInference()
                .input(input)
                .outputFolder(home.resolve("batch"))
                .numResults(10)
                .consumed(Consumed.EXCLUDED)
                .progress(progress)
                .run();
        out.printf("  %d customers answered, %d failed: %s%n", job.lines(), job.failedLines(), job.output());
        try (var lines = Files.lines(job.output())) {
            out.println("  " + lines.findFirst().orElseThrow());
        }
    }
}
