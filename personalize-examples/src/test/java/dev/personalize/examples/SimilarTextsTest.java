package dev.personalize.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimilarTextsTest {
    @TempDir
    Path folder;

    @Test
    void sentences_find_what_says_the_same() throws IOException {
        List<String> lines = SimilarTexts.run(folder, List.of("an alarm clock", "a lunch box with dinosaurs"));

        assertThat(lines.subList(1, 6)).allMatch(line -> line.contains("CLOCK"));
        assertThat(lines.subList(7, 12)).anyMatch(line -> line.contains("LUNCH BOX"));
    }
}
