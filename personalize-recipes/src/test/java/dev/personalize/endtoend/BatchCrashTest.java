package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.BatchInferenceJob;
import dev.personalize.Job;
import dev.personalize.Personalize;
import dev.personalize.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs a batch job over two files is killed at random moments and run again, on 1, 2 and 4 threads in turn, until the
 * job is done: the output must be that of a job nobody killed. The property {@code crash.rounds} says how many kills there are.
 */
class BatchCrashTest {
    private static final Logger LOG = LoggerFactory.getLogger(BatchCrashTest.class);
    private static final int KILLS = Math.max(6, Integer.getInteger("crash.rounds", 20) / 3);
    private static final int LINES = 30_000;
    private static final int[] THREADS = {1, 2, 4};

    @TempDir
    Path folder;

    @Test
    void a_killed_job_continues_and_its_output_is_that_of_one_nobody_killed() throws Exception {
        Path home = folder.resolve("home");
        Path input = Files.createDirectories(folder.resolve("in"));
        Shop.write(input, "a.jsonl", lines(0));
        Shop.write(input, "b.jsonl", lines(7));
        try (Personalize personalize = Personalize.open(home)) {
            Shop.open(personalize, folder)
                    .createSolution(
                            "solution",
                            Shop.factors().toBuilder().evaluate(false).build())
                    .train();
            CrashingBatch.job(personalize, input, folder.resolve("whole")).run();
        }
        Random random = new Random(99);
        int kills = 0;
        while (kills < KILLS && run(home, input, THREADS[kills % 3], random.nextInt(400))) {
            kills++;
        }
        LOG.info("killed {} times", kills);

        try (Personalize personalize = Personalize.open(home)) {
            BatchInferenceJob job =
                    CrashingBatch.job(personalize, input, folder.resolve("out")).run();

            assertThat(job.lines()).isEqualTo(2 * LINES);
            assertThat(job.failedLines()).isEqualTo(2 * (LINES / 1000));
            requireSame("a.jsonl.out");
            requireSame("b.jsonl.out");
            try (var left = Files.list(folder.resolve("out"))) {
                assertThat(left).hasSize(2);
            }
            List<Job> jobs = personalize.datasetGroup("shop").batchInferenceJobs();
            assertThat(jobs).hasSize(kills + 2 + (kills < KILLS ? 1 : 0));
            assertThat(jobs.stream().filter(record -> record.status() == Status.CREATE_FAILED))
                    .hasSize(kills)
                    .allSatisfy(record -> assertThat(record.failureReason().orElseThrow())
                            .contains("run it again, and it goes on where it stopped"));
        }
        assertThat(kills)
                .as("a job that is always done before the kill would prove nothing")
                .isPositive();
    }

    private static List<String> lines(int first) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            lines.add(
                    i % 1000 == 500
                            ? "not json"
                            : String.format("{\"userId\": \"cat%03d\", \"n\": %d}", (first + i) % 120, i));
        }
        return lines;
    }

    private void requireSame(String name) throws IOException {
        assertThat(Files.mismatch(
                        folder.resolve("out").resolve(name),
                        folder.resolve("whole").resolve(name)))
                .as(name)
                .isEqualTo(-1);
    }

    /** @return false if the job was done before the kill */
    private boolean run(Path home, Path input, int threads, int millis) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingBatch.class.getName(),
                        home.toString(),
                        input.toString(),
                        folder.resolve("out").toString(),
                        String.valueOf(threads))
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader out = process.inputReader()) {
            String first = out.readLine();
            assertThat(first).as(() -> text(errors)).isNotNull();
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            if (out.ready() || !process.isAlive()) {
                String second = first.startsWith(CrashingBatch.DONE) ? first : out.readLine();
                assertThat(second).as(() -> text(errors)).startsWith(CrashingBatch.DONE);
                return false;
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        return true;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
