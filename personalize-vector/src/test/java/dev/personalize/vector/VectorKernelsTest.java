package dev.personalize.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.math.DimMajor;
import dev.personalize.math.Gram;
import dev.personalize.math.Kernels;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Holds both implementations together: they differ by at most {@link #BOUND} of the sum of the magnitudes of what is summed, and have
 * the same results not a number.
 */
class VectorKernelsTest {
    /** Two sums of at most n products in single precision are each within n·2⁻²⁴ of the true one; n is at most 300 here. */
    private static final double BOUND = 2 * 300 / (double) (1 << 24);

    private final Kernels vector = new VectorKernels();
    private final Kernels plain = Kernels.plain();

    @Property(tries = 200, seed = "42")
    void outer_products_agree(
            @ForAll @IntRange(min = 1, max = 150) int d, @ForAll @IntRange(max = 299) int count, @ForAll long seed) {
        Values values = new Values(seed);
        float[][] rows = values.matrix(count, d);
        float[] weights = values.vector(count);
        float[][] before = values.matrix(d, d);
        float[][] expected = copy(before);
        float[][] actual = copy(before);
        float[][] magnitudes = absolute(before);

        plain.addOuterProducts(expected, rows, weights, count);
        vector.addOuterProducts(actual, rows, weights, count);
        plain.addOuterProducts(magnitudes, absolute(rows), absolute(weights), count);

        for (int i = 0; i < d; i++) {
            assertAgree(actual[i], expected[i], magnitudes[i], 0, i + 1);
        }
    }

    @Property(tries = 200, seed = "42")
    void sums_of_rows_agree_and_end_where_they_should(
            @ForAll @IntRange(max = 20) int from,
            @ForAll @IntRange(max = 200) int length,
            @ForAll @IntRange(max = 299) int count,
            @ForAll boolean negative,
            @ForAll long seed) {
        Values values = new Values(seed);
        int to = from + length;
        float[][] rows = values.matrix(count, to + 5);
        float[] factors = values.vector(count);
        float[] before = values.vector(to + 5);
        float[] expected = before.clone();
        float[] actual = before.clone();
        float[] magnitudes = absolute(before);

        plain.addRows(expected, from, to, rows, factors, count, negative ? -1 : 1);
        vector.addRows(actual, from, to, rows, factors, count, negative ? -1 : 1);
        plain.addRows(magnitudes, from, to, absolute(rows), absolute(factors), count, 1);

        assertAgree(actual, expected, magnitudes, from, to);
        assertThat(Arrays.copyOf(actual, from)).isEqualTo(Arrays.copyOf(before, from));
        assertThat(Arrays.copyOfRange(actual, to, to + 5)).isEqualTo(Arrays.copyOfRange(before, to, to + 5));
    }

    @Property(tries = 200, seed = "42")
    void inner_products_agree_and_end_where_they_should(
            @ForAll @IntRange(min = 1, max = 200) int d, @ForAll @IntRange(max = 70) int count, @ForAll long seed) {
        Values values = new Values(seed);
        float[][] rows = values.matrix(count, d);
        float[] factor = values.vector(d);
        float[] before = values.vector(count + 5);
        float[] expected = before.clone();
        float[] actual = before.clone();
        float[] magnitudes = new float[count];

        plain.multiplyRows(rows, count, factor, expected);
        vector.multiplyRows(rows, count, factor, actual);
        plain.multiplyRows(absolute(rows), count, absolute(factor), magnitudes);

        assertAgree(actual, expected, magnitudes, 0, count);
        assertThat(Arrays.copyOfRange(actual, count, count + 5))
                .isEqualTo(Arrays.copyOfRange(before, count, count + 5));
    }

    @Property(tries = 100, seed = "42")
    void scans_agree_and_end_where_they_should(
            @ForAll @IntRange(max = 1_300) int n,
            @ForAll @IntRange(min = 1, max = 70) int d,
            @ForAll @IntRange(max = 11) int users,
            @ForAll long seed) {
        Values values = new Values(seed);
        float[][] matrix = values.matrix(d, n);
        float[][] vectors = values.matrix(users, d);
        float[][] before = values.matrix(users, n + 5);
        float[][] expected = copy(before);
        float[][] actual = copy(before);
        float[][] magnitudes = new float[users][n];

        plain.scan(matrix, vectors, expected);
        vector.scan(matrix, vectors, actual);
        plain.scan(absolute(matrix), absolute(vectors), magnitudes);

        for (int user = 0; user < users; user++) {
            assertAgree(actual[user], expected[user], magnitudes[user], 0, n);
            assertThat(Arrays.copyOfRange(actual[user], n, n + 5))
                    .isEqualTo(Arrays.copyOfRange(before[user], n, n + 5));
        }
    }

    @Property(tries = 100, seed = "42")
    void a_score_has_the_same_bits_alone_and_with_others(
            @ForAll @IntRange(max = 1_300) int n,
            @ForAll @IntRange(min = 1, max = 70) int d,
            @ForAll @IntRange(max = 11) int users,
            @ForAll long seed) {
        Values values = new Values(seed);
        float[][] rows = values.matrix(n, d);
        float[][] matrix = DimMajor.of(rows, d);
        float[][] vectors = values.matrix(users, d);
        float[][] together = values.matrix(users, n);

        vector.scan(matrix, vectors, together);

        for (int user = 0; user < users; user++) {
            float[] alone = values.vector(n);
            vector.scan(matrix, n, vectors[user], alone);
            assertThat(together[user]).isEqualTo(alone);
            for (int item = 0; item < n; item++) {
                assertThat(Float.valueOf(vector.product(rows[item], vectors[user])))
                        .isEqualTo(Float.valueOf(alone[item]));
            }
        }
    }

    @Test
    void what_is_not_finite_does_not_become_finite() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int place = 0; place < 21; place++) {
                float[][] rows = new float[3][21];
                rows[1][place] = bad;
                float[] ones = new float[21];
                Arrays.fill(ones, 1);
                float[] products = new float[3];
                float[] target = new float[21];

                vector.multiplyRows(rows, 3, ones, products);
                vector.addRows(target, 0, 21, rows, ones, 3, 1);

                assertThat(Float.isFinite(products[1])).isFalse();
                assertThat(products[0] + products[2]).isZero();
                assertThat(Float.isFinite(target[place])).isFalse();
            }
        }
    }

    @Test
    void the_bytes_do_not_depend_on_the_number_of_threads() {
        float[][] rows = new Values(7).matrix(5_000, 67);

        float[][] one = Gram.of(rows, 67, new Parallel(ForkJoinPool.commonPool(), 1, new Cancellation()));
        float[][] eight = Gram.of(rows, 67, new Parallel(ForkJoinPool.commonPool(), 8, new Cancellation()));

        assertThat(eight).isDeepEqualTo(one);
    }

    private static void assertAgree(float[] actual, float[] expected, float[] magnitudes, int from, int to) {
        for (int j = from; j < to; j++) {
            if (Float.isNaN(expected[j])) {
                assertThat(actual[j]).isNaN();
            } else {
                assertThat((double) Math.abs(actual[j] - expected[j]))
                        .isLessThanOrEqualTo(BOUND * magnitudes[j] + Float.MIN_VALUE * 300);
            }
        }
    }

    private static float[][] copy(float[][] matrix) {
        return Arrays.stream(matrix).map(float[]::clone).toArray(float[][]::new);
    }

    private static float[][] absolute(float[][] matrix) {
        return Arrays.stream(matrix).map(VectorKernelsTest::absolute).toArray(float[][]::new);
    }

    private static float[] absolute(float[] vector) {
        float[] absolute = vector.clone();
        for (int i = 0; i < absolute.length; i++) {
            absolute[i] = Math.abs(absolute[i]);
        }
        return absolute;
    }

    /** Numbers of a seed, which also says whether they are moderate, or some of them denormal, or some not numbers. */
    private static final class Values {
        private final SplittableRandom random;
        private final int kind;

        Values(long seed) {
            random = new SplittableRandom(seed);
            kind = random.nextInt(3);
        }

        float[] vector(int length) {
            float[] vector = new float[length];
            for (int i = 0; i < length; i++) {
                vector[i] = random.nextFloat() * 2 - 1;
                if (kind == 1 && random.nextInt(4) == 0) {
                    vector[i] *= Float.MIN_NORMAL;
                } else if (kind == 2 && random.nextInt(500) == 0) {
                    vector[i] = Float.NaN;
                }
            }
            return vector;
        }

        float[][] matrix(int rows, int columns) {
            float[][] matrix = new float[rows][];
            for (int i = 0; i < rows; i++) {
                matrix[i] = vector(columns);
            }
            return matrix;
        }
    }
}
