package dev.personalize.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.report.Axis.Scale;
import dev.personalize.report.Ruler.Tick;
import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RulerTest {
    private static List<String> labels(Scale scale, double... values) {
        return new Ruler(scale, DoubleStream.of(values), 0, 100, false)
                .ticks().stream().map(Tick::label).toList();
    }

    @Test
    void linear_scales_have_round_numbers() {
        assertThat(labels(Scale.LINEAR, 0, 10)).containsExactly("0", "2", "4", "6", "8", "10");
        assertThat(labels(Scale.LINEAR, 0.02, 0.31)).containsExactly("0.1", "0.2", "0.3");
        assertThat(labels(Scale.LINEAR, 0, 47_000)).containsExactly("0", "10k", "20k", "30k", "40k");
        assertThat(labels(Scale.LINEAR, 0, 12_000)).containsExactly("0", "5k", "10k");
        assertThat(labels(Scale.LINEAR, -3, 3)).containsExactly("-2", "0", "2");
    }

    @Test
    void logarithmic_scales_have_powers_of_ten_where_there_are_two() {
        assertThat(labels(Scale.LOG, 1, 2000)).containsExactly("1", "10", "100", "1,000");
        assertThat(labels(Scale.LOG, 3, 40)).containsExactly("10", "20", "30", "40");
        assertThat(new Ruler(Scale.LOG, DoubleStream.of(1, 100), 0, 100, false).place(10))
                .isEqualTo(50);
        assertThat(new Ruler(Scale.LOG, DoubleStream.of(1, 100), 0, 100, false).shows(0))
                .isFalse();
    }

    @Test
    void times_have_dates_that_fit_their_span() {
        assertThat(labels(Scale.TIME, time("2020-01-01T10:00:00Z"), time("2020-01-04T09:00:00Z")))
                .containsExactly("2 Jan", "3 Jan", "4 Jan");
        assertThat(labels(Scale.TIME, time("2010-12-01T00:00:00Z"), time("2011-12-10T00:00:00Z")))
                .containsExactly("Jan 2011", "Apr 2011", "Jul 2011", "Oct 2011");
        assertThat(labels(Scale.TIME, time("2000-04-25T00:00:00Z"), time("2003-02-28T00:00:00Z")))
                .containsExactly("2001", "2002", "2003");
    }

    private static double time(String text) {
        return Instant.parse(text).getEpochSecond();
    }

    @Property(tries = 300, seed = "42")
    void every_scale_ends_and_stays_inside(
            @ForAll Scale scale,
            @ForAll @DoubleRange(min = -1e9, max = 4e9) double one,
            @ForAll @DoubleRange(min = -1e9, max = 4e9) double other) {
        Ruler ruler = new Ruler(scale, DoubleStream.of(one, other), 10, 90, false);

        assertThat(ruler.ticks())
                .hasSizeLessThan(14)
                .allSatisfy(tick -> assertThat(tick.place()).isBetween(9.99, 90.01));
    }
}
