package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.Dataset;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.ingest.ImportReport;
import dev.personalize.schema.DatasetType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
    @TempDir
    Path folder;

    @Test
    void an_import_reports_what_it_found() {
        try (Personalize personalize = Personalize.inMemory()) {
            Dataset dataset = personalize.createDatasetGroup("shop").createDataset(Shop.INTERACTIONS);

            ImportReport report = dataset.importCsv(Shop.write(folder, "interactions.csv", Shop.rows()));

            assertThat(report.distinctUsers()).isEqualTo(2 * Shop.USERS_OF_A_KIND);
            assertThat(report.distinctItems()).isLessThanOrEqualTo(2 * Shop.ITEMS_OF_A_KIND + 1);
            assertThat(report.storedRows() + report.duplicateRows())
                    .isEqualTo(Shop.rows().size() - 1);
            assertThat(report.rejectedRows()).isZero();
            assertThat(dataset.rows()).isEqualTo(report.storedRows());
        }
    }

    @Test
    void a_failing_import_leaves_the_dataset_as_it_was() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            String before = shop.snapshot().fingerprint();
            List<String> damaged = new ArrayList<>(Shop.rows());
            damaged.set(500, "cat001,c01,yesterday,Purchase,1");

            assertThatThrownBy(() -> shop.dataset(DatasetType.INTERACTIONS)
                            .importCsv(Shop.write(folder, "damaged.csv", damaged)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("damaged.csv")
                    .hasMessageContaining("501")
                    .hasMessageContaining("TIMESTAMP")
                    .hasMessageContaining("yesterday");

            assertThat(shop.snapshot().fingerprint()).isEqualTo(before);
        }
    }

    @Test
    void an_import_replaces_bulk_data_and_keeps_streamed_events() {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            shop.eventTracker().put(event("visitor", "c01", 1700000000));

            shop.dataset(DatasetType.INTERACTIONS)
                    .importCsv(Shop.write(
                            folder,
                            "small.csv",
                            List.of("ITEM_ID,USER_ID,EVENT_VALUE,EVENT_TYPE,TIMESTAMP", "c05,ann,,View,7")));

            assertThat(events(shop.snapshot())).containsExactly("ann c05 View 7", "visitor c01 Purchase 1700000000");
        }
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            assertThat(events(shop.snapshot())).containsExactly("ann c05 View 7", "visitor c01 Purchase 1700000000");
            assertThat(shop.dataset(DatasetType.INTERACTIONS).rows()).isOne();
        }
    }

    @Test
    void an_event_that_does_not_fit_the_schema_is_refused_with_all_its_companions() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            assertThatThrownBy(() -> shop.eventTracker().put(event("u", "i", 1)))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("interactions");
            shop.createDataset(Shop.INTERACTIONS);
            Event strange = Event.builder()
                    .userId("u")
                    .sessionId("s")
                    .itemId("i")
                    .type("Purchase")
                    .property("colour", "red")
                    .build();

            assertThatThrownBy(() -> shop.eventTracker().put(event("u", "i", 1), strange))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("event 2")
                    .hasMessageContaining("colour");
            assertThatThrownBy(() -> shop.eventTracker().put(event("u".repeat(257), "i", 1)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("256");

            assertThat(shop.snapshot().interactions().size()).isZero();
        }
    }

    @Test
    void a_group_has_one_dataset_of_a_type_and_a_home_one_group_of_a_name() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(Shop.ITEMS);

            assertThatThrownBy(() -> shop.createDataset(Shop.ITEMS)).isInstanceOf(ResourceAlreadyExistsException.class);
            assertThatThrownBy(() -> personalize.createDatasetGroup("shop"))
                    .isInstanceOf(ResourceAlreadyExistsException.class);
            assertThatThrownBy(() -> shop.dataset(DatasetType.USERS)).isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> personalize.datasetGroup("barn")).isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> personalize.createDatasetGroup("../barn"))
                    .isInstanceOf(InvalidInputException.class);
            assertThat(personalize.datasetGroups()).containsExactly(shop);
        }
    }

    @Test
    void no_event_is_lost_while_imports_trainings_and_requests_go_on() throws InterruptedException {
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Campaign campaign = shop.createCampaign(
                    "for-you", shop.createSolution("for-you", Shop.factors()).train());
            Path csv = Shop.write(folder, "again.csv", Shop.rows());
            int writers = 4;
            int each = 50;
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                String user = "writer" + w;
                threads.add(thread(failures, () -> {
                    for (int i = 0; i < each; i++) {
                        shop.eventTracker().put(event(user, "c01", 5000 + i));
                        assertThat(campaign.recommend(RecommendationRequest.forUser(user))
                                        .itemIds())
                                .as("the event just put is known")
                                .first()
                                .asString()
                                .startsWith("c");
                    }
                }));
            }
            threads.add(thread(failures, () -> {
                for (int i = 0; i < 5; i++) {
                    shop.dataset(DatasetType.INTERACTIONS).importCsv(csv);
                    shop.solution("for-you").train();
                }
            }));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(failures).isEmpty();
            assertThat(events(shop.snapshot()).stream().filter(event -> event.startsWith("writer")))
                    .hasSize(writers * each);
        }
    }

    private static Thread thread(List<Throwable> failures, Runnable work) {
        Thread thread = new Thread(work);
        thread.setUncaughtExceptionHandler((failed, failure) -> failures.add(failure));
        return thread;
    }

    private static Event event(String userId, String itemId, long seconds) {
        return Event.builder()
                .userId(userId)
                .sessionId(userId)
                .itemId(itemId)
                .type("Purchase")
                .sentAt(Instant.ofEpochSecond(seconds))
                .build();
    }

    private static List<String> events(Snapshot data) {
        List<String> events = new ArrayList<>();
        for (int user = 0; user < data.users().size(); user++) {
            for (int p = data.interactions().begin(user);
                    p < data.interactions().end(user);
                    p++) {
                events.add(data.users().id(user) + " "
                        + data.items().id(data.interactions().item(p)) + " "
                        + data.eventTypes().id(data.interactions().eventType(p)) + " "
                        + data.interactions().timestamp(p));
            }
        }
        return events;
    }
}
