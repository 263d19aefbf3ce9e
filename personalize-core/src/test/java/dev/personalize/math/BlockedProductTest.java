package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.progress.Cancellation;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlockedProductTest {
    private static final Parallel ALONE = new Parallel(Runnable::run, 1, new Cancellation());

    @Test
    void adds_a_product_by_hand() {
        float[][] target = {{100, 200}, {300, 400}};

        // [1 2 3; 4 5 6] · [1 0; 0 1; 2 2] = [7 8; 16 17]
        BlockedProduct.add(target, new float[][] {{1, 2, 3}, {4, 5, 6}}, new float[][] {{1, 0}, {0, 1}, {2, 2}}, ALONE);

        assertThat(target[0]).containsExactly(107, 208);
        assertThat(target[1]).containsExactly(316, 417);
    }

    @Test
    void a_product_over_nothing_changes_nothing() {
        float[][] target = {{1}};

        BlockedProduct.add(target, new float[1][0], new float[0][], ALONE);

        assertThat(target[0]).containsExactly(1);
    }

    @Property(tries = 30, seed = "42")
    void equals_the_sum_of_products(
            @ForAll @IntRange(min = 1, max = 140) int m,
            @ForAll @IntRange(min = 1, max = 140) int k,
            @ForAll @IntRange(min = 1, max = 2100) int n,
            @ForAll long seed) {
        float[][] left = RandomArrays.matrix(m, k, seed);
        float[][] right = RandomArrays.matrix(k, n, seed + 1);
        float[][] target = new float[m][n];

        BlockedProduct.add(target, left, right, Parallel.ofProcessors());

        for (int i = 0; i < m; i += 7) {
            for (int j = 0; j < n; j += 13) {
                double sum = 0;
                for (int c = 0; c < k; c++) {
                    sum += (double) left[i][c] * right[c][j];
                }
                assertThat((double) target[i][j]).isCloseTo(sum, within(1e-4));
            }
        }
    }
}
