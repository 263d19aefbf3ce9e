package dev.personalize.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipe of one's own is trained, measured, served and filtered as those of the library are. */
class NearInTimeRecipeTest {
    @TempDir
    Path folder;

    @Test
    void is_trained_measured_and_served_like_any_other() throws IOException {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(OnlineRetail.schema("interactions")).importCsv(OnlineRetail.csv("interactions", folder));

            SolutionVersion version = shop.createSolution(
                            "near",
                            SolutionConfig.builder()
                                    .recipe("near-in-time")
                                    .hyperparameter("window", 3)
                                    .hyperparameter("min_count", 2)
                                    .build())
                    .train();
            Campaign related = shop.createCampaign("related", version);

            assertThat(version.metrics().get("normalized_discounted_cumulative_gain_at_25"))
                    .isGreaterThan(version.popularityMetrics().get("normalized_discounted_cumulative_gain_at_25"));
            // The red alarm clock; the green and the pink one are in the same baskets.
            assertThat(related.recommend(RecommendationRequest.builder()
                                    .itemId("22728")
                                    .numResults(5)
                                    .build())
                            .itemIds())
                    .contains("22726", "22727");
        }
    }
}
