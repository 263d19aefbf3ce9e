package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.CampaignConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.RecommendedItem;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.storage.HeapStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group that has items and nothing else. */
class SemanticSimilarityTest {
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "NAME", "type": ["null", "string"], "itemName": true},
                        {"name": "TEXT", "type": ["null", "string"], "textual": true},
                        {"name": "CREATION_TIMESTAMP", "type": ["null", "long"]}]}""");
    private static final List<String> ROWS = List.of(
            "ITEM_ID,NAME,TEXT,CREATION_TIMESTAMP",
            "red,Red metal lantern,Lights the garden,100",
            "blue,Blue metal lantern,Lights the garden,100",
            "glass,Glass lantern,Lights the table,150",
            "cup,Paper cups,For the garden party,400",
            "plate,Paper plates,For the garden party,500");

    @TempDir
    Path folder;

    private final HeapStorage storage = new HeapStorage();
    private Personalize personalize = Personalize.builder().open(storage);

    @AfterEach
    void close() {
        personalize.close();
    }

    private SolutionVersion train() {
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        shop.createDataset(ITEMS).importCsv(Shop.write(folder, "items.csv", ROWS));
        return shop.createSolution("texts", SolutionConfig.of("aws-semantic-similarity"))
                .train();
    }

    private static List<String> like(Campaign campaign, String itemId, int count) {
        return answer(campaign, itemId, count).items().stream()
                .map(RecommendedItem::itemId)
                .toList();
    }

    private static Recommendations answer(Campaign campaign, String itemId, int count) {
        return campaign.recommend(RecommendationRequest.builder()
                .itemId(itemId)
                .numResults(count)
                .explanations(true)
                .build());
    }

    @Test
    void items_alone_are_enough() {
        SolutionVersion version = train();
        Campaign campaign = personalize.datasetGroup("shop").createCampaign("texts", version);

        assertThat(like(campaign, "red", 2)).containsExactly("blue", "glass");
        assertThat(like(campaign, "cup", 1)).containsExactly("plate");
    }

    @Test
    void an_item_put_since_is_found_without_training_also_in_a_home_opened_again() {
        SolutionVersion version = train();
        DatasetGroup shop = personalize.datasetGroup("shop");
        Campaign campaign = shop.createCampaign("texts", version);
        shop.dataset(DatasetType.ITEMS)
                .put("green", Map.of("name", "Green metal lantern", "text", "Lights the garden"));

        assertThat(like(campaign, "red", 2)).containsExactlyInAnyOrder("blue", "green");
        assertThat(like(campaign, "green", 2)).containsExactlyInAnyOrder("red", "blue");

        personalize.close();
        personalize = Personalize.builder().open(storage);
        campaign = personalize.datasetGroup("shop").campaign("texts");
        assertThat(like(campaign, "red", 2)).containsExactlyInAnyOrder("blue", "green");
    }

    @Test
    void campaigns_of_a_solution_without_incremental_updates_know_what_the_training_knew() {
        SolutionVersion version = train();
        DatasetGroup shop = personalize.datasetGroup("shop");
        Solution solution = shop.solution(version.solution());
        solution.update(
                solution.config().toBuilder().performIncrementalUpdate(false).build());
        Campaign campaign = shop.createCampaign("texts", version);
        shop.dataset(DatasetType.ITEMS)
                .put("green", Map.of("name", "Green metal lantern", "text", "Lights the garden"));

        assertThat(like(campaign, "red", 2)).doesNotContain("green");
        solution.update(
                solution.config().toBuilder().performIncrementalUpdate(true).build());
        campaign.update(CampaignConfig.defaults());
        assertThat(like(campaign, "red", 2)).contains("green");
    }

    @Test
    void a_campaign_is_shifted_to_fresh_items_and_back_without_training() {
        SolutionVersion version = train();
        DatasetGroup shop = personalize.datasetGroup("shop");
        Campaign campaign = shop.createCampaign("texts", version);

        campaign.update(CampaignConfig.builder().freshnessInfluence(1).build());
        assertThat(like(campaign, "red", 1)).containsExactly("plate");
        RecommendedItem plate = answer(campaign, "red", 1).items().get(0);
        assertThat(Objects.requireNonNull(plate.explanation()).reasons())
                .anySatisfy(reason -> assertThat(reason.toString()).contains("CREATION_TIMESTAMP"));

        personalize.close();
        personalize = Personalize.builder().open(storage);
        campaign = personalize.datasetGroup("shop").campaign("texts");
        assertThat(campaign.config().freshnessInfluence()).isEqualTo(1);
        assertThat(like(campaign, "red", 1)).containsExactly("plate");

        campaign.update(CampaignConfig.defaults());
        assertThat(like(campaign, "red", 1)).containsExactly("blue");
    }

    @Test
    void a_version_prints_how_popular_new_and_alike_neighbours_are_without_any_event() {
        SolutionVersion version = train();

        assertThat(version.metrics())
                .containsOnlyKeys("item_popularity", "item_freshness", "item_similarity")
                .containsEntry("item_popularity", 0.0)
                .allSatisfy((key, value) -> assertThat(value).isBetween(0.0, 1.0));
        assertThat(version.popularityMetrics().keySet())
                .isEqualTo(version.metrics().keySet());
        assertThat(version.testUsers()).isZero();
    }

    @Test
    void other_recipes_refuse_influence() {
        DatasetGroup shop = Shop.open(personalize, folder);
        SolutionVersion version =
                shop.createSolution("sims", Shop.related().build()).train();
        CampaignConfig shifted =
                CampaignConfig.builder().popularityInfluence(0.5).build();

        assertThatThrownBy(() -> shop.createCampaign("sims", version, shifted))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sims");
        assertThat(shop.campaigns()).isEmpty();
        assertThatThrownBy(
                        () -> CampaignConfig.builder().freshnessInfluence(1.5).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("freshnessInfluence");
    }

    @Test
    void an_unknown_item_is_answered_with_popular_ones() {
        DatasetGroup shop = Shop.open(personalize, folder);
        Campaign campaign = shop.createCampaign(
                "similar",
                shop.createSolution("similar", SolutionConfig.of("aws-similar-items"))
                        .train());

        assertThat(like(campaign, "no such item", 3)).hasSize(3);
        assertThat(like(campaign, "c01", 5)).doesNotContain("d00", "d01", "d02"); // what dog people buy
    }
}
