package dev.personalize.examples;

import dev.personalize.Campaign;
import dev.personalize.CampaignConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.RecommendedItem;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the things of Online Retail whose descriptions say the same as a sentence of one's own, without any sale and without a network.
 * Arguments: sentences; by default two.
 */
public final class SimilarTexts {
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "DESCRIPTION", "type": ["null", "string"], "itemName": true, "textual": true},
                        {"name": "PRICE", "type": ["null", "float"]}]}""");

    private SimilarTexts() {}

    /** Prints the neighbours of each sentence. */
    public static void main(String[] sentences) throws IOException {
        Path folder = Files.createTempDirectory("similar-texts");
        List<String> asked = sentences.length > 0
                ? List.of(sentences)
                : List.of("an alarm clock for the bakelite lover", "lunch boxes with dinosaurs");
        run(folder, asked).forEach(System.out::println);
    }

    static List<String> run(Path folder, List<String> sentences) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(ITEMS).importCsv(OnlineRetail.csv("items", folder));
            SolutionVersion version = shop.createSolution("texts", SolutionConfig.of("semantic-similarity"))
                    .train();
            Campaign campaign = shop.createCampaign("texts", version, CampaignConfig.defaults());
            for (String sentence : sentences) {
                // An item put after the training is known to the next request.
                shop.dataset(DatasetType.ITEMS).put("new", Map.of("description", sentence));
                campaign.refreshItems(); // from the second sentence on, its record is another one
                lines.add(sentence);
                for (RecommendedItem item : campaign.recommend(RecommendationRequest.builder()
                                .itemId("new")
                                .numResults(5)
                                .metadataColumns("DESCRIPTION")
                                .build())
                        .items()) {
                    lines.add("  " + item.itemId() + "  " + item.metadata().get("DESCRIPTION"));
                }
            }
        }
        return lines;
    }
}
