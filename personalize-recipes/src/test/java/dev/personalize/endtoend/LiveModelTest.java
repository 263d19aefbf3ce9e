package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.Campaign;
import dev.personalize.CampaignConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Limits;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RankingRequest;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.RecommendedItem;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.ingest.ImportMode;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.schema.DatasetType;
import dev.personalize.storage.HeapStorage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What campaigns do for models that go on learning, with the {@link CountingRecipe}. */
class LiveModelTest {
    private static final List<String> ROWS =
            List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE", "u,a,1,Click,", "u,b,2,Click,", "v,b,3,Click,");

    @TempDir
    Path folder;

    private final HeapStorage storage = new HeapStorage();
    private Personalize personalize = opened();

    private Personalize opened() {
        return Personalize.builder()
                .recipes(new RecipeRegistry(List.of(new CountingRecipe())))
                .limits(Limits.builder().incrementalInteractions(1).build())
                .open(storage);
    }

    @AfterEach
    void close() {
        personalize.close();
    }

    private DatasetGroup shop() {
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        shop.createDataset(Shop.INTERACTIONS).importCsv(Shop.write(folder, "interactions.csv", ROWS));
        return shop;
    }

    private static SolutionVersion train(DatasetGroup shop, String name, Map<String, String> hyperparameters) {
        return shop.createSolution(
                        name,
                        SolutionConfig.builder()
                                .recipe("counting")
                                .minimumData(MinimumData.NONE)
                                .evaluate(false)
                                .hyperparameters(hyperparameters)
                                .build())
                .train();
    }

    private static Campaign deploy(DatasetGroup shop) {
        return shop.createCampaign(
                "live", train(shop, "live", Map.of()), CampaignConfig.builder().build());
    }

    private void reopen() {
        personalize.close();
        personalize = opened();
    }

    private static Event event(String user, String item) {
        return Event.builder()
                .userId(user)
                .sessionId("of-" + user)
                .itemId(item)
                .type("Click")
                .sentAt(Instant.ofEpochSecond(10))
                .build();
    }

    private static Event.Builder anonymous(String session, String item) {
        return Event.builder().sessionId(session).itemId(item).type("Click").sentAt(Instant.ofEpochSecond(10));
    }

    /** {@return what the campaign says to somebody without a history, as {@code item=score}} */
    private static List<String> scores(Campaign campaign) {
        Recommendations answer = campaign.recommend(RecommendationRequest.builder()
                .userId("nobody")
                .explanations(true)
                .build());
        List<String> scores = new ArrayList<>();
        for (RecommendedItem item : answer.items()) {
            double raw = Objects.requireNonNull(
                    Objects.requireNonNull(item.explanation()).rawScore());
            scores.add(item.itemId() + "=" + Math.round(raw));
        }
        return scores;
    }

    @Test
    void a_campaign_begins_with_what_is_stored_and_learns_every_event_of_anybody() {
        DatasetGroup shop = shop();
        Campaign live = deploy(shop);
        assertThat(scores(live)).containsExactly("b=2", "a=1");

        shop.eventTracker().put(event("w", "a"));
        shop.eventTracker().put(anonymous("tab", "a").build(), event("u", "b"));
        assertThat(scores(live)).containsExactly("a=3", "b=3");
    }

    @Test
    void an_event_counts_once_though_it_is_sent_twice_and_its_user_becomes_known() {
        DatasetGroup shop = shop();
        Campaign live = deploy(shop);
        shop.eventTracker().put(anonymous("tab", "a").eventId("e1").build());
        shop.eventTracker().put(anonymous("tab", "a").eventId("e1").build());
        shop.eventTracker().put(anonymous("tab", "b").userId("w").build());
        shop.eventTracker().put(anonymous("tab", "a").eventId("e1").build());
        shop.eventTracker()
                .put(anonymous("tab", "b").sentAt(Instant.ofEpochSecond(11)).build());

        assertThat(scores(live)).containsExactly("b=4", "a=2");
        reopen();
        assertThat(scores(personalize.datasetGroup("shop").campaign("live"))).containsExactly("b=4", "a=2");
    }

    @Test
    void a_new_item_of_an_event_is_in_the_next_answer_and_can_be_asked_about() {
        DatasetGroup shop = shop();
        Campaign live = deploy(shop);
        shop.eventTracker().put(event("w", "new"), event("w", "new"), event("w", "new"));

        assertThat(scores(live)).containsExactly("new=3", "b=2", "a=1");
        // An item in question turns the order round, and is not in the answer; of an unknown one, popular items come:
        // b, a.
        assertThat(live.recommend(RecommendationRequest.builder().itemId("new").build())
                        .itemIds())
                .containsExactly("a", "b");
        assertThat(live.rank(RankingRequest.of("w", List.of("a", "b", "new"))).itemIds())
                .containsExactly("new", "b", "a");
    }

