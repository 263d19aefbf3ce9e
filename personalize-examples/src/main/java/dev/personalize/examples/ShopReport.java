package dev.personalize.examples;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.EvaluationConfig;
import dev.personalize.EvaluationReport;
import dev.personalize.HpoConfig;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The page about the shop of the quickstart: its data, a version and the settings tried for it, how good it would have been, what is
 * recommended. Arguments: the file to write.
 */
public final class ShopReport {
    private static final SolutionConfig CONFIG = SolutionConfig.builder()
            .recipe("matrix-factorization")
            .eventType("Purchase")
            .seed(1)
            .hyperparameter("factors", 12)
            .hpo(HpoConfig.builder()
                    .integerRange("factors", 8, 32)
                    .continuousRange("regularization", 0.001, 0.1)
                    .maxNumberOfTrainingJobs(9)
                    .build())
            .build();

    private ShopReport() {}

    /** Writes the report. */
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args.length == 0 ? "shop-report.html" : args[0]);
        write(target);
        System.out.printf("%s, %,d bytes%n", target.toAbsolutePath(), Files.size(target));
    }

    static void write(Path target) throws IOException {
        Path folder = Files.createTempDirectory("online-retail");
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            for (String name : List.of("interactions", "items", "users")) {
                Path csv = OnlineRetail.csv(name, folder);
                shop.createDataset(OnlineRetail.schema(name)).importCsv(csv);
                Files.delete(csv);
            }
            SolutionVersion version = shop.createSolution("for-you", CONFIG).train();
            EvaluationReport evaluation = version.evaluate(EvaluationConfig.defaults());
            Campaign campaign = shop.createCampaign("home-page", version);

            Report.builder("Online Retail")
                    .insights(shop.insights())
                    .version(version)
                    .evaluation(evaluation)
                    .recommendations(shop, campaign, List.of("17850", "13047", "nobody"), "DESCRIPTION")
                    .build()
                    .writeTo(target);
        }
        Files.delete(folder);
    }
}
