package dev.personalize.examples;

import dev.personalize.DatasetGroup;
import dev.personalize.EvaluationConfig;
import dev.personalize.EvaluationReport;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks of two recipes how well they would have foretold the last month of Online Retail, and whether one is better than the other. */
public final class HowGood {
    private static final String NDCG = "normalized_discounted_cumulative_gain_at_10";

    private HowGood() {}

    /** Prints a report of each and what the comparison says. */
    public static void main(String[] args) throws IOException {
        System.out.println(run(Files.createTempDirectory("how-good")));
    }

    static String run(Path folder) throws IOException {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            for (String dataset : new String[] {"interactions", "items"}) {
                shop.createDataset(OnlineRetail.schema(dataset)).importCsv(OnlineRetail.csv(dataset, folder));
            }
            EvaluationConfig newestTenth =
                    EvaluationConfig.builder().cutoffs(10).repeats(false).build();
            EvaluationReport factors = shop.createSolution("factors", purchases("matrix-factorization"))
                    .evaluate(newestTenth);
            EvaluationReport linear =
                    shop.createSolution("linear", purchases("linear-item")).evaluate(newestTenth);
            return factors + "\n" + linear + "\nlinear-item against matrix-factorization, "
                    + linear.compare(factors).difference(NDCG);
        }
    }

    private static SolutionConfig purchases(String recipe) {
        return SolutionConfig.builder().recipe(recipe).eventType("Purchase").build();
    }
}
