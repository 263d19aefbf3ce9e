package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Parallel PARALLEL = Parallel.ofProcessors();

    private static double[] normals(int size, double mean, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, size)
                .mapToDouble(i -> mean + random.nextGaussian())
                .toArray();
    }

    /** 300 times 150 users with a true mean of 2: the share of 90 % intervals with 2 inside has standard error 0.017. */
    @Test
    void the_truth_lies_in_as_many_intervals_as_promised() {
        double[][] worlds = IntStream.range(0, 300)
                .mapToObj(world -> normals(150, 2, world))
                .toArray(double[][]::new);

        Interval[] intervals = new Bootstrap(400, 0.9, 1).means(worlds, PARALLEL);

        assertThat(Arrays.stream(intervals)
                                .filter(interval -> interval.contains(2))
                                .count()
                        / 300.0)
                .isBetween(0.85, 0.95);
    }

    /** Standard error 1 / √400 = 0.05; 95 % lie within 1.96 of it. */
    @Test
    void an_interval_is_as_wide_as_theory_says() {
        Interval interval = new Bootstrap(4000, 0.95, 3).means(new double[][] {normals(400, 0, 7)}, PARALLEL)[0];

        assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 * 0.05, within(0.03));
        assertThat(interval.contains(interval.value())).isTrue();
    }

    @Test
    void users_without_a_value_are_left_out() {
        double[] values = {1, Double.NaN, 1, Double.NaN, 1};

        Interval[] intervals =
                Bootstrap.DEFAULT.means(new double[][] {values, {Double.NaN, Double.NaN, 3, 3, 3}}, PARALLEL);

        assertThat(intervals[0]).isEqualTo(new Interval(1, 1, 1));
        assertThat(intervals[1]).isEqualTo(new Interval(3, 3, 3));
        assertThat(Bootstrap.DEFAULT.means(new double[][] {{Double.NaN}}, PARALLEL)[0].value())
                .isNaN();
    }

    /** Three differences of one sign: all 8 flips are equally likely, 2 of them are as far from 0, so p is about 1/4. */
    @Test
    void p_values_by_hand() {
        double[][] differences = {{1, 1, 1}, {1, -1, 0}, {0, 0, 0}, {5, Double.NaN, Double.NaN}};

        double[] pValues = new Bootstrap(20_000, 0.95, 5).pValues(differences, PARALLEL);

        assertThat(pValues[0]).isCloseTo(0.25, within(0.01));
        assertThat(pValues[1]).isEqualTo(1);
        assertThat(pValues[2]).isEqualTo(1);
        assertThat(pValues[3]).isEqualTo(1);
    }

    /** Without a difference, p is as often below 0.1 as chance says: 0.1 with standard error 0.021. */
    @Test
    void without_a_difference_small_p_values_are_rare() {
        double[][] differences = IntStream.range(0, 200)
                .mapToObj(world -> normals(60, 0, 1000 + world))
                .toArray(double[][]::new);

        double[] pValues = new Bootstrap(400, 0.95, 2).pValues(differences, PARALLEL);

        assertThat(Arrays.stream(pValues).filter(p -> p < 0.1).count() / 200.0).isBetween(0.03, 0.17);
        assertThat(new Bootstrap(400, 0.95, 2).pValues(new double[][] {normals(60, 1, 4)}, PARALLEL)[0])
                .isEqualTo(1 / 401.0);
    }

    @Test
    void what_cannot_be_is_refused() {
        assertThatThrownBy(() -> new Bootstrap(99, 0.95, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("99");
        assertThatThrownBy(() -> new Bootstrap(1000, 1, 0)).hasMessageContaining("1.0");
    }
}
