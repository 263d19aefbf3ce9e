package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.RecommendedItem;
import dev.personalize.SolutionConfig;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The popularity bias means the same for every recipe: the greater it is, the more popular what is recommended. */
class PopularityBiasTest {
    private static final int USERS = 300;
    private static final int ITEMS = 80;
    private static final double[] BIASES = {-1, -0.5, 0, 0.5, 1};

    @TempDir
    Path folder;

    private final Map<String, Integer> users = new TreeMap<>();

    /** Items of two tastes, the lower numbers of each far more popular. */
    private Path interactions() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<String> lines = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP"));
        for (int user = 0; user < USERS; user++) {
            HashSet<Integer> had = new HashSet<>();
            for (int i = 0; i < 15; i++) {
                int item = 2 * (int) (ITEMS / 2 * random.nextDouble() * random.nextDouble()) + user % 2;
                if (had.add(item)) {
                    users.merge("i" + item, 1, Integer::sum);
                }
                lines.add("u" + user + ",i" + item + "," + (1_700_000_000 + i));
            }
        }
        return Files.write(folder.resolve("interactions.csv"), lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "matrix-factorization",
                "linear-item",
                "sims",
                "item-neighbors",
                "random-walk",
                "user-neighbors",
                "sequential-rules",
                "session-neighbors",
                "blend",
                "user-personalization",
                "user-personalization-v2"
            })
    void a_greater_bias_recommends_more_popular_items(String recipe) throws IOException {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(Schema.parse("""
                            {"type": "record", "name": "Interactions", "fields": [{"name": "USER_ID", "type": "string"},
                             {"name": "ITEM_ID", "type": "string"}, {"name": "TIMESTAMP", "type": "long"}]}""")).importCsv(interactions());
            List<Double> popularity = new ArrayList<>();
            for (double bias : BIASES) {
                SolutionConfig.Builder config = SolutionConfig.builder()
                        .recipe(recipe)
                        .hyperparameter("popularity_bias", bias)
                        .minimumData(MinimumData.NONE)
                        .evaluate(false);
                if (recipe.equals("sims")) {
                    config.hyperparameter("max_item_interaction_count_percentile", 1);
                }
                String name = "s" + popularity.size();
                popularity.add(meanPopularity(
                        shop.createCampaign(
                                name, shop.createSolution(name, config.build()).train()),
                        recipe.equals("sims")));
            }

            assertThat(popularity).isSorted();
            assertThat(popularity.get(BIASES.length - 1)).isGreaterThan(1.5 * popularity.get(0));
        }
    }

    private double meanPopularity(Campaign campaign, boolean related) {
        long sum = 0;
        long count = 0;
        for (int i = 0; i < 40; i++) {
            RecommendationRequest.Builder request =
                    RecommendationRequest.builder().numResults(5);
            request = related ? request.itemId("i" + i) : request.userId("u" + i);
            for (RecommendedItem item : campaign.recommend(request.build()).items()) {
                sum += users.getOrDefault(item.itemId(), 0);
                count++;
            }
        }
        return (double) sum / count;
    }
}
