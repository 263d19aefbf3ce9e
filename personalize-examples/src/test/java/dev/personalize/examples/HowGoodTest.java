package dev.personalize.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HowGoodTest {
    @TempDir
    Path folder;

    @Test
    void tells_how_good_two_recipes_are_on_the_newest_tenth_of_a_real_shop() throws IOException {
        String text = HowGood.run(folder);

        assertThat(text)
                .contains("matrix-factorization, first 10 places: coverage 0.", "linear-item, first 10 places")
                .contains("recent popularity, first 10 places")
                .contains("capped_recall_at_10 ")
                .contains("users with many events", "tail items", "cold items")
                .contains("linear-item against matrix-factorization, normalized_discounted_cumulative_gain_at_10: 0.")
                .doesNotContain("NaN");
    }
}
