package dev.personalize.examples;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The listing of the README. Arguments: an Avro schema, a CSV of interactions, and a folder for the home. */
public final class FirstSteps {
    private FirstSteps() {}

    /** Runs the listing. */
    public static void main(String[] args) throws IOException {
        recommend(Files.readString(Path.of(args[0])), Path.of(args[1]), Path.of(args[2]))
                .items()
                .forEach(System.out::println);
    }

    static Recommendations recommend(String avsc, Path csv, Path folder) {
        // README begins
        try (Personalize personalize = Personalize.open(folder)) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(Schema.parse(avsc)).importCsv(csv);

            SolutionConfig config = SolutionConfig.of("matrix-factorization");
            SolutionVersion version = shop.createSolution("for-you", config).train();
            System.out.println(version.metrics() + " against " + version.popularityMetrics());

            Campaign home = shop.createCampaign("home-page", version);
            shop.eventTracker().put(Event.of("alice", "22728", "Purchase"));
            return home.recommend(RecommendationRequest.forUser("alice")); // knows the purchase
        }
        // README ends
    }
}
