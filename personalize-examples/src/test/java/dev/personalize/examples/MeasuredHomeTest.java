package dev.personalize.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.MinimumData;
import dev.personalize.OperationListener;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.SolutionConfig;
import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.Schema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MeasuredHomeTest {
    private static final Schema INTERACTIONS = Schema.parse("""
            {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
                        {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"}]}""");

    private static Campaign campaign(DatasetGroup shop) {
        for (int i = 0; i < 20; i++) {
            shop.eventTracker().put(Event.of("u" + i % 5, "i" + i % 4, "View"));
        }
        SolutionConfig config = SolutionConfig.builder()
                .recipe("popularity-count")
                .minimumData(MinimumData.NONE)
                .build();
        return shop.createCampaign(
                "popular", shop.createSolution("popular", config).train());
    }

    @Test
    void what_a_home_does_becomes_timers_and_counters() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Personalize home =
                Personalize.builder().listener(new MeasuredHome(registry)).inMemory()) {
            DatasetGroup shop = home.createDatasetGroup("shop");
            shop.createDataset(INTERACTIONS);
            Campaign popular = campaign(shop);
            shop.createFilter("seen", "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"View\")");
            for (int i = 0; i < 20; i++) {
                shop.eventTracker().put(Event.of("all", "i" + i % 4, "View"));
            }

            popular.recommend(RecommendationRequest.forUser("u1"));
            popular.recommend(
                    RecommendationRequest.builder().userId("all").filter("seen").build());
            assertThatThrownBy(() -> popular.recommend(RecommendationRequest.builder()
                            .userId("u1")
                            .filter("seen")
                            .filterValue("X", "1")
                            .build()))
                    .isInstanceOf(InvalidInputException.class);
        }
        assertThat(registry.get("personalize.requests")
                        .tag("outcome", "success")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("personalize.requests")
                        .tag("outcome", "InvalidInputException")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("personalize.jobs")
                        .tag("kind", "training")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("personalize.events").counter().count()).isEqualTo(40);
        assertThat(registry.get("personalize.puts").timer().count()).isEqualTo(40);
        assertThat(registry.get("personalize.filters.empty")
                        .tag("filter", "seen")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_listener_that_fails_does_no_harm() {
        OperationListener failing = new OperationListener() {
            @Override
            public void requestAnswered(AnsweredRequest answered) {
                throw new IllegalStateException("no registry");
            }
        };
        try (Personalize home = Personalize.builder().listener(failing).inMemory()) {
            DatasetGroup shop = home.createDatasetGroup("shop");
            shop.createDataset(INTERACTIONS);

            assertThat(campaign(shop)
                            .recommend(RecommendationRequest.forUser("u1"))
                            .items())
                    .hasSize(4);
        }
    }
}
