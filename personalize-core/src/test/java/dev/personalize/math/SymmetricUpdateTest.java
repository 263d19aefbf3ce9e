package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SymmetricUpdateTest {
    @Test
    void adds_one_outer_product_by_hand() {
        float[][] lower = {{1, 0}, {10, 100}};

        SymmetricUpdate.add(lower, new float[][] {{2, 3}}, new float[] {5}, 1);

        // 5 · (2, 3)ᵀ(2, 3) = (20, 30; 30, 45)
        assertThat(lower[0][0]).isEqualTo(21);
        assertThat(lower[1]).containsExactly(40, 145);
    }

    @Property(tries = 100, seed = "42")
    void equals_the_naive_sum(
            @ForAll @IntRange(min = 1, max = 70) int d, @ForAll @IntRange(max = 11) int count, @ForAll long seed) {
        float[][] rows = RandomArrays.matrix(count, d, seed);
        float[] weights = RandomArrays.vector(count, seed + 1);
        float[][] lower = RandomArrays.matrix(d, d, seed + 2);
        float[][] before = Arrays.stream(lower).map(float[]::clone).toArray(float[][]::new);

        SymmetricUpdate.add(lower, rows, weights, count);

        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                int row = i;
                int column = j;
                double naive = before[i][j]
                        + IntStream.range(0, count)
                                .mapToDouble(k -> (double) weights[k] * rows[k][row] * rows[k][column])
                                .sum();
                assertThat((double) lower[i][j]).isCloseTo(naive, within(1e-5));
            }
        }
    }

    @Property(tries = 20, seed = "42")
    void leaves_the_rows_alone(@ForAll @IntRange(min = 1, max = 9) int count, @ForAll long seed) {
        float[][] rows = RandomArrays.matrix(count, 5, seed);
        float[] weights = RandomArrays.vector(count, seed + 1);

        SymmetricUpdate.add(new float[5][5], rows, weights, count);

        assertThat(rows).isDeepEqualTo(RandomArrays.matrix(count, 5, seed));
        assertThat(weights).isEqualTo(RandomArrays.vector(count, seed + 1));
    }
}
