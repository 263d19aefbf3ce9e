package dev.personalize.recipe;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.TrainingException;
import org.junit.jupiter.api.Test;

class TrainingContextTest {
    private final TrainingContext context =
            TrainingContext.of(HyperparameterSpace.builder().build().defaults());

    @Test
    void a_training_that_fits_into_the_heap_goes_on() {
        assertThatCode(() -> context.requireMemory("sample", 1 << 10, "lower factors"))
                .doesNotThrowAnyException();
    }

    /** Twice the whole heap can never be had, whatever lives in it. */
    @Test
    void a_training_beyond_the_heap_is_refused_with_both_numbers_and_the_next_step() {
        long bytes = 2 * Runtime.getRuntime().maxMemory();

        assertThatThrownBy(() -> context.requireMemory("sample", bytes, "lower factors"))
                .isInstanceOf(TrainingException.class)
                .hasMessageMatching("sample would need " + ((bytes + (1 << 20) - 1) >> 20)
                        + " MiB .* \\d+ of \\d+ MiB .*-Xmx.*lower factors");
    }
}
