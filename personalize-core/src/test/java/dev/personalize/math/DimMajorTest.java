package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DimMajorTest {
    @Test
    void transposes() {
        assertThat(DimMajor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}, 2)).isDeepEqualTo(new float[][] {
            {1, 3, 5}, {2, 4, 6}
        });
        assertThat(DimMajor.of(new float[0][], 2)).hasDimensions(2, 0);
    }

    /** Up to three blocks of items, and every remainder of the four dimensions a pass. */
    @Property(tries = 60, seed = "42")
    void scans_as_naive_inner_products_do(
            @ForAll @IntRange(max = 5_000) int n, @ForAll @IntRange(min = 1, max = 11) int d, @ForAll long seed) {
        float[][] rows = RandomArrays.matrix(n, d, seed);
        float[] vector = RandomArrays.vector(d, seed + 1);
        float[] scores = new float[n];
        Arrays.fill(scores, Float.NaN);

        DimMajor.scan(DimMajor.of(rows, d), vector, scores);

        for (int i = 0; i < n; i++) {
            double naive = 0;
            for (int k = 0; k < d; k++) {
                naive += (double) rows[i][k] * vector[k];
            }
            assertThat((double) scores[i]).isCloseTo(naive, within(1e-5));
        }
    }

    @Property(tries = 60, seed = "42")
    void a_single_product_has_the_bits_of_the_scan(
            @ForAll @IntRange(min = 1, max = 3_000) int n,
            @ForAll @IntRange(min = 1, max = 70) int d,
            @ForAll long seed) {
        float[][] rows = RandomArrays.matrix(n, d, seed);
        float[] vector = RandomArrays.vector(d, seed + 1);
        float[] scores = new float[n];
        DimMajor.scan(DimMajor.of(rows, d), vector, scores);

        for (int i = 0; i < n; i++) {
            assertThat(Float.floatToIntBits(DimMajor.product(rows[i], vector)))
                    .isEqualTo(Float.floatToIntBits(scores[i]));
        }
    }
}
