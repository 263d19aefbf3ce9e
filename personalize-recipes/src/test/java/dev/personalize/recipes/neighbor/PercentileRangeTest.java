package dev.personalize.recipes.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.HyperparameterSpace;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentileRangeTest {
    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .number("min", 0, 0, 1, false, "Lower percentile.")
            .number("max", 1, 0, 1, false, "Upper percentile.")
            .build();

    /** Without the zero: 1, 2, 2, 3, 10. The rank is the percentile times 5, rounded up, at least 1. */
    private static final int[] COUNTS = {10, 0, 2, 3, 1, 2};

    @ParameterizedTest
    @CsvSource({"0,1,1,10", "0.2,0.8,1,3", "0.21,0.6,2,2", "0.61,0.81,3,10", "1,1,10,10", "0,0,1,1"})
    void bounds_are_nearest_ranks(String min, String max, int least, int most) {
        assertThat(range(COUNTS, min, max)).isEqualTo(new PercentileRange(least, most));
    }

    @Test
    void bounds_lie_inside_and_zero_outside() {
        PercentileRange range = range(COUNTS, "0", "0.8");

        assertThat(range.contains(0)).isFalse();
        assertThat(range.contains(1)).isTrue();
        assertThat(range.contains(3)).isTrue();
        assertThat(range.contains(4)).isFalse();
    }

    @Test
    void without_counts_nothing_lies_inside() {
        PercentileRange range = range(new int[] {0, 0}, "0", "1");

        assertThat(range.contains(0)).isFalse();
        assertThat(range.contains(1)).isFalse();
    }

    @Test
    void a_lower_percentile_above_the_upper_one_is_refused() {
        assertThatThrownBy(() -> range(COUNTS, "0.6", "0.5"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("min", "0.6", "max", "0.5");
    }

    private static PercentileRange range(int[] counts, String min, String max) {
        return PercentileRange.of(counts, SPACE.values(Map.of("min", min, "max", max)), "min", "max");
    }
}
