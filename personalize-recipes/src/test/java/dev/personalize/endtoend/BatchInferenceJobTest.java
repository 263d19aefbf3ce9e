package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.personalize.BatchInferenceJob;
import dev.personalize.DatasetGroup;
import dev.personalize.Job;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.Status;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.progress.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchInferenceJobTest {
    @TempDir
    Path folder;

    private final Personalize personalize = Personalize.inMemory();
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

    private BatchInferenceJob.Builder job(SolutionVersion version, List<String> lines) {
        return version.batchInference()
                .input(Shop.write(folder, "users.jsonl", lines))
                .outputFolder(folder.resolve("out"))
                .numResults(2);
    }

    @Test
    void lines_have_filter_values_and_a_context_of_their_own_and_explore_the_same_each_time() throws IOException {
        SolutionVersion version =
                shop.createSolution("filtered", Shop.factors()).train();
        shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < $MAX");
        Path input = Shop.write(
                folder,
                "filtered.jsonl",
                List.of(
                        "{\"userId\": \"cat001\"}",
                        "{\"userId\": \"cat001\", \"filterValues\": {\"MAX\": \"2\"}, \"context\": {\"DEVICE\": \"tv\"}}",
                        "{\"userId\": \"cat001\", \"filterValues\": {\"MAX\": 2}}",
                        "{\"userId\": \"cat001\", \"itemList\": [\"c01\", \"c09\"], \"filterValues\": {\"MAX\": \"5\"}}"));
        BatchInferenceJob.Builder job = version.batchInference()
                .input(input)
                .numResults(10)
                .filter("cheap", Map.of("MAX", "8"))
                .exploration(0.5, 30);

        List<String> lines = Files.readAllLines(
                job.outputFolder(folder.resolve("first")).run().output());

        assertThat(lines.get(0)).contains("c07").doesNotContain("c08", "c09");
        assertThat(lines.get(1)).contains("c00", "c01").doesNotContain("c02");
        assertThat(lines.get(2)).contains("\"error\":\"filterValues 'MAX' must be a string, was 2\"");
        assertThat(lines.get(3)).contains("[\"c01\"]");
        assertThat(Files.readAllLines(
                        job.outputFolder(folder.resolve("second")).run().output()))
                .isEqualTo(lines);
    }

    @Test
    void answers_users_in_the_services_shape() throws IOException {
        SolutionVersion version = train(Shop.factors());
        List<String> expected = shop.createCampaign("c", version)
                .recommend(RecommendationRequest.builder()
                        .userId("cat007")
                        .numResults(2)
                        .build())
                .itemIds();

        BatchInferenceJob job = job(version, List.of("{\"userId\": \"cat007\"}", "{\"userId\": \"stranger\"}"))
                .run();

        List<String> lines = Files.readAllLines(job.output());
        assertThat(job.output()).isEqualTo(folder.resolve("out/users.jsonl.out"));
        assertThat(job.lines()).isEqualTo(2);
        assertThat(lines.get(0))
                .matches("\\{\"input\":\\{\"userId\":\"cat007\"},\"output\":\\{\"recommendedItems\":\\[\""
                        + expected.get(0) + "\",\"" + expected.get(1)
                        + "\"],\"scores\":\\[0\\.\\d+,0\\.\\d+]},\"error\":null}");
        assertThat(lines.get(1)).contains("\"scores\":[null,null]").endsWith("\"error\":null}");
    }

    @Test
    void a_line_gets_the_bytes_it_would_get_alone() throws IOException {
        SolutionVersion version = train(Shop.factors());
        List<String> lines = IntStream.range(0, 37)
                .mapToObj(i -> switch (i % 6) {
                    case 0 -> "{\"userId\": \"stranger" + i + "\"}";
                    case 1 -> "{\"userId\": " + i;
                    case 2 -> "{\"userId\": \"dog00" + i % 7 + "\", \"itemList\": [\"d01\", \"c0" + i % 7 + "\"]}";
                    case 3 -> "{\"userId\": \"\u00fc\\n" + i + "\", \"itemList\": []}";
                    default -> "{\"userId\": \"cat00" + i % 7 + "\", \"more\": [" + i + "]}";
                })
                .toList();
        List<String> alone = new ArrayList<>();
        for (String line : lines) {
            alone.addAll(Files.readAllLines(job(version, List.of(line)).run().output()));
        }

        assertThat(Files.readAllLines(job(version, lines).run().output())).isEqualTo(alone);
    }

    @Test
    void a_bad_line_gets_its_own_error_and_stops_nothing() throws IOException {
        BatchInferenceJob job = job(
                        train(Shop.factors()),
                        List.of(
                                "{\"userId\": \"cat007\"}",
                                "{\"userId\": ",
                                "[1]",
                                "{\"user\": \"cat007\"}",
                                "{\"userId\": 7}",
                                "{\"userId\": \"cat007\", \"itemList\": []}",
                                "",
                                "{\"userId\": \"cat007\"} {}",
                                "{\"userId\": \"cat008\"}"))
                .run();

        List<String> lines = Files.readAllLines(job.output());
        assertThat(job.lines()).isEqualTo(8);
        assertThat(job.failedLines()).isEqualTo(6);
        assertThat(lines.get(1))
                .isEqualTo(
                        "{\"input\":\"{\\\"userId\\\": \",\"output\":null,\"error\":\"the line is not a JSON object\"}");
        assertThat(lines.get(3)).contains("\"input\":{\"user\":\"cat007\"}").contains("needs a userId");
        assertThat(lines.get(4)).contains("userId must be a string, was 7");
        assertThat(lines.get(6)).endsWith("\"error\":\"the line is not a JSON object\"}");
        assertThat(lines.get(7)).contains("cat008").endsWith("\"error\":null}");
    }

    @Test
    void puts_given_lists_in_order() throws IOException {
        BatchInferenceJob job = job(
                        train(Shop.factors()),
                        List.of("{\"userId\": \"cat007\", \"itemList\": [\"moon\", \"d01\", \"c01\"]}"))
                .run();

        assertThat(Files.readString(job.output()))
                .contains("\"recommendedItems\":[\"c01\",\"d01\",\"moon\"],\"scores\":[0.")
                .contains(",null]}");
    }

    @Test
    void related_items_have_no_scores() throws IOException {
        BatchInferenceJob job = job(train(Shop.related().build()), List.of("{\"itemId\": \"c03\"}"))
                .run();

        assertThat(Files.readString(job.output()))
                .matches(
                        "\\{\"input\":\\{\"itemId\":\"c03\"},\"output\":\\{\"recommendedItems\":\\[\"c\\d\\d\",\"c\\d\\d\"]}}\n");
    }

    @Test
    void a_long_job_keeps_the_order_of_its_lines() throws IOException {
        List<String> lines = IntStream.range(0, 10_000)
                .mapToObj(i -> "{\"userId\":\"cat" + i % 200 + "\",\"n\":" + i + "}")
                .toList();

        BatchInferenceJob job =
                job(train(SolutionConfig.of("popularity-count")), lines).run();

        List<String> answers = Files.readAllLines(job.output());
        assertThat(answers).hasSize(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(answers.get(i)).startsWith("{\"input\":" + lines.get(i) + ",");
        }
    }

    @Test
    void the_output_is_there_only_when_it_is_complete() {
        SolutionVersion version = train(Shop.factors());
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        assertThatThrownBy(() -> job(version, List.of("{\"userId\": \"cat007\"}"))
                        .cancellation(cancellation)
                        .run())
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> version.batchInference()
                        .input(folder.resolve("nowhere.jsonl"))
                        .outputFolder(folder.resolve("out"))
                        .run())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nowhere.jsonl");

        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void several_files_are_answered_each_into_its_own() throws IOException {
        SolutionVersion version = train(SolutionConfig.of("popularity-count"));
        Path in = Files.createDirectory(folder.resolve("in"));
        Shop.write(in, "part-2.jsonl", List.of("{\"userId\": \"b\"}"));
        Shop.write(in, "part-1.jsonl", List.of("{\"userId\": \"a\"}", "?"));
        Shop.write(in, "other.jsonl", List.of("{}"));

        BatchInferenceJob job = version.batchInference()
                .input(in.resolve("part-"))
                .outputFolder(folder.resolve("out"))
                .run();

        assertThat(job.outputs())
                .extracting(output -> output.getFileName().toString())
                .containsExactly("part-1.jsonl.out", "part-2.jsonl.out");
        assertThat(job.lines()).isEqualTo(3);
        assertThat(job.failedLines()).isEqualTo(1);
        assertThat(Files.readString(job.outputs().get(1))).startsWith("{\"input\":{\"userId\":\"b\"}");
    }

    @Test
    void half_a_surrogate_pair_is_escaped_and_stops_nothing() throws IOException {
        BatchInferenceJob job = job(train(SolutionConfig.of("popularity-count")), List.of("{\"userId\": \"\\ud83d\"}"))
                .run();

        assertThat(Files.readString(job.output())).startsWith("{\"input\":{\"userId\":\"\\uD83D\"},\"output\":{");
    }

    @Test
    void runs_are_recorded_with_their_end() throws Exception {
        SolutionVersion version = train(SolutionConfig.of("popularity-count"));
        job(version, List.of("{\"userId\": \"a\"}", "?")).name("nightly").run();
        assertThatThrownBy(() -> job(version, List.of()).name("nightly").run())
                .isInstanceOf(ResourceAlreadyExistsException.class);
        assertThatThrownBy(() -> job(version, List.of()).outputFolder(folder).run())
                .isInstanceOf(InvalidInputException.class);
        job(version, List.of("{\"userId\": \"a\"}")).runAsync().get(60, TimeUnit.SECONDS);

        List<Job> jobs = shop.batchInferenceJobs();
        assertThat(jobs).extracting(Job::status).containsExactly(Status.ACTIVE, Status.CREATE_FAILED, Status.ACTIVE);
        assertThat(jobs.get(0).name()).isEqualTo("nightly");
        assertThat(jobs.get(0).details())
                .containsEntry("solutionVersion", "solution/1")
                .containsEntry("numResults", "2")
                .containsEntry("lines", "2")
                .containsEntry("failedLines", "1");
        assertThat(jobs.get(1).failureReason().orElseThrow()).contains("different places");
        assertThat(shop.batchSegmentJobs()).isEmpty();
    }

    @Test
    void a_version_is_not_deleted_while_a_job_asks_it() {
        SolutionVersion version = train(SolutionConfig.of("popularity-count"));
        List<Throwable> refused = new ArrayList<>();

        job(version, List.of("{\"userId\": \"a\"}"))
                .progress((task, done, total) -> {
                    refused.add(catchThrowable(() -> shop.solution("solution").deleteVersion(1)));
                    refused.add(catchThrowable(() -> shop.deleteSolution("solution")));
                })
                .run();

        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(ResourceInUseException.class)
                        .hasMessageContaining("batch-inference-job-000001"));
        shop.deleteSolution("solution");
    }

    @Test
    void a_stopped_job_continues_unless_data_was_deleted_since() throws IOException {
        SolutionVersion version = train(SolutionConfig.of("popularity-count"));
        List<String> lines = IntStream.range(0, 5000)
                .mapToObj(i -> "{\"userId\":\"cat" + i % 200 + "\",\"n\":" + i + "}")
                .toList();
        Shop.write(folder, "users.jsonl", lines);

        stopInTheMiddle(again(version));
        BatchInferenceJob continued = again(version).run();
        assertThat(continued.continuedLines()).isPositive();
        assertThat(continued.lines()).isEqualTo(5000);
        String whole = Files.readString(continued.output());

        stopInTheMiddle(again(version));
        shop.deleteData().user("cat001").run();
        BatchInferenceJob anew = again(version).run();
        assertThat(anew.continuedLines()).isZero();
        assertThat(Files.readString(anew.output())).isEqualTo(whole);
        assertThat(shop.batchInferenceJobs())
                .extracting(Job::status)
                .containsExactly(Status.CREATE_STOPPED, Status.ACTIVE, Status.CREATE_STOPPED, Status.ACTIVE);
    }

    private BatchInferenceJob.Builder again(SolutionVersion version) {
        return version.batchInference()
                .input(folder.resolve("users.jsonl"))
                .outputFolder(folder.resolve("out"))
                .numResults(2);
    }

    /**
     * The first report comes when the first lines are answered, before they are written; the next one with later lines, if the
     * first one takes so long that reports would not come too often.
     */
    static void stopInTheMiddle(BatchInferenceJob.Builder job) {
        Cancellation cancellation = new Cancellation();
        Iterator<Boolean> reports = List.of(false, true).iterator();
        assertThatThrownBy(() -> job.checkpointEvery(Duration.ZERO)
                        .cancellation(cancellation)
                        .progress((task, done, total) -> {
                            if (reports.next()) {
                                cancellation.cancel();
                            } else {
                                LockSupport.parkNanos(400_000_000);
                            }
                        })
                        .run())
                .isInstanceOf(CancellationException.class);
    }
}
