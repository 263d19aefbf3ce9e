package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.DeletionReport;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceInUseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletion that is true on disk too: features A12 and K10. */
class DataDeletionTest {
    private static final String FORGOTTEN = "user-who-wants-to-be-forgotten";

    @TempDir
    Path folder;

    private static Event event(@Nullable String user, String session, String item, long second) {
        return Event.builder()
                .userId(user)
                .sessionId(session)
                .itemId(item)
                .type("Purchase")
                .sentAt(Instant.ofEpochSecond(second))
                .build();
    }

    /** {@return files of the home in which the text stands; Avro files as any Avro reader sees them} */
    private static List<String> filesWith(Path home, String text) throws IOException {
        try (Stream<Path> paths = Files.walk(home)) {
            return paths.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .map(file -> home.relativize(file).toString())
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            if (!file.toString().endsWith(".avro")) {
                return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
            }
            boolean found = false;
            try (DataFileStream<GenericRecord> rows =
                    new DataFileStream<>(Files.newInputStream(file), new GenericDatumReader<>())) {
                for (GenericRecord row : rows) {
                    found |= row.toString().contains(text);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_deleted_user_is_in_no_file_and_in_no_answer() throws IOException {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            SolutionVersion before =
                    shop.createSolution("for-you", Shop.factors()).train();
            Campaign campaign = shop.createCampaign("for-you", before);
            shop.eventTracker().put(event(null, "their-tab", "c01", 1));
            shop.eventTracker().put(event(FORGOTTEN, "their-tab", "c02", 2));
            shop.eventTracker().put(event("cat001", "another-tab", "c03", 3));
            assertThat(filesWith(home, FORGOTTEN)).isNotEmpty();
            int users = shop.snapshot().users().size();
            int events = shop.snapshot().interactions().size();

            Path csv = Shop.write(folder, "forget.csv", List.of("USER_ID", FORGOTTEN, "cat000", "nobody"));
            DeletionReport report = shop.deleteData().users(csv).run();

            assertThat(report.numDeleted()).isEqualTo(2);
            assertThat(report.deletedRows()).isEqualTo(2 + Shop.EVENTS);
            assertThat(report.versionsTrainedBefore()).containsExactly("for-you/1");
            assertThat(shop.snapshot().users().find("cat000")).isNegative();
            assertThat(shop.snapshot().users().size()).isEqualTo(users - 2);
            assertThat(shop.snapshot().interactions().size()).isEqualTo(events - 2 - Shop.EVENTS);
            assertThat(filesWith(home, FORGOTTEN)).isEmpty();
            assertThat(filesWith(home, "their-tab")).isEmpty();
            assertThat(campaign.recommend(RecommendationRequest.forUser(FORGOTTEN))
                            .items())
                    .as("nothing is known about them")
                    .allMatch(item -> item.reasons().contains("Popular item"));
            assertThat(shop.dataDeletions())
                    .singleElement()
                    .satisfies(job -> assertThat(job.details()).containsEntry("numDeleted", "2"));

            assertThatThrownBy(() -> shop.solution("for-you").deleteVersion(1))
                    .isInstanceOf(ResourceInUseException.class);
            campaign.update(shop.solution("for-you").train());
            shop.solution("for-you").deleteVersion(1);
            assertThat(shop.solution("for-you").versions()).hasSize(1);
        }
        try (Personalize personalize = Personalize.open(home)) {
            assertThat(personalize.datasetGroup("shop").snapshot().users().find("cat000"))
                    .isNegative();
        }
    }

    @Test
    void a_deleted_item_is_gone_from_the_next_response_of_models_that_know_it() {
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Campaign campaign = shop.createCampaign(
                    "for-you", shop.createSolution("for-you", Shop.factors()).train());
            RecommendationRequest all = RecommendationRequest.builder()
                    .userId("cat001")
                    .numResults(500)
                    .build();
            assertThat(campaign.recommend(all).itemIds()).contains("tea");

            shop.deleteData().item("tea").run();

            assertThat(campaign.recommend(all).itemIds()).isNotEmpty().doesNotContain("tea");
            assertThat(shop.snapshot().items().find("tea")).isNegative();
        }
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            RecommendationRequest all = RecommendationRequest.builder()
                    .userId("cat001")
                    .numResults(500)
                    .build();
            assertThat(personalize
                            .datasetGroup("shop")
                            .campaign("for-you")
                            .recommend(all)
                            .itemIds())
                    .doesNotContain("tea");
        }
    }

    @Test
    void a_single_event_is_deleted_by_what_it_was_or_by_its_id() {
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            DatasetGroup shop = Shop.open(personalize, folder);
            int events = shop.snapshot().interactions().size();
            shop.eventTracker().put(event("ann", "s", "c01", 5), event("ann", "s", "c02", 6));
            shop.eventTracker()
                    .put(Event.builder()
                            .userId("ann")
                            .sessionId("s")
                            .itemId("c03")
                            .type("Purchase")
                            .eventId("order-7")
                            .build());

            DeletionReport report = shop.deleteData()
                    .event("ann", "c01", Instant.ofEpochSecond(5))
                    .eventId("order-7")
                    .run();

            assertThat(report.deletedRows()).isEqualTo(2);
            assertThat(shop.snapshot().interactions().size()).isEqualTo(events + 1);
        }
    }

    @Test
    void what_to_delete_must_be_named_in_the_service_form() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            assertThatThrownBy(() -> shop.deleteData().run()).isInstanceOf(InvalidInputException.class);
            Path csv = Shop.write(folder, "wrong.csv", List.of("USER", "a"));
            assertThatThrownBy(() -> shop.deleteData().users(csv))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("wrong.csv")
                    .hasMessageContaining("USER_ID");
            assertThat(shop.dataDeletions()).isEmpty();
        }
    }
}
