package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RankingRequest;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.RecommendedItem;
import dev.personalize.SolutionConfig;
import dev.personalize.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service's recipes for ranking promise. */
class PersonalizedRankingTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "personalized-ranking",
                "aws-personalized-ranking-v2",
                "arn:aws:personalize:::recipe/aws-personalized-ranking"
            })
    void puts_exactly_the_given_items_in_order_and_recommends_nothing(String recipe) throws Exception {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Campaign campaign = shop.createCampaign(
                    "search",
                    shop.createSolution(
                                    "search",
                                    SolutionConfig.builder()
                                            .recipe(recipe)
                                            .seed(1)
                                            .build())
                            .train());
            List<String> given = List.of("unheard-of", "d01", "c05", "d02", "c06", "tea");

            Recommendations ranked = campaign.rank(RankingRequest.of("cat007", given));

            assertThat(ranked.itemIds())
                    .containsExactlyInAnyOrderElementsOf(given)
                    .endsWith("unheard-of");
            assertThat(ranked.itemIds().subList(0, 2)).allMatch(item -> item.startsWith("c") || item.equals("tea"));
            assertThat(ranked.items().get(5).score()).isNull();
            assertThat(ranked.items().stream()
                            .map(RecommendedItem::score)
                            .filter(Objects::nonNull)
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isCloseTo(1, within(1e-9));
            assertThatThrownBy(() -> campaign.recommend(
                            RecommendationRequest.builder().userId("cat007").build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("rank");
            assertThat(batch(campaign, "{\"userId\":\"cat007\"}")).contains("needs an itemList");
            assertThat(batch(campaign, "{\"userId\":\"cat007\",\"itemList\":[\"d01\",\"c05\"]}"))
                    .contains("\"recommendedItems\":[\"c05\",\"d01\"]");
        }
    }

    private String batch(Campaign campaign, String line) throws Exception {
        Path input = Files.writeString(Files.createTempDirectory(folder, "in").resolve("lines.json"), line + "\n");
        Path output = campaign.version()
                .batchInference()
                .input(input)
                .outputFolder(Files.createTempDirectory(folder, "out"))
                .run()
                .output();
        return Files.readString(output);
    }
}
