package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Job;
import dev.personalize.Limits;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.error.TrainingException;
import dev.personalize.ingest.ImportMode;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.insight.Insights;
import dev.personalize.insight.LeftOut;
import dev.personalize.insight.Severity;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsightsTest {
    private static final Schema INTERACTIONS =
            Schema.derive(DatasetType.INTERACTIONS, List.of("USER_ID", "ITEM_ID", "TIMESTAMP"));

    @TempDir
    Path folder;

    private Path csv(String... rows) throws IOException {
        Path file = Files.createTempFile(folder, "rows", ".csv");
        return Files.writeString(file, "USER_ID,ITEM_ID,TIMESTAMP\n" + String.join("\n", rows));
    }

    @Test
    void imported_and_put_events_count_and_what_imports_left_out_is_told() throws IOException {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            assertThat(shop.insights().counts().events()).as("no dataset yet").isZero();
            shop.createDataset(INTERACTIONS);
            shop.dataset(DatasetType.INTERACTIONS).importCsv(csv("u,a,1", "u,a,1", "u,a,1"));

            shop.dataset(DatasetType.INTERACTIONS).importCsv(csv("u,a,1", "u,a,1", "u,b,2", "v,a,3"));
            shop.eventTracker()
                    .put(Event.builder()
                            .sessionId("s")
                            .userId("w")
                            .itemId("c")
                            .type("View")
                            .sentAt(Instant.ofEpochSecond(90_000))
                            .build());
            Insights insights = shop.insights();

            assertThat(insights.counts().events()).isEqualTo(4);
            assertThat(insights.counts().usersWithEvents()).isEqualTo(3);
            assertThat(insights.events().types()).containsEntry("View", 1L);
            assertThat(insights.events().newest()).contains(Instant.ofEpochSecond(90_000));
            assertThat(insights.leftOut())
                    .as("of the rows that are there, not of those replaced")
                    .containsExactly(Map.entry(DatasetType.INTERACTIONS, new LeftOut(1, 0)));
        }
    }

    @Test
    void incremental_imports_add_to_what_was_left_out() throws IOException {
        try (Personalize personalize = Personalize.builder()
                .limits(Limits.builder().incrementalInteractions(1).build())
                .inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(INTERACTIONS).importCsv(csv("u,a,1", "u,a,1"));
            shop.dataset(DatasetType.INTERACTIONS)
                    .importCsv(
                            csv("v,a,1", "v,a,1", "v,a,1"),
                            ImportOptions.builder().mode(ImportMode.INCREMENTAL).build());

            assertThat(shop.insights().leftOut()).containsEntry(DatasetType.INTERACTIONS, new LeftOut(3, 0));
        }
    }

    @Test
    void a_few_dozen_events_are_enough_in_small_data_mode_with_a_clear_warning() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(INTERACTIONS);
            // Tea, milk and sugar go together, and so do nails, hammer and saw: 36 events of 12 users.
            for (int user = 0; user < 12; user++) {
                for (String item :
                        user % 2 == 0 ? List.of("tea", "milk", "sugar") : List.of("nails", "hammer", "saw")) {
                    put(shop, user, item);
                }
            }
            SolutionConfig.Builder config =
                    SolutionConfig.builder().recipe("matrix-factorization").evaluate(false);
            Solution refused = shop.createSolution("refused", config.build());
            assertThatThrownBy(refused::train)
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("fewer than 1000 interactions")
                    .hasMessageContaining("MinimumData.NONE");

            Solution small = shop.createSolution(
                    "small", config.minimumData(MinimumData.NONE).build());
            Campaign campaign = shop.createCampaign("small", small.train());

            put(shop, 99, "nails");
            assertThat(campaign.recommend(RecommendationRequest.forUser("u99"))
                            .itemIds()
                            .subList(0, 3))
                    .containsExactlyInAnyOrder("nails", "hammer", "saw");
            Job training = small.trainings().get(0);
            assertThat(training.details().get("warning"))
                    .startsWith("small data: fewer than 1000 interactions after selecting all events (36)");
            assertThat(shop.insights().findings().get(0).severity()).isEqualTo(Severity.BLOCKING);
        }
    }

    private static void put(DatasetGroup shop, int user, String item) {
        shop.eventTracker()
                .put(Event.builder()
                        .sessionId("s" + user)
                        .userId("u" + user)
                        .itemId(item)
                        .type("Buy")
                        .sentAt(Instant.ofEpochSecond(user * 7L + item.length()))
                        .build());
    }
}
