package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.ActionInteraction;
import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.EventTracker;
import dev.personalize.Limits;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.SolutionConfig;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.ingest.Durability;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.ingest.ImportReport;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.storage.HeapStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to events: behaviour reference §3, features C01 to C10. */
class EventTrackerTest {
    private static final Schema WITH_DEVICE = Schema.parse("""
            {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
                        {"name": "TIMESTAMP", "type": "long"}, {"name": "DEVICE_KIND", "type": ["string", "null"]},
                        {"name": "IMPRESSION", "type": ["string", "null"]}]}""");

    @TempDir
    Path folder;

    private static Event.Builder event(String session, String item, long second) {
        return Event.builder().sessionId(session).itemId(item).type("click").sentAt(Instant.ofEpochSecond(second));
    }

    private static List<String> events(DatasetGroup group) {
        Snapshot data = group.snapshot();
        List<String> all = new ArrayList<>();
        for (int user = 0; user < data.users().size(); user++) {
            for (int p = data.interactions().begin(user);
                    p < data.interactions().end(user);
                    p++) {
                all.add(data.users().id(user) + " "
                        + data.items().id(data.interactions().item(p)) + " "
                        + data.interactions().timestamp(p));
            }
        }
        return all;
    }

    private static DatasetGroup empty(Personalize personalize) {
        DatasetGroup group = personalize.createDatasetGroup("shop");
        group.createDataset(WITH_DEVICE);
        return group;
    }

    private static Campaign popular(DatasetGroup shop) {
        SolutionConfig config = SolutionConfig.builder()
                .recipe("popularity-count")
                .minimumData(MinimumData.NONE)
                .build();
        return shop.createCampaign(
                "popular", shop.createSolution("popular", config).train());
    }

    @Test
    void a_group_without_any_import_trains_from_its_events() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = empty(personalize);
            for (int i = 0; i < 40; i++) {
                shop.eventTracker()
                        .put(event("s" + i, "item" + i % 4, i)
                                .userId("u" + i % 7)
                                .build());
            }
            Campaign popular = popular(shop);

