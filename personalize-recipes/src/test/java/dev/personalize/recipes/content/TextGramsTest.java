package dev.personalize.recipes.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextGramsTest {
    private static long common(String a, String b) {
        int[] other = TextGrams.of(b);
        return Arrays.stream(TextGrams.of(a))
                .distinct()
                .filter(gram -> Arrays.binarySearch(other, gram) >= 0)
                .count();
    }

    /** Words: red, mug, and the pair. Runs with borders: of _red_ 3 of length 3, 2 of 4, 1 of 5; of _mug_ the same. */
    @Test
    void words_pairs_and_runs_of_characters() {
        assertThat(TextGrams.of("red mug")).hasSize(3 + 6 + 6).isSorted();
        assertThat(TextGrams.of("red")).hasSize(1 + 6);
    }

    @Test
    void capital_letters_and_compatible_forms_are_the_same_and_signs_say_nothing() {
        assertThat(TextGrams.of("Große MÜTZE, №½!")).isEqualTo(TextGrams.of("große mütze no1⁄2"));
        assertThat(TextGrams.of("ＲＥＤ")).isEqualTo(TextGrams.of("red"));
        assertThat(TextGrams.of(" - , ! ")).isEmpty();
    }

    @Test
    void forms_of_a_word_have_runs_in_common() {
        assertThat(common("lantern", "lanterns")).isGreaterThan(common("lantern", "pattern"));
        assertThat(common("lantern", "mug")).isEqualTo(0);
    }

    @Test
    void scripts_without_spaces_have_shorter_runs() {
        assertThat(common("赤いマグカップ", "青いマグカップ")).isGreaterThan(5);
    }

    @Test
    void a_category_belongs_to_its_column() {
        assertThat(TextGrams.ofCategories("COLOUR", List.of("red", "blue"))).hasSize(2);
        assertThat(TextGrams.ofCategories("COLOUR", List.of("red")))
                .isNotEqualTo(TextGrams.ofCategories("GENRE", List.of("red")));
    }
}
