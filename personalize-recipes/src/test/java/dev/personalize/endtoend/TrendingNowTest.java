package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behaviour reference §4.8, feature D10. */
class TrendingNowTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();

    private static final class HandClock extends Clock {
        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Personalize open() {
        return Personalize.builder().clock(clock).open(folder.resolve("home"));
    }

    /** Puts events of an item, one a minute until {@code ago} before now. */
    private void put(DatasetGroup shop, String item, int events, Duration ago) {
        for (int i = 0; i < events; i++) {
            shop.eventTracker()
                    .put(Event.builder()
                            .userId("user" + i)
                            .sessionId("s" + i)
                            .itemId(item)
                            .type("Click")
                            .sentAt(clock.instant().minus(ago).minusSeconds(60L * i))
                            .build());
        }
    }

    private static List<String> trending(Campaign campaign) {
        return campaign.recommend(RecommendationRequest.builder().numResults(4).build())
                .itemIds();
    }

    @Test
    void trends_follow_the_events_without_training_and_survive_reopening() {
        try (Personalize personalize = open()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(Shop.INTERACTIONS);
            put(shop, "classic", 9, Duration.ofDays(30));
            put(shop, "second", 5, Duration.ofDays(30));
            put(shop, "third", 3, Duration.ofDays(30));
            SolutionVersion version = shop.createSolution(
                            "trending",
                            SolutionConfig.builder()
                                    .recipe("aws-trending-now")
                                    .hyperparameter("trend_discovery_frequency", "1 hour")
                                    .minimumData(MinimumData.NONE)
                                    .build())
                    .train();
            Campaign trending = shop.createCampaign("trending", version);
            assertThat(trending(trending))
                    .as("nothing happens: popular items")
                    .containsExactly("classic", "second", "third");

            put(shop, "third", 4, Duration.ZERO);
            put(shop, "new", 6, Duration.ZERO);
            put(shop, "second", 5, Duration.ofMinutes(61));
            // In the last hour less the hour before: new 6, third 4, classic 0, second -5.
            assertThat(trending(trending)).containsExactly("new", "third", "classic", "second");

            assertThatThrownBy(version::batchInference)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("trending-now");
        }
        try (Personalize personalize = open()) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            Campaign trending = shop.campaign("trending");
            assertThat(trending(trending)).containsExactly("new", "third", "classic", "second");

            clock.now = START.plus(Duration.ofMinutes(70));
            put(shop, "classic", 2, Duration.ZERO);
            // An hour on: classic 2, second 0 (its events are too old now), third -4, new -6.
            assertThat(trending(trending)).containsExactly("classic", "second", "third", "new");

            clock.now = START.plus(Duration.ofDays(3));
            assertThat(trending(trending)).startsWith("classic", "second", "third");
        }
    }

    // In the newest two hours only one item rose, and all three items have room in the list.
    @Test
    void a_version_prints_how_much_of_what_rose_it_foresaw() {
        try (Personalize personalize = open()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(Shop.INTERACTIONS);
            put(shop, "classic", 9, Duration.ofDays(30));
            put(shop, "second", 9, Duration.ofDays(20));
            put(shop, "new", 9, Duration.ofDays(5));

            SolutionVersion version = shop.createSolution(
                            "trending",
                            SolutionConfig.builder()
                                    .recipe("aws-trending-now")
                                    .minimumData(MinimumData.NONE)
                                    .build())
                    .train();

            assertThat(version.metrics())
                    .containsEntry("trend_prediction_accuracy", 1.0)
                    .containsKey("coverage");
            assertThat(version.popularityMetrics()).containsEntry("trend_prediction_accuracy", 1.0);
        }
    }

    @Test
    void a_window_the_service_does_not_have_is_refused() {
        try (Personalize personalize = open()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            assertThatThrownBy(() -> shop.createSolution(
                            "trending",
                            SolutionConfig.builder()
                                    .recipe("trending-now")
                                    .hyperparameter("trend_discovery_frequency", "5 minutes")
                                    .build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("30 minutes");
        }
    }
}