            assertThat(popular.recommend(RecommendationRequest.forUser("u1")).itemIds())
                    .hasSize(4);
        }
    }

    @Test
    void an_event_sent_twice_with_its_id_counts_once_across_restarts_and_compaction() {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = empty(personalize);
            shop.eventTracker().put(event("s", "a", 1).userId("u").eventId("e1").build());
            shop.eventTracker().put(event("s", "a", 2).userId("u").eventId("e1").build());
            assertThat(events(shop)).containsExactly("u a 1");
            shop.compact();
        }
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            shop.eventTracker().put(event("s", "a", 3).userId("u").eventId("e1").build());
            shop.eventTracker().put(event("s", "a", 4).userId("u").build());

            assertThat(events(shop)).containsExactly("u a 1", "u a 4");
        }
    }

    @Test
    void what_somebody_did_before_logging_in_is_theirs_afterwards() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = empty(personalize);
            EventTracker events = shop.eventTracker();
            events.put(event("tab-1", "a", 1).build());
            events.put(event("tab-2", "b", 2).build());
            assertThat(events(shop)).as("nobody's yet").isEmpty();

            events.put(event("tab-1", "c", 3).userId("ann").build());
            events.put(event("tab-1", "d", 4).build());

            assertThat(events(shop)).containsExactly("ann a 1", "ann c 3", "ann d 4");
        }
    }

    @Test
    void requests_know_a_session_at_once_and_its_user_after_the_login() {
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Campaign campaign = shop.createCampaign(
                    "for-you", shop.createSolution("for-you", Shop.factors()).train());
            for (int i = 0; i < 4; i++) {
                shop.eventTracker()
                        .put(event("tab-7", "c0" + i, 9000 + i).type("Purchase").build());
            }
            RecommendationRequest asSession = RecommendationRequest.forUser("tab-7");
            List<String> cats = campaign.recommend(asSession).itemIds().subList(0, 5);
            assertThat(cats).allMatch(item -> item.startsWith("c"));

            shop.eventTracker()
                    .put(event("tab-7", "c04", 9010)
                            .type("Purchase")
                            .userId("zoe")
                            .build());

            assertThat(campaign.recommend(RecommendationRequest.forUser("zoe"))
                            .itemIds()
                            .subList(0, 5))
                    .allMatch(item -> item.startsWith("c"));
        }
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            assertThat(personalize
                            .datasetGroup("shop")
                            .campaign("for-you")
                            .recommend(RecommendationRequest.forUser("zoe"))
                            .itemIds()
                            .subList(0, 5))
                    .as("after a restart")
                    .allMatch(item -> item.startsWith("c"));
        }
    }

    @Test
    void properties_are_the_columns_in_camel_case() throws Exception {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = empty(personalize);
            shop.eventTracker()
                    .put(event("s", "a", 1)
                            .userId("u")
                            .property("deviceKind", "phone")
                            .build());

            Path csv = folder.resolve("out.csv");
            shop.dataset(DatasetType.INTERACTIONS).exportCsv(csv);

            assertThat(Files.readAllLines(csv))
                    .containsExactly("USER_ID,ITEM_ID,TIMESTAMP,DEVICE_KIND,IMPRESSION", "u,a,1,phone,");
        }
    }

    @Test
    void an_event_naming_an_answer_keeps_what_the_answer_had_shown_unless_it_says_so_itself() throws Exception {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = empty(personalize);
            for (int i = 0; i < 6; i++) {
                shop.eventTracker()
                        .put(event("s", "i" + i % 3, i).userId("u" + i).build());
            }
            Campaign popular = popular(shop);
            Recommendations shown = popular.recommend(RecommendationRequest.forUser("x"));
            shop.eventTracker()
                    .put(
                            event("s", "i1", 100)
                                    .userId("x")
                                    .recommendationId(shown.recommendationId())
                                    .build(),
                            event("s", "i2", 101)
                                    .userId("x")
                                    .recommendationId(shown.recommendationId())
                                    .impression(List.of("i2", "i9"))
                                    .build());

            Path csv = folder.resolve("out.csv");
            shop.dataset(DatasetType.INTERACTIONS).exportCsv(csv);

            assertThat(Files.readAllLines(csv))
                    .contains("x,i1,100,," + String.join("|", shown.itemIds()), "x,i2,101,,i2|i9");
        }
    }

    @Test
    void what_an_event_must_and_may_have_is_checked() {
        try (Personalize personalize = Personalize.inMemory()) {
            EventTracker events = empty(personalize).eventTracker();
            Event fine = event("s", "a", 1).userId("u").build();

            assertThatThrownBy(() -> Event.builder().userId("u").type("click").build())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("sessionId");
            assertThatThrownBy(() -> Event.builder().sessionId("s").build())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("type");
            assertThatThrownBy(() -> events.put(List.of())).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> events.put(
                            IntStream.range(0, 11).mapToObj(i -> fine).toList()))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessageContaining("11")
                    .hasMessageContaining("recordsPerPut");
            assertThatThrownBy(() -> events.put(event("s", "a", 1)
                            .property("deviceKind", "x".repeat(1025))
                            .build()))
                    .isInstanceOf(LimitExceededException.class);
            assertThatThrownBy(() -> events.put(
                            event("s", "a", 1).property("userId", "x").build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("userId");
            assertThatThrownBy(() -> events.put(
                            event("s", "a", 1).recommendationId("R".repeat(41)).build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("recommendationId");
        }
        try (Personalize personalize = Personalize.builder()
                .limits(Limits.builder().recordsPerPut(1000).build())
                .inMemory()) {
            DatasetGroup shop = empty(personalize);
            shop.eventTracker()
                    .put(IntStream.range(0, 1000)
                            .mapToObj(i -> event("s", "a", i).userId("u").build())
                            .toList());
            assertThat(events(shop)).hasSize(1000);
        }
    }

    @Test
    void a_relaxed_and_an_asynchronous_put_are_visible_when_they_are_done() {
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            DatasetGroup shop = empty(personalize);
            shop.eventTracker().put(List.of(event("s", "a", 1).userId("u").build()), Durability.FLUSHED);
            shop.eventTracker()
                    .putAsync(List.of(event("s", "b", 2).userId("u").build()), Durability.FORCED)
                    .join();

            assertThat(events(shop)).containsExactly("u a 1", "u b 2");
        }
    }

    @Test
    @Timeout(60)
    void an_import_on_an_executors_only_thread_does_not_wait_for_a_put_that_waits_for_that_thread() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try (Personalize personalize = Personalize.builder().executor(one).open(new HeapStorage())) {
            DatasetGroup shop = empty(personalize);
            Path csv = Files.writeString(
                    folder.resolve("one.csv"), "USER_ID,ITEM_ID,TIMESTAMP,DEVICE_KIND,IMPRESSION\nu,a,1,,\n");
            CompletableFuture<Void> begun = new CompletableFuture<>();
            one.execute(begun::join);
            CompletableFuture<ImportReport> imported = shop.dataset(DatasetType.INTERACTIONS)
                    .importCsvAsync(csv, ImportOptions.defaults(), ProgressListener.NONE, new Cancellation());
            CompletableFuture<Void> put = shop.eventTracker()
                    .putAsync(List.of(event("s", "b", 2).userId("u").build()), Durability.FORCED);
            begun.complete(null);

            imported.join();
            put.join();
            assertThat(events(shop)).containsExactly("u a 1", "u b 2");
        } finally {
            one.shutdown();
        }
    }

    @Test
    void a_group_has_one_tracker_found_by_its_tracking_id_whose_deletion_keeps_the_events() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = empty(personalize);
            EventTracker tracker = shop.createEventTracker("clicks");
            tracker.put(Event.of("u", "a", "click"));

            assertThatThrownBy(() -> shop.createEventTracker("more"))
                    .isInstanceOf(ResourceAlreadyExistsException.class);
            assertThat(personalize.eventTracker(tracker.trackingId()).name()).isEqualTo("clicks");

            shop.deleteEventTracker();
            assertThatThrownBy(() -> tracker.put(Event.of("u", "b", "click")))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThat(events(shop)).hasSize(1);
        }
    }

    @Test
    void an_item_put_now_is_recommended_after_the_next_training_and_its_metadata_is_known_at_once() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            SolutionConfig popular = SolutionConfig.of("popularity-count");
            Campaign campaign = shop.createCampaign(
                    "popular", shop.createSolution("popular", popular).train());
            RecommendationRequest all =
                    RecommendationRequest.builder().userId("u").numResults(500).build();
            RecommendationRequest named = RecommendationRequest.builder()
                    .userId("u")
                    .numResults(50)
                    .metadataColumns("NAME")
                    .build();
            shop.dataset(DatasetType.ITEMS)
                    .putAll(Map.of("brand-new", Map.of("name", "Just in"), "tea", Map.of("name", "Green tea")));

            assertThat(campaign.recommend(all).itemIds()).contains("tea").doesNotContain("brand-new");
            assertThat(campaign.recommend(named).items().stream()
                            .filter(item -> item.itemId().equals("tea"))
                            .findFirst()
                            .orElseThrow()
                            .metadata())
                    .containsEntry("NAME", "Green tea");

            campaign.update(shop.solution("popular").train());
            assertThat(campaign.recommend(all).itemIds()).contains("brand-new");
        }
    }

    @Test
    void actions_and_what_users_do_with_them_are_stored() throws Exception {
        Schema actions = Schema.parse("""
                {"type": "record", "name": "Actions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
                 "fields": [{"name": "ACTION_ID", "type": "string"},
                            {"name": "KIND", "type": "string", "categorical": true}]}""");
        Schema taken = Schema.parse("""
                {"type": "record", "name": "ActionInteractions", "namespace": "com.amazonaws.personalize.schema",
                 "version": "1.0", "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ACTION_ID", "type": "string"},
                 {"name": "EVENT_TYPE", "type": "string"}, {"name": "TIMESTAMP", "type": "long"}]}""");
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(actions).put("join", "{\"kind\": \"loyalty\"}");
            shop.createDataset(taken);
            shop.eventTracker()
                    .putActionInteractions(
                            List.of(ActionInteraction.of("u", "join", "Not Taken", Instant.ofEpochSecond(5))));

            Path csv = folder.resolve("out.csv");
            shop.dataset(DatasetType.ACTIONS).exportCsv(csv);
            assertThat(Files.readAllLines(csv)).containsExactly("ACTION_ID,KIND", "join,loyalty");
            shop.dataset(DatasetType.ACTION_INTERACTIONS).exportCsv(csv);
            assertThat(Files.readAllLines(csv))
                    .containsExactly("USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP", "u,join,NOT_TAKEN,5");
        }
    }
}
