package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.progress.Cancellation;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GramTest {
    private static final Parallel ALONE = new Parallel(Runnable::run, 1, new Cancellation());

    @Property(tries = 50, seed = "42")
    void equals_the_naive_product(
            @ForAll @IntRange(max = 200) int n, @ForAll @IntRange(min = 1, max = 40) int d, @ForAll long seed) {
        float[][] rows = RandomArrays.matrix(n, d, seed);

        float[][] gram = Gram.of(rows, d, ALONE);

        assertThat(gram).hasDimensions(d, d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                int row = i;
                int column = j;
                double naive = Arrays.stream(rows)
                        .mapToDouble(r -> (double) r[row] * r[column])
                        .sum();
                assertThat((double) gram[i][j]).isCloseTo(naive, within(1e-4));
            }
        }
    }

    /** 2,500 rows of 256 are 40 chunks of 64 rows in 3 waves. */
    @Test
    void has_the_same_bits_for_any_number_of_threads() {
        float[][] rows = RandomArrays.matrix(2_500, 256, 1);
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            float[][] alone = Gram.of(rows, 256, ALONE);
            float[][] together = Gram.of(rows, 256, new Parallel(executor, 8, new Cancellation()));

            assertThat(together).isDeepEqualTo(alone);
        } finally {
            executor.shutdownNow();
        }
    }

    /** Ones make every sum a whole number, which floats hold exactly: no row may be lost or counted twice. */
    @Test
    void counts_every_row_of_many_waves_once() {
        float[][] rows = new float[2_500][256];
        for (float[] row : rows) {
            Arrays.fill(row, 1);
        }

        float[][] gram = Gram.of(rows, 256, ALONE);

        assertThat(gram[255]).containsOnly(2_500f);
    }

    @Test
    void stops_when_cancelled() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        assertThatThrownBy(() -> Gram.of(new float[1][4], 4, new Parallel(Runnable::run, 1, cancellation)))
                .isInstanceOf(CancellationException.class);
    }
}
