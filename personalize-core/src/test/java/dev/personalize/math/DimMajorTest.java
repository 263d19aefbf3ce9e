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

    /** Every remainder of the eight rows a pass; what lies beyond the rows stays. */
    @Property(tries = 60, seed = "42")
    void transposes_some_rows_into_what_exists(
            @ForAll @IntRange(max = 30) int n, @ForAll @IntRange(min = 1, max = 20) int d, @ForAll long seed) {
        float[][] rows = RandomArrays.matrix(n + 1, d, seed);
        float[][] matrix = new float[d][n + 1];

        DimMajor.transpose(rows, n, matrix);

        for (int k = 0; k < d; k++) {
            for (int i = 0; i < n; i++) {
                assertThat(matrix[k][i]).isEqualTo(rows[i][k]);
            }
            assertThat(matrix[k][n]).isZero();
        }
    }

    @Test
    void scans_the_first_columns_only() {
        float[] scores = {9, 9, 9};

        DimMajor.scan(new float[][] {{1, 2, 3}}, 2, new float[] {2}, scores);

        assertThat(scores).containsExactly(2, 4, 9);
    }

    /** Up to two blocks of items, and every remainder of the four dimensions a pass. */
    @Property(tries = 60, seed = "42")
    void scans_as_naive_inner_products_do(
            @ForAll @IntRange(max = 17_000) int n, @ForAll @IntRange(min = 1, max = 11) int d, @ForAll long seed) {
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

    /** More than a block for one vector and several for many; every remainder of the vectors that pass together. */
    @Property(tries = 40, seed = "42")
    void many_vectors_get_the_bits_of_each_alone(
            @ForAll @IntRange(max = 9_000) int n,
            @ForAll @IntRange(min = 1, max = 11) int d,
            @ForAll @IntRange(max = 19) int users,
            @ForAll long seed) {
        float[][] matrix = DimMajor.of(RandomArrays.matrix(n, d, seed), d);
        float[][] vectors = RandomArrays.matrix(users, d, seed + 1);
        float[][] together = RandomArrays.matrix(users, n, seed + 2);

        DimMajor.scan(matrix, vectors, together);

        float[] alone = new float[n];
        for (int user = 0; user < users; user++) {
            DimMajor.scan(matrix, vectors[user], alone);
            assertThat(together[user]).containsExactly(alone);
        }
    }

    @Test
    void what_lies_beyond_the_items_is_left_alone() {
        float[][] matrix = {{1, 2, 3}};
        float[] scores = {9, 9, 9, 9};

        DimMajor.scan(matrix, new float[] {2}, scores);
        assertThat(scores).containsExactly(2, 4, 6, 9);

        DimMajor.scan(matrix, new float[][] {{3}}, new float[][] {scores});
        assertThat(scores).containsExactly(3, 6, 9, 9);
    }
}
