package dev.personalize.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.error.InvalidInputException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RangeTest {
    @Test
    void numbers_over_powers_of_ten_are_walked_by_their_logarithm() {
        Range range = new Range.Continuous("regularization", 0.001, 10);

        assertThat(range.at(0)).isEqualTo("0.001");
        assertThat(range.at(0.25)).isEqualTo("0.01");
        assertThat(range.at(0.5)).isEqualTo("0.1");
        assertThat(range.at(1)).isEqualTo("10.0");
    }

    @Test
    void other_numbers_are_walked_evenly() {
        assertThat(new Range.Continuous("share", 0, 1).at(0.25)).isEqualTo("0.25");
        assertThat(new Range.Whole("window", 1, 9).at(0.5)).isEqualTo("5");
    }

    @Test
    void words_have_equal_parts_of_the_interval() {
        Range range = new Range.Categorical("solver", List.of("cg", "cholesky"));

        assertThat(range.at(0.49)).isEqualTo("cg");
        assertThat(range.at(0.51)).isEqualTo("cholesky");
        assertThat(range.at(1)).isEqualTo("cholesky");
        assertThat(range.at(range.place("cholesky"))).isEqualTo("cholesky");
    }

    @Test
    void a_range_without_values_or_with_its_ends_in_the_wrong_order_is_refused() {
        assertThatThrownBy(() -> new Range.Whole("factors", 8, 4))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'factors'")
                .hasMessageContaining("the lower one first");
        assertThatThrownBy(() -> new Range.Continuous("regularization", 0, Double.NaN))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Range.Categorical("solver", List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least one");
    }

    @Property(tries = 200, seed = "42")
    void a_whole_number_lies_where_it_is_found(
            @ForAll @IntRange(min = 1, max = 1_000) int min,
            @ForAll @IntRange(min = 0, max = 100_000) int length,
            @ForAll @DoubleRange(min = 0, max = 1) double place) {
        Range range = new Range.Whole("factors", min, min + length);

        String value = range.at(place);

        assertThat(Integer.parseInt(value)).isBetween(min, min + length);
        assertThat(range.at(range.place(value))).isEqualTo(value);
    }

    @Property(tries = 200, seed = "42")
    void numbers_rise_with_their_place_and_stay_inside(
            @ForAll @DoubleRange(min = 0.01, max = 10) double min,
            @ForAll @DoubleRange(min = 1, max = 1e6) double ratio,
            @ForAll @DoubleRange(min = 0, max = 1) double place) {
        Range range = new Range.Continuous("regularization", min, min * ratio);

        double value = Double.parseDouble(range.at(place));

        assertThat(value).isBetween(min, min * ratio);
        assertThat(value).isGreaterThanOrEqualTo(Double.parseDouble(range.at(place / 2)));
        if (ratio > 1.1) {
            assertThat(range.place(range.at(place))).isCloseTo(place, within(0.01));
        }
    }
}
