package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.EvaluationConfig;
import dev.personalize.Personalize;
import dev.personalize.RankingRequest;
import dev.personalize.RecommendationRequest;
import dev.personalize.RecommendedItem;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.OptimizationObjective.Sensitivity;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recommendations that bring more of something the more it is asked for. */
class ObjectiveTest {
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "fields": [{"name": "ITEM_ID", "type": "string"},
             {"name": "MARGIN", "type": "double"}, {"name": "PRICE", "type": ["null", "float"]},
             {"name": "KIND", "type": "string", "categorical": true}]}""");

    @TempDir
    Path folder;

    /** {@return the shop, whose things bring the more the rarer they are} */
    private DatasetGroup shop(Personalize personalize) {
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        shop.createDataset(Shop.INTERACTIONS).importCsv(Shop.write(folder, "events.csv", Shop.rows()));
        List<String> items = new ArrayList<>(List.of("ITEM_ID,MARGIN,PRICE,KIND", "tea,1,,drink"));
        for (int i = 0; i < Shop.ITEMS_OF_A_KIND; i++) {
            items.add(String.format("c%02d,%d,,cat", i, i));
            items.add(String.format("d%02d,%d,,dog", i, i));
        }
        shop.createDataset(ITEMS).importCsv(Shop.write(folder, "items.csv", items));
        return shop;
    }

    private static SolutionConfig.Builder config(String recipe, Sensitivity sensitivity) {
        return SolutionConfig.builder().recipe(recipe).optimizationObjective("MARGIN", sensitivity);
    }

    private static double margin(RecommendedItem item) {
        return item.itemId().equals("tea") ? 1 : Integer.parseInt(item.itemId().substring(1));
    }

    private static double meanMargin(Campaign campaign) {
        return IntStream.range(0, 40)
                .mapToObj(user -> RecommendationRequest.builder()
                        .userId(String.format("%s%03d", user % 2 == 0 ? "cat" : "dog", user))
                        .numResults(5)
                        .build())
                .flatMap(request -> campaign.recommend(request).items().stream())
                .mapToDouble(ObjectiveTest::margin)
                .average()
                .orElseThrow();
    }

    @Test
    void a_greater_sensitivity_brings_more_and_off_is_no_objective() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shop(personalize);
            SolutionVersion none = shop.createSolution("none", SolutionConfig.of("user-personalization"))
                    .train();
            List<Double> margins = new ArrayList<>();
            List<Double> rewards = new ArrayList<>();
            for (Sensitivity sensitivity : Sensitivity.values()) {
                String name = sensitivity.name();
                SolutionVersion version = shop.createSolution(
                                name,
                                config("aws-user-personalization", sensitivity).build())
                        .train();
                margins.add(meanMargin(shop.createCampaign(name, version)));
                rewards.add(version.metrics().get("average_rewards_at_k"));
                if (sensitivity == Sensitivity.OFF) {
                    assertThat(version.checksums()).isEqualTo(none.checksums());
                } else {
                    assertThat(version.checksums()).isNotEqualTo(none.checksums());
                    assertThat(version.popularityMetrics()).containsKey("average_rewards_at_k");
                }
            }

            assertThat(margins.get(0)).isEqualTo(meanMargin(shop.createCampaign("none", none)));
            assertThat(margins).isSorted().doesNotHaveDuplicates();
            assertThat(rewards).allSatisfy(reward -> assertThat(reward).isBetween(0.0, 1.0));
            assertThat(none.metrics()).doesNotContainKey("average_rewards_at_k");
        }
    }

    @Test
    void rankings_have_it_too_and_it_is_kept() {
        Path home = folder.resolve("home");
        RankingRequest request = RankingRequest.of("cat003", List.of("c00", "c10", "c20", "c29", "tea"));
        List<RecommendedItem> before;
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = shop(personalize);
            Solution plain = shop.createSolution("plain", SolutionConfig.of("personalized-ranking"));
            Solution high = shop.createSolution(
                    "high", config("personalized-ranking", Sensitivity.HIGH).build());
            before = shop.createCampaign("high", high.train()).rank(request).items();

            assertThat(before)
                    .isNotEqualTo(shop.createCampaign("plain", plain.train())
                            .rank(request)
                            .items());
            assertThat(high.evaluate(EvaluationConfig.defaults()).toString()).contains("average_rewards_at_10");
        }
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            SolutionVersion version = shop.solution("high").version(1);

            assertThat(shop.campaign("high").rank(request).items()).isEqualTo(before);
            assertThat(shop.solution("high").config().objective())
                    .isEqualTo(config("sims", Sensitivity.HIGH).build().objective());
            assertThat(version.provenance().toString()).contains("objective MARGIN HIGH");
            assertThat(version.retrain().checksums()).isEqualTo(version.checksums());
        }
    }

    @Test
    void what_cannot_be_an_objective_is_refused() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shop(personalize);

            for (String recipe : List.of("user-personalization-v2", "matrix-factorization", "automl")) {
                assertThatThrownBy(() -> shop.createSolution(
                                "s", config(recipe, Sensitivity.LOW).build()))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("recipe '" + recipe + "' has no optimization objective");
            }
            for (String attribute : List.of("MARGINS", "PRICE", "KIND", "ITEM_ID")) {
                assertThatThrownBy(() -> shop.createSolution(
                                "s",
                                SolutionConfig.builder()
                                        .recipe("user-personalization")
                                        .optimizationObjective(attribute, Sensitivity.LOW)
                                        .build()))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("'" + attribute + "' cannot be an objective")
                        .hasMessageContaining("such columns are [MARGIN]");
            }
            assertThatThrownBy(() -> config("user-personalization", Sensitivity.LOW)
                            .excludedColumns(DatasetType.ITEMS, "MARGIN")
                            .build())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("leave out one of the two");
            assertThat(shop.solutions()).isEmpty();
        }
    }

    @Test
    void feature_transformations_are_hyperparameters_of_the_recipe() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shop(personalize);

            Solution solution = shop.createSolution(
                    "s",
                    SolutionConfig.builder()
                            .recipe("user-personalization")
                            .featureTransformation("max_user_history_length_percentile", 0.9)
                            .build());

            assertThat(solution.config().hyperparameters()).containsEntry("max_user_history_length_percentile", "0.9");
            assertThatThrownBy(() -> shop.createSolution(
                            "t",
                            SolutionConfig.builder()
                                    .recipe("trending-now")
                                    .featureTransformation("trend_discovery_frequenzy", "1 hour")
                                    .build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("did you mean 'trend_discovery_frequency'?");
        }
    }
}
