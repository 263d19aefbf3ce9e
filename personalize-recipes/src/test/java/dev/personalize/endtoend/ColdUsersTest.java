package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Embeddings;
import dev.personalize.Event;
import dev.personalize.Explanation;
import dev.personalize.Personalize;
import dev.personalize.Reason;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.SolutionVersion;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the metadata in files and events to the prior in a version. */
class ColdUsersTest {
    private static final Schema INTERACTIONS = Schema.parse("""
            {"type": "record", "name": "Interactions", "fields": [{"name": "USER_ID", "type": "string"},
             {"name": "ITEM_ID", "type": "string"}, {"name": "TIMESTAMP", "type": "long"},
             {"name": "DEVICE", "type": ["null", "string"], "categorical": true}, {"name": "NOTE", "type": ["null", "string"]}]}""");
    private static final Schema USERS = Schema.parse("""
            {"type": "record", "name": "Users", "fields": [{"name": "USER_ID", "type": "string"},
             {"name": "PET", "type": "string", "categorical": true}]}""");

    @TempDir
    Path folder;

    private DatasetGroup shop(Personalize personalize) {
        return shop(personalize, item -> item.equals("tea") ? "phone" : "");
    }

    private DatasetGroup shop(Personalize personalize, UnaryOperator<String> deviceOfItem) {
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        List<String> events = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,DEVICE,NOTE"));
        Shop.rows().stream().skip(1).forEach(row -> {
            String[] cells = row.split(",", -1);
            // All begin with tea: where the first event says everything, a model has no use for metadata.
            long seconds = Long.parseLong(cells[2]) - (cells[1].equals("tea") ? 1_000_000 : 0);
            events.add(cells[0] + "," + cells[1] + "," + seconds + "," + deviceOfItem.apply(cells[1]) + ",n");
        });
        shop.createDataset(INTERACTIONS).importCsv(Shop.write(folder, "interactions.csv", events));
        List<String> users = new ArrayList<>(List.of("USER_ID,PET"));
        for (int i = 0; i < Shop.USERS_OF_A_KIND; i++) {
            users.add(String.format("cat%03d,cat", i));
            users.add(String.format("dog%03d,dog", i));
        }
        shop.createDataset(USERS).importCsv(Shop.write(folder, "users.csv", users));
        return shop;
    }

    @Test
    void imported_and_put_events_keep_their_context() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shop(personalize);
            shop.eventTracker()
                    .put(Event.builder()
                            .userId("new")
                            .sessionId("s")
                            .itemId("tea")
                            .type("Purchase")
                            .sentAt(Instant.ofEpochSecond(5))
                            .property("device", "watch")
                            .build());

            Snapshot data = shop.snapshot();

            assertThat(data.contexts()).hasSize(1);
            assertThat(data.contexts().get(0).name()).isEqualTo("DEVICE");
            assertThat(data.contexts().get(0).values().ids()).containsExactly("phone", "watch");
            Interactions events = data.interactions();
            int tea = data.items().position("tea");
            for (int p = 0; p < events.size(); p++) {
                assertThat(events.context(0, p) >= 0).isEqualTo(events.item(p) == tea);
            }
            assertThat(events.context(0, events.begin(data.users().position("new"))))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_stranger_is_recommended_by_his_metadata_and_context_and_told_so() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shop(personalize, item -> item.startsWith("d") ? "tv" : "phone");
            Campaign campaign = shop.createCampaign(
                    "for-you", shop.createSolution("for-you", Shop.factors()).train());
            shop.dataset(DatasetType.USERS).put("new-cat", Map.of("pet", "cat"));
            RecommendationRequest.Builder request =
                    RecommendationRequest.builder().numResults(10).explanations(true);

            Recommendations cat = campaign.recommend(request.userId("new-cat").build());
            List<String> nobody =
                    campaign.recommend(request.userId("nobody").build()).itemIds();
            List<String> onThePhone = campaign.recommend(request.userId("nobody")
                            .context(Map.of("DEVICE", "phone"))
                            .build())
                    .itemIds();

