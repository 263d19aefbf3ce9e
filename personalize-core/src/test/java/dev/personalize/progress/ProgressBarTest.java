package dev.personalize.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long seconds;

    private ProgressBar bar(boolean terminal) {
        return new ProgressBar(
                new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, () -> seconds * 1_000_000_000);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    // A quarter took 10 s, so the rest takes 30 s; half took 80 s, so the rest takes 80 s.
    @Test
    void a_terminal_shows_how_long_it_will_take_and_at_the_end_how_long_it_took() {
        ProgressBar bar = bar(true);

        bar.progress("train sims", 0, 4);
        seconds = 10;
        bar.progress("train sims", 1, 4);
        seconds = 80;
        bar.progress("train sims", 2, 4);
        seconds = 161;
        bar.progress("train sims", 4, 4);

        assertThat(shown().split("\r"))
                .extracting(line -> line.strip().replaceAll(" +", " "))
                .containsExactly(
                        "",
                        "train sims [..............................] 0 %",
                        "train sims [#######.......................] 25 % 30.0 s left",
                        "train sims [###############...............] 50 % 1 min 20 s left",
                        "train sims [##############################] 100 % 2 min 41 s");
        assertThat(shown()).endsWith(System.lineSeparator());
    }

    @Test
    void a_log_gets_one_line_a_task_at_its_end() {
        ProgressBar bar = bar(false);

        bar.progress("import", 0, 10);
        bar.progress("import", 5, 10);
        bar.progress("import", 10, 10);
        bar.progress("import", 10, 10);
        bar.progress("train", 1, 10);

        assertThat(shown().lines()).hasSize(1).allMatch(line -> line.startsWith("  import ") && line.contains("100 %"));
        assertThat(shown()).doesNotContain("\r");
    }

    @Test
    void each_task_has_its_own_time_and_one_left_unfinished_stays() {
        ProgressBar bar = bar(true);

        bar.progress("one", 1, 2);
        seconds = 50;
        bar.progress("two", 0, 2);
        seconds = 51;
        bar.progress("two", 1, 2);
        bar.progress("two", 2, 2);
        seconds = 60;
        bar.progress("two", 0, 2);
        seconds = 63;
        bar.progress("two", 2, 2);

        assertThat(shown().split(System.lineSeparator()))
                .as("one, two, and two once more; of each what was drawn last")
                .extracting(line ->
                        line.substring(line.lastIndexOf('\r') + 1).strip().replaceAll(" +", " "))
                .containsExactly(
                        "one [###############...............] 50 % 0.0 s left",
                        "two [##############################] 100 % 1.0 s",
                        "two [##############################] 100 % 3.0 s");
    }

    @Test
    void work_without_units_is_done_at_once() {
        bar(false).progress("compact", 0, 0);

        assertThat(shown()).contains("100 %");
    }
}
