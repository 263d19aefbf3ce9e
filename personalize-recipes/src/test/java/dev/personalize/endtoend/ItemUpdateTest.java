package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.CampaignConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RankingRequest;
import dev.personalize.RecommendationRequest;
import dev.personalize.RecommendedItem;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.TrainingMode;
import dev.personalize.error.InvalidInputException;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.DatasetType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions made with UPDATE: the model of a full one, with the items that came since. */
class ItemUpdateTest {
    private static final RecommendationRequest EVERYTHING =
            RecommendationRequest.builder().userId("cat007").numResults(500).build();
    private static final RecommendationRequest BEST =
            RecommendationRequest.builder().userId("cat007").numResults(20).build();

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();

    private Personalize open() {
        return Personalize.builder().clock(clock).open(folder.resolve("home"));
    }

    private static SolutionVersion update(Solution solution) {
        return solution.train(TrainingMode.UPDATE, ProgressListener.NONE, new Cancellation());
    }

    private static Solution solution(DatasetGroup shop) {
        return shop.createSolution("for-you", SolutionConfig.of("aws-user-personalization"));
    }

    @Test
    void it_recommends_new_items_and_scores_the_others_as_before() {
        List<RecommendedItem> updated;
        try (Personalize personalize = open()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = solution(shop);
            SolutionVersion full = solution.train();
            Campaign campaign = shop.createCampaign("home-page", full);
            shop.dataset(DatasetType.ITEMS).put("new", Map.of("name", "New thing"));
            List<RecommendedItem> best = campaign.recommend(BEST).items();
            assertThat(campaign.recommend(EVERYTHING).itemIds()).doesNotContain("new");

            SolutionVersion version = update(solution);

            assertThat(version.number()).isEqualTo(2);
            assertThat(version.trainingMode()).isEqualTo(TrainingMode.UPDATE);
            assertThat(version.updateOf()).hasValue(1);
            assertThat(full.updateOf()).isEmpty();
            assertThat(version.metrics()).isEqualTo(full.metrics());
            assertThat(version.dataFingerprint()).isEqualTo(full.dataFingerprint());
            campaign.update(version);
            assertThat(campaign.recommend(BEST).items()).isEqualTo(best);
            updated = campaign.recommend(EVERYTHING).items();
            assertThat(updated).extracting(RecommendedItem::itemId).contains("new");
            version.exportTo(folder.resolve("export"));
        }
        try (Personalize personalize = open()) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            assertThat(shop.campaign("home-page").recommend(EVERYTHING).items()).isEqualTo(updated);
            SolutionVersion imported = shop.solution("for-you").importVersion(folder.resolve("export"));
            shop.campaign("home-page").update(imported);
            assertThat(shop.campaign("home-page").recommend(EVERYTHING).items()).isEqualTo(updated);
            assertThat(shop.campaign("home-page")
                            .rank(RankingRequest.of("cat007", List.of("new", "moon", "c01")))
                            .itemIds())
                    .startsWith("c01");
        }
    }

    @Test
    void items_deleted_since_the_full_training_stay_deleted() {
        try (Personalize personalize = open()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = solution(shop);
            solution.train();
            clock.at(Duration.ofHours(1));
            shop.deleteData().item("c01").run();
            clock.at(Duration.ofHours(2));

            Campaign campaign = shop.createCampaign("home-page", update(solution));

            assertThat(campaign.recommend(EVERYTHING).itemIds()).contains("c02").doesNotContain("c01");
        }
    }

    @Test
    void it_is_not_updated_by_itself_any_more_and_the_next_update_begins_with_the_full_one() {
        try (Personalize personalize = open()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = solution(shop);
            solution.train();
            shop.dataset(DatasetType.ITEMS).put("new", Map.of("name", "New thing"));
            Campaign campaign = shop.createCampaign(
                    "home-page",
                    update(solution),
                    CampaignConfig.builder().syncWithLatestSolutionVersion(true).build());
            shop.dataset(DatasetType.ITEMS).put("newer", Map.of("name", "Newer thing"));
            clock.at(Duration.ofHours(3));
            solution.update(
                    solution.config().toBuilder().performAutoTraining(false).build());

            assertThat(personalize.dueWork().run()).isEmpty();
            assertThat(campaign.recommend(EVERYTHING).itemIds()).contains("new").doesNotContain("newer");
            assertThat(update(solution).updateOf()).hasValue(1);
            assertThat(campaign.recommend(EVERYTHING).itemIds()).contains("new", "newer");
        }
    }

    @Test
    void only_recipes_that_allow_it_are_updated_and_only_after_a_full_training() {
        try (Personalize personalize = open()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution popular = shop.createSolution("popular", SolutionConfig.of("popularity-count"));
            popular.train();
            Solution solution = solution(shop);

            assertThatThrownBy(() -> update(popular))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("popularity-count");
            assertThatThrownBy(() -> update(solution))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no full version");
            assertThat(solution.trainings()).isEmpty();
        }
    }
}
