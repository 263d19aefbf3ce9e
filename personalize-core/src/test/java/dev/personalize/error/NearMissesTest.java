package dev.personalize.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMissesTest {
    private static final List<String> NAMES = List.of("factors", "iterations", "regularization", "item_regularization");

    @Test
    void the_nearest_names_come_first() {
        assertThat(NearMisses.question("regularisation", NAMES)).isEqualTo("did you mean 'regularization'? ");
        assertThat(NearMisses.question("regularization", NAMES.subList(0, 2))).isEmpty();
    }

    @Test
    void case_and_punctuation_do_not_matter() {
        assertThat(NearMisses.question("Item-Regularization", NAMES))
                .isEqualTo("did you mean 'item_regularization' or 'regularization'? ");
    }

    @Test
    void nothing_is_guessed_where_all_names_are_far() {
        assertThat(NearMisses.question("bananas", NAMES)).isEmpty();
        assertThat(NearMisses.question("", NAMES)).isEmpty();
    }
}
