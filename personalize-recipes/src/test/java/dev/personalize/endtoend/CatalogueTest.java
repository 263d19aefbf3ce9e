package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.DatasetGroup;
import dev.personalize.Filter;
import dev.personalize.Job;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.RegisteredSchema;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.Status;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.error.TrainingException;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.DatasetType;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What exists, and what may be deleted when: behaviour reference §1.1 to §1.3, features A01 to A06 and K22. */
class CatalogueTest {
    private static final String CHEAP = "INCLUDE ItemID WHERE Items.PRICE < 3";

    @TempDir
    Path folder;

    private static SolutionConfig popular() {
        return SolutionConfig.of("popularity-count");
    }

    @Test
    void everything_is_found_again_after_a_restart() {
        Path home = folder.resolve("home");
        String trackingId;
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            shop.createCampaign(
                    "front", shop.createSolution("popular", popular()).train());
            trackingId = shop.eventTracker().trackingId();
            shop.createFilter("cheap", CHEAP);
        }
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = personalize.datasetGroups().get(0);
            assertThat(shop.name()).isEqualTo("shop");
            assertThat(personalize.schemas())
                    .extracting(RegisteredSchema::name)
                    .containsExactly("shop-interactions", "shop-items");
            assertThat(shop.datasets()).hasSize(2);
            assertThat(shop.dataset(DatasetType.ITEMS).imports()).hasSize(1);
            assertThat(personalize.eventTracker(trackingId).name()).isEqualTo("event-tracker");
            assertThat(shop.solutions()).singleElement().satisfies(solution -> {
                assertThat(solution.versions()).hasSize(1);
                assertThat(solution.trainings()).extracting(Job::status).containsExactly(Status.ACTIVE);
            });
            assertThat(shop.filters()).extracting(Filter::expression).containsExactly(CHEAP);
            assertThat(shop.campaigns()
                            .get(0)
                            .recommend(RecommendationRequest.forUser("x"))
                            .items())
                    .isNotEmpty();
        }
    }

    @Test
    void what_is_used_is_not_deleted() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            shop.createCampaign(
                    "front", shop.createSolution("popular", popular()).train());
            shop.eventTracker();
            shop.createFilter("cheap", CHEAP);

            assertThatThrownBy(() -> shop.deleteSolution("popular"))
                    .isInstanceOf(ResourceInUseException.class)
                    .hasMessageContaining("front");
            assertThatThrownBy(() -> personalize.deleteSchema("shop-items"))
                    .isInstanceOf(ResourceInUseException.class)
                    .hasMessageContaining("shop");
            assertThatThrownBy(() -> personalize.deleteDatasetGroup("shop"))
                    .isInstanceOf(ResourceInUseException.class)
                    .hasMessageContaining("event tracker")
                    .hasMessageContaining("items")
                    .hasMessageContaining("filter 'cheap'");
            assertThatThrownBy(() -> shop.deleteDataset(DatasetType.ITEMS))
                    .isInstanceOf(ResourceInUseException.class)
                    .hasMessageContaining("cheap");

            shop.deleteCampaign("front");
            shop.deleteSolution("popular");
            shop.deleteEventTracker();
            shop.deleteFilter("cheap");
            shop.deleteDataset(DatasetType.ITEMS);
            shop.deleteDataset(DatasetType.INTERACTIONS);
            personalize.deleteDatasetGroup("shop");
            personalize.deleteSchema("shop-items");

            assertThat(personalize.datasetGroups()).isEmpty();
            assertThatThrownBy(() -> personalize.schema("shop-items")).isInstanceOf(ResourceNotFoundException.class);
            Shop.open(personalize, folder);
        }
    }

    @Test
    void a_schema_serves_many_datasets_and_never_changes() {
        try (Personalize personalize = Personalize.inMemory()) {
            RegisteredSchema schema = personalize.createSchema("events", Shop.INTERACTIONS);
            personalize.createDatasetGroup("one").createDataset(schema);
            personalize.createDatasetGroup("two").createDataset(schema);

            assertThatThrownBy(() -> personalize.createSchema("events", Shop.ITEMS))
                    .isInstanceOf(ResourceAlreadyExistsException.class);
            assertThat(personalize
                            .datasetGroup("two")
                            .dataset(DatasetType.INTERACTIONS)
                            .schemaName())
                    .isEqualTo("events");
        }
    }

    @Test
    void a_training_that_fails_or_is_cancelled_stays_listed_with_its_reason() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution greedy = shop.createSolution(
                    "greedy",
                    popular().toBuilder()
                            .minimumData(new MinimumData(1_000_000, 1, 0))
                            .build());
            assertThatThrownBy(greedy::train).isInstanceOf(TrainingException.class);
            Cancellation cancelled = new Cancellation();
            cancelled.cancel();
            Solution factors = shop.createSolution("factors", Shop.factors());
            assertThatThrownBy(() -> factors.train(ProgressListener.NONE, cancelled))
                    .isInstanceOf(CancellationException.class);

            assertThat(greedy.versions()).isEmpty();
            assertThat(greedy.trainings()).singleElement().satisfies(job -> {
                assertThat(job.status()).isEqualTo(Status.CREATE_FAILED);
                assertThat(job.failureReason().orElseThrow()).contains("1000000");
            });
            assertThat(factors.trainings()).extracting(Job::status).containsExactly(Status.CREATE_STOPPED);
            assertThat(factors.trainAsync(ProgressListener.NONE, new Cancellation())
                            .join()
                            .number())
                    .isEqualTo(2);
        }
    }

    @Test
    void interactions_of_too_many_kinds_are_refused_before_training() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution(
                    "few", popular().toBuilder().eventTypeLimit(2).build());

            assertThatThrownBy(solution::train)
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("EVENT_TYPE")
                    .hasMessageContaining("eventTypeLimit");
        }
    }
}
