package dev.personalize.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.Personalize;
import dev.personalize.SolutionVersion;
import dev.personalize.progress.ProgressBar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    @TempDir
    Path home;

    @Test
    void does_the_main_job_on_real_data_and_finds_everything_the_second_time() throws IOException {
        String first = run();

        assertThat(first)
                .contains(
                        "401,509 rows stored",
                        "5,320 duplicate",
                        "Purchase 392,668",
                        "matrix-factorization",
                        "sims",
                        "popularity-count",
                        "NDCG@25")
                .contains("For customer 17850", "three-tier cake stand", "just after buying 22728")
                .contains("Popular item", "1000 customers answered, 0 failed");
        assertThat(Files.readAllLines(home.resolve("batch/customers.jsonl.out")))
                .hasSize(1000);
        assertBetterThanPopularity("matrix-factorization");
        assertBetterThanPopularity("sims");

        String second = run();

        assertThat(second).contains("found, version 1 of").doesNotContain("train ");
        assertThat(metricsTable(second)).isEqualTo(metricsTable(first));
    }

    private String run() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Quickstart.run(home, false, out, ProgressBar.on(out, false));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String metricsTable(String output) {
        return output.substring(output.indexOf("Offline metrics"), output.indexOf("For customer"));
    }

    private void assertBetterThanPopularity(String solution) {
        try (Personalize personalize = Personalize.open(home)) {
            SolutionVersion version =
                    personalize.datasetGroup("shop").solution(solution).version(1);
            for (String metric :
                    new String[] {"normalized_discounted_cumulative_gain_at_25", "mean_reciprocal_rank_at_25"}) {
                assertThat(version.metrics().get(metric))
                        .as(solution + " " + metric)
                        .isGreaterThan(version.popularityMetrics().get(metric));
            }
        }
    }
}