            assertThat(cat.itemIds()).allMatch(item -> item.startsWith("c") || item.equals("tea"));
            assertThat(nobody).anyMatch(item -> item.startsWith("d"));
            assertThat(onThePhone).noneMatch(item -> item.startsWith("d"));
            Explanation why = Objects.requireNonNull(cat.items().get(0).explanation());
            assertThat(why.reasons())
                    .anySatisfy(reason -> assertThat(reason)
                            .isInstanceOfSatisfying(
                                    Reason.Attribute.class,
                                    attribute -> assertThat(attribute.column() + attribute.text())
                                            .isEqualTo("PETcat")));
            assertThat(why.reasons().stream().mapToDouble(Reason::value).sum())
                    .isCloseTo(Objects.requireNonNull(why.rawScore()), within(1e-9));
        }
    }

    /** Both kinds have tea alike, so the event says nothing of cats and dogs. */
    @Test
    void after_the_first_event_the_model_goes_by_metadata_in_answers_explanations_and_vectors() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shop(personalize, item -> "");
            SolutionVersion version =
                    shop.createSolution("for-you", Shop.factors()).train();
            Campaign campaign = shop.createCampaign("for-you", version);
            for (String pet : List.of("cat", "dog")) {
                shop.dataset(DatasetType.USERS).put("new-" + pet, Map.of("pet", pet));
                shop.eventTracker().put(Event.of("new-" + pet, "tea", "Purchase"));
            }
            shop.eventTracker().put(Event.of("nobody", "tea", "Purchase"));
            RecommendationRequest.Builder request =
                    RecommendationRequest.builder().numResults(5).explanations(true);

            Recommendations cat = campaign.recommend(request.userId("new-cat").build());
            Recommendations dog = campaign.recommend(request.userId("new-dog").build());

            assertThat(catThings(cat)).isGreaterThan(catThings(dog));
            assertThat(cat.itemIds()).doesNotContainSequence(dog.itemIds());
            Explanation why = Objects.requireNonNull(cat.items().get(0).explanation());
            assertThat(why.reasons())
                    .anySatisfy(reason -> assertThat(reason)
                            .isInstanceOfSatisfying(
                                    Reason.Attribute.class,
                                    attribute -> assertThat(attribute.column() + attribute.text())
                                            .isEqualTo("PETcat")));
            assertThat(why.reasons().stream().mapToDouble(Reason::value).sum())
                    .isCloseTo(Objects.requireNonNull(why.rawScore()), within(1e-4));
            Embeddings embeddings = version.embeddings();
            float[] vector = embeddings.user("new-cat").orElseThrow();
            assertThat(vector).isNotEqualTo(embeddings.user("nobody").orElseThrow());
            String best = cat.itemIds().get(0);
            assertThat(product(vector, embeddings.item(best).orElseThrow()))
                    .isCloseTo(Objects.requireNonNull(why.rawScore()), within(1e-4));
        }
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }

    @Test
    void a_version_has_the_prior_wherever_it_goes() throws IOException {
        FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
        Path first = memory.getPath("/first");
        Path second = memory.getPath("/second");
        try (Personalize personalize = Personalize.inMemory()) {
            SolutionVersion trained =
                    shop(personalize).createSolution("for-you", Shop.factors()).train();
            trained.exportTo(first);
        }
        try (Personalize there = Personalize.inMemory()) {
            there.createDatasetGroup("other")
                    .createSolution("for-you", Shop.factors())
                    .importVersion(first)
                    .exportTo(second);
        }

        assertThat(Files.readAllBytes(second.resolve("cold-start.safetensors")))
                .isEqualTo(Files.readAllBytes(first.resolve("cold-start.safetensors")))
                .hasSizeGreaterThan(200);
        memory.close();
    }

    private static long catThings(Recommendations answer) {
        return answer.itemIds().stream().filter(item -> item.startsWith("c")).count();
    }
}
