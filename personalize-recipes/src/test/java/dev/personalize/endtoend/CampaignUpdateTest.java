package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.CampaignConfig;
import dev.personalize.CampaignUpdate;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.RecommendedItem;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.Status;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How campaigns change their version, by hand and by following the newest one of their solution. */
class CampaignUpdateTest {
    private static final CampaignConfig FOLLOWING =
            CampaignConfig.builder().syncWithLatestSolutionVersion(true).build();
    private static final RecommendationRequest REQUEST = RecommendationRequest.forUser("cat007");

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();

    private Personalize open() {
        return Personalize.builder().clock(clock).open(folder.resolve("home"));
    }

    private Solution popular(Personalize personalize) {
        return Shop.open(personalize, folder).createSolution("popular", SolutionConfig.of("popularity-count"));
    }

    @Test
    void a_campaign_that_follows_answers_from_each_new_version_and_others_do_not() {
        try (Personalize personalize = open()) {
            Solution solution = popular(personalize);
            DatasetGroup shop = personalize.datasetGroup("shop");
            Campaign following = shop.createCampaign("following", solution.train(), FOLLOWING);
            Campaign standing = shop.createCampaign("standing", solution.version(1));
            assertThat(CampaignConfig.defaults().syncWithLatestSolutionVersion())
                    .isFalse();
            assertThat(following.latestUpdate()).isEmpty();

            clock.at(Duration.ofHours(1));
            solution.train();

            assertThat(following.version().number()).isEqualTo(2);
            assertThat(following.latestUpdate())
                    .contains(new CampaignUpdate(2, Status.ACTIVE, Optional.empty(), clock.instant(), clock.instant()));
            assertThat(standing.version().number()).isOne();
            solution.version(1).exportTo(folder.resolve("export.zip"));
            assertThat(solution.importVersion(folder.resolve("export.zip")).number())
                    .isEqualTo(following.version().number());
        }
    }

    @Test
    void one_that_follows_refuses_an_older_version_and_one_that_begins_to_follow_changes_at_once() {
        try (Personalize personalize = open()) {
            Solution solution = popular(personalize);
            DatasetGroup shop = personalize.datasetGroup("shop");
            Campaign campaign = shop.createCampaign("campaign", solution.train());
            solution.train();

            assertThatThrownBy(() -> shop.createCampaign("other", solution.version(1), FOLLOWING))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("newest");
            campaign.update(FOLLOWING);
            assertThat(campaign.version().number()).isEqualTo(2);
            assertThatThrownBy(() -> campaign.update(solution.version(1))).isInstanceOf(InvalidInputException.class);
            campaign.update(CampaignConfig.defaults());
            campaign.update(solution.version(1));
            assertThat(campaign.version().number()).isOne();
        }
    }

    @Test
    void a_version_that_came_while_nobody_asked_the_campaign_is_found_when_somebody_does() {
        try (Personalize personalize = open()) {
            Solution solution = popular(personalize);
            personalize.datasetGroup("shop").createCampaign("following", solution.train(), FOLLOWING);
        }
        try (Personalize personalize = open()) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            shop.solution("popular").train();

            assertThat(shop.campaign("following").version().number()).isEqualTo(2);
        }
    }

    @Test
    void an_update_that_fails_says_so_and_the_campaign_goes_on_as_before() throws IOException {
        List<RecommendedItem> before;
        try (Personalize personalize = open()) {
            Solution solution = popular(personalize);
            Campaign campaign = personalize.datasetGroup("shop").createCampaign("campaign", solution.train());
            before = campaign.recommend(REQUEST).items();
            solution.train();
        }
        Path model = folder.resolve("home/shop/solutions/popular/000002/model.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 1;
        Files.write(model, bytes);
        try (Personalize personalize = open()) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            Campaign campaign = shop.campaign("campaign");

            assertThatThrownBy(() -> campaign.update(shop.solution("popular").version(2)))
                    .isInstanceOf(CorruptArtifactException.class);

            requireFailed(campaign, before);
        }
        try (Personalize personalize = open()) {
            requireFailed(personalize.datasetGroup("shop").campaign("campaign"), before);
        }
    }

    private static void requireFailed(Campaign campaign, List<RecommendedItem> before) {
        assertThat(campaign.version().number()).isOne();
        assertThat(campaign.recommend(REQUEST).items()).isEqualTo(before);
        CampaignUpdate update = campaign.latestUpdate().orElseThrow();
        assertThat(update.version()).isEqualTo(2);
        assertThat(update.status()).isEqualTo(Status.CREATE_FAILED);
        assertThat(update.failureReason().orElseThrow()).contains("model.safetensors");
    }
}