    @Test
    void an_item_put_is_learned_before_the_next_answer_also_after_reopening() {
        DatasetGroup shop = shop();
        shop.createDataset(Shop.ITEMS);
        Campaign live = deploy(shop);
        shop.dataset(DatasetType.ITEMS).put("fresh", Map.of("NAME", "Fresh"));

        assertThat(scores(live)).containsExactly("fresh=1000", "b=2", "a=1");
        reopen();
        assertThat(scores(personalize.datasetGroup("shop").campaign("live")))
                .containsExactly("fresh=1000", "b=2", "a=1");
    }

    @Test
    void counts_are_the_same_after_reopening_and_an_import_and_without_a_deleted_user_after_a_deletion() {
        DatasetGroup shop = shop();
        Campaign live = deploy(shop);
        shop.eventTracker().put(event("w", "new"), event("w", "a"), event("u", "a"));
        assertThat(scores(live)).containsExactly("a=3", "b=2", "new=1");

        reopen();
        shop = personalize.datasetGroup("shop");
        live = shop.campaign("live");
        assertThat(scores(live)).containsExactly("a=3", "b=2", "new=1");

        shop.dataset(DatasetType.INTERACTIONS)
                .importCsv(
                        Shop.write(
                                folder,
                                "more.csv",
                                List.of(
                                        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE",
                                        "x,new,5,Click,",
                                        "x,new,6,Click,")),
                        ImportOptions.builder().mode(ImportMode.INCREMENTAL).build());
        assertThat(scores(live)).containsExactly("a=3", "new=3", "b=2");

        shop.deleteData().user("w").run();
        assertThat(scores(live)).containsExactly("a=2", "b=2", "new=2");
        shop.eventTracker().put(event("y", "b"));
        assertThat(scores(live)).containsExactly("b=3", "a=2", "new=2");
    }

    @Test
    void a_recipe_that_stumbles_over_an_event_does_not_fail_the_put() {
        DatasetGroup shop = shop();
        Campaign live = deploy(shop);
        shop.eventTracker().put(event("clumsy", "a"));

        assertThat(scores(live)).containsExactly("b=2", "a=1");
        assertThat(shop.snapshot().users().find("clumsy")).isNotNegative();
    }

    @Test
    void a_campaign_that_is_updated_or_deleted_leaves_the_stream() {
        DatasetGroup shop = shop();
        Campaign live = deploy(shop);
        shop.eventTracker().put(event("w", "new"));
        live.update(train(shop, "again", Map.of("popularity_bias", "1")));
        shop.eventTracker().put(event("w", "new"));

        // Popularity bias 1: the geometric mean of 1 user of a, 2 of b and 1 of new is 2^(1/3), so that scores are
        // 1/1.26, 2·2/1.26, 2/1.26.
        assertThat(live.recommend(RecommendationRequest.forUser("nobody")).itemIds())
                .containsExactly("b", "new", "a");
        shop.deleteCampaign("live");
        shop.eventTracker().put(event("w", "new"));
    }

    @Test
    void events_and_new_items_come_while_others_ask() throws Exception {
        DatasetGroup shop = shop();
        Campaign live = deploy(shop);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicBoolean done = new AtomicBoolean();
        try {
            List<CompletableFuture<Void>> asking = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                asking.add(CompletableFuture.runAsync(
                        () -> {
                            while (!done.get()) {
                                List<String> items = live.recommend(RecommendationRequest.builder()
                                                .userId("nobody")
                                                .numResults(100)
                                                .build())
                                        .itemIds();
                                assertThat(items).doesNotHaveDuplicates().contains("a", "b");
                            }
                        },
                        threads));
            }
            List<CompletableFuture<Void>> putting = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                String user = "writer" + t;
                putting.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 300; i++) {
                                shop.eventTracker().put(event(user, "new" + i % 50));
                            }
                        },
                        threads));
            }
            putting.forEach(CompletableFuture::join);
            done.set(true);
            asking.forEach(CompletableFuture::join);
        } finally {
            done.set(true);
            threads.shutdown();
        }
        // 600 events of 50 new items, 12 of each.
        assertThat(scores(live)).hasSize(25).allMatch(score -> score.endsWith("=12"));
    }
}
