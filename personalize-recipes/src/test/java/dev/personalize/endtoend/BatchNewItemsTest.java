package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.BatchInferenceJob;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.TrainingMode;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.DatasetType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items that came since the training, in the answers of batch inference jobs. */
class BatchNewItemsTest {
    @TempDir
    Path folder;

    private final Personalize personalize = Personalize.inMemory();
    private DatasetGroup shop;

    @BeforeEach
    void open() {
        shop = Shop.open(personalize, folder);
        Shop.write(folder, "users.jsonl", List.of("{\"userId\":\"cat001\"}"));
    }

    @AfterEach
    void close() {
        personalize.close();
    }

    private Solution solution(String recipe) {
        return shop.createSolution(
                recipe, SolutionConfig.builder().recipe(recipe).evaluate(false).build());
    }

    private void putItem(String itemId) {
        shop.dataset(DatasetType.ITEMS).put(itemId, Map.of("name", "New thing"));
    }

    private BatchInferenceJob.Builder job(SolutionVersion version, String output) {
        return version.batchInference()
                .input(folder.resolve("users.jsonl"))
                .outputFolder(folder.resolve(output))
                .numResults(500);
    }

    private static String answers(BatchInferenceJob.Builder job) throws IOException {
        return Files.readString(job.run().output());
    }

    @Test
    void the_newest_full_version_admits_them_and_scores_the_others_as_before() throws IOException {
        SolutionVersion version = solution("user-personalization").train();
        String before = answers(job(version, "before").numResults(20));
        putItem("new");
        shop.eventTracker()
                .put(Event.builder()
                        .userId("dog001")
                        .sessionId("evening")
                        .itemId("newer")
                        .type("Purchase")
                        .sentAt(Instant.ofEpochSecond(5000))
                        .build());

        assertThat(answers(job(version, "after"))).contains("\"new\"", "\"newer\"");
        assertThat(answers(job(version, "best").numResults(20))).isEqualTo(before);
    }

    @Test
    void an_older_version_and_one_made_with_update_answer_as_they_did() throws IOException {
        Solution solution = solution("user-personalization");
        SolutionVersion older = solution.train();
        putItem("new");
        SolutionVersion updated = solution.train(TrainingMode.UPDATE, ProgressListener.NONE, new Cancellation());
        putItem("newer");

        assertThat(answers(job(older, "older"))).doesNotContain("\"new");
        assertThat(answers(job(older, "exploring").exploration(1, 30))).doesNotContain("\"new");
        assertThat(answers(job(updated, "updated"))).contains("\"new\"").doesNotContain("\"newer\"");
        assertThat(answers(job(updated, "updated-exploring").exploration(1, 30)))
                .contains("\"new\"")
                .doesNotContain("\"newer\"");
    }

    @Test
    void recipes_without_automatic_updates_admit_none_unless_they_explore() throws IOException {
        SolutionVersion version = solution("popularity-count").train();
        boolean personal =
                personalize.recipes().recipe("popularity-count").type().isPersonal();
        putItem("new");

        assertThat(personal).isFalse();
        assertThat(answers(job(version, "out"))).doesNotContain("\"new\"");
        assertThat(answers(job(version, "exploring").exploration(1, 30))).contains("\"new\"");
    }

    @Test
    void a_stopped_job_goes_on_with_the_items_it_admitted_and_begins_anew_with_others() throws IOException {
        Shop.write(
                folder,
                "users.jsonl",
                IntStream.range(0, 5000)
                        .mapToObj(i -> "{\"userId\":\"cat" + i % 100 + "\",\"n\":" + i + "}")
                        .toList());
        Solution solution = solution("user-personalization");
        SolutionVersion version = solution.train();
        putItem("new");
        String whole = answers(job(version, "whole").numResults(70));

        BatchInferenceJobTest.stopInTheMiddle(job(version, "out").numResults(70));
        BatchInferenceJob continued = job(version, "out").numResults(70).run();
        assertThat(continued.continuedLines()).isPositive();
        assertThat(Files.readString(continued.output())).isEqualTo(whole).contains("\"new\"");

        BatchInferenceJobTest.stopInTheMiddle(job(version, "out").numResults(70));
        putItem("newer");
        BatchInferenceJob anew = job(version, "out").numResults(70).run();
        assertThat(anew.continuedLines()).isZero();
        assertThat(Files.readString(anew.output()))
                .isEqualTo(answers(job(version, "anew").numResults(70)));
    }
}
