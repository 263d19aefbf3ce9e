package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.BatchSegmentJob;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Job;
import dev.personalize.Limits;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.Status;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchSegmentJobTest {
    @TempDir
    Path folder;

    private final Personalize personalize = Personalize.builder()
            .limits(Limits.builder().segmentItems(3).segmentAttributes(2).build())
            .inMemory();
    private DatasetGroup shop;

    @BeforeEach
    void open() {
        shop = Shop.open(personalize, folder);
    }

    @AfterEach
    void close() {
        personalize.close();
    }

    private SolutionVersion train(SolutionConfig config) {
        return shop.createSolution(
                        "solution", config.toBuilder().evaluate(false).build())
                .train();
    }

    private BatchSegmentJob.Builder job(SolutionVersion version, String... lines) {
        return version.batchSegment()
                .input(Shop.write(folder, "items.jsonl", List.of(lines)))
                .outputFolder(folder.resolve("out"));
    }

    private static List<String> users(String line) {
        String list = line.substring(line.indexOf('[') + 1, line.indexOf(']'));
        return Arrays.stream(list.split(",")).map(id -> id.replace("\"", "")).toList();
    }

    @Test
    void cat_things_are_for_cat_people() throws IOException {
        BatchSegmentJob job = job(
                        train(Shop.factors()),
                        "{\"itemId\": \"c00\"}",
                        "{\"itemAttributes\": \"ITEMS.NAME = \\\"Dog thing 1\\\"\"}",
                        "{\"itemId\": \"moon\"}")
                .numResults(100)
                .run();

        List<String> lines = Files.readAllLines(job.output());
        assertThat(job.output()).isEqualTo(folder.resolve("out/items.jsonl.out"));
        assertThat(job.lines()).isEqualTo(3);
        assertThat(job.failedLines()).isEqualTo(1);
        assertThat(lines.get(0)).startsWith("{\"input\":{\"itemId\":\"c00\"},\"output\":{\"recommendedUsers\":[\"cat");
        assertThat(users(lines.get(0))).hasSize(100).doesNotHaveDuplicates().allMatch(id -> id.startsWith("cat"));
        assertThat(lines.get(1)).startsWith("{\"itemAttributes\":\"ITEMS.NAME = \\\"Dog thing 1\\\"\",\"output\":");
        assertThat(users(lines.get(1))).hasSize(100).allMatch(id -> id.startsWith("dog"));
        assertThat(lines.get(2)).contains("\"output\":null,\"error\":\"item 'moon' is unknown");
    }

    @Test
    void only_users_the_filter_lets_pass_are_named_with_values_of_the_job_or_the_line() throws IOException {
        SolutionVersion version = train(Shop.factors());
        shop.createDataset(Schema.parse("""
                {"type": "record", "name": "Users", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
                 "fields": [{"name": "USER_ID", "type": "string"}, {"name": "TIER", "type": "string", "categorical": true}]}"""));
        shop.dataset(DatasetType.USERS).put("cat001", Map.of("tier", "gold"));
        shop.dataset(DatasetType.USERS).put("dog001", Map.of("tier", "gold"));
        shop.dataset(DatasetType.USERS).put("cat002", Map.of("tier", "silver"));
        shop.createFilter("tier", "INCLUDE UserID WHERE Users.TIER IN ($TIER)");

        BatchSegmentJob job = job(
                        version,
                        "{\"itemId\": \"c00\"}",
                        "{\"itemId\": \"c00\", \"filterValues\": {\"TIER\": \"\\\"silver\\\"\"}}",
                        "{\"itemId\": \"c00\", \"filterValues\": {\"TIERS\": \"1\"}}")
                .filter("tier", Map.of("TIER", "\"gold\""))
                .run();

        List<String> lines = Files.readAllLines(job.output());
        assertThat(users(lines.get(0))).containsExactly("cat001", "dog001");
        assertThat(users(lines.get(1))).containsExactly("cat002");
        assertThat(lines.get(2)).contains("TIERS");
        shop.createFilter("items", "EXCLUDE ItemID WHERE Items.PRICE > 1");
        assertThatThrownBy(() -> job(version, "{}").filter("items", Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not about users");
    }

    @Test
    void users_of_events_put_since_the_training_are_among_them() throws IOException {
        SolutionVersion version = train(Shop.factors());
        for (String item : List.of("c00", "c01", "c02", "c00", "c03")) {
            shop.eventTracker().put(Event.of("newcomer", item, "Purchase"));
        }

        BatchSegmentJob job =
                job(version, "{\"itemId\": \"c00\"}").numResults(1000).run();

        List<String> users = users(Files.readString(job.output()));
        assertThat(users).hasSize(2 * Shop.USERS_OF_A_KIND + 1).contains("newcomer");
        assertThat(users.indexOf("newcomer")).isLessThan(Shop.USERS_OF_A_KIND + 1);
    }

    @Test
    void a_model_that_cannot_score_users_is_refused_with_one_that_can() {
        SolutionVersion version = train(SolutionConfig.of("popularity-count"));

        assertThatThrownBy(version::batchSegment)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("popularity-count")
                .hasMessageContaining("matrix-factorization");
    }

    @Test
    void more_lines_than_allowed_fail_the_job_before_it_begins() {
        SolutionVersion version = train(Shop.factors());
        String item = "{\"itemId\": \"c00\"}";
        String attributes = "{\"itemAttributes\": \"ITEMS.PRICE = 1\"}";

        assertThatThrownBy(() -> job(version, Collections.nCopies(4, item).toArray(new String[0]))
                        .name("too-many")
                        .run())
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("more than 3 lines with an item");
        assertThatThrownBy(
                        () -> job(version, attributes, attributes, attributes).run())
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Limits.segmentAttributes");
        assertThatThrownBy(() -> version.batchSegment().numResults(5_000_001))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("5000000");
        assertThat(shop.batchSegmentJobs()).extracting(Job::status).containsOnly(Status.CREATE_FAILED);
        assertThat(shop.batchSegmentJobs().get(0).name()).isEqualTo("too-many");
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void segments_do_not_depend_on_the_number_of_threads() throws IOException {
        String[] lines = {"{\"itemId\": \"c03\"}", "{\"itemId\": \"d07\"}"};
        String expected = null;
        for (int threads : new int[] {1, 2, 4}) {
            try (Personalize other = Personalize.builder().parallelism(threads).inMemory()) {
                Path place = Files.createDirectories(folder.resolve("threads" + threads));
                SolutionVersion version = Shop.open(other, place)
                        .createSolution(
                                "s", Shop.factors().toBuilder().evaluate(false).build())
                        .train();
                String text = Files.readString(
                        job(version, lines).numResults(1000).run().output());
                expected = expected == null ? text : expected;
                assertThat(text).isEqualTo(expected);
            }
        }
    }
}
