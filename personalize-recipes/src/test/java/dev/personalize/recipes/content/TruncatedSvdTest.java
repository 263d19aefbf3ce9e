package dev.personalize.recipes.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.math.Parallel;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TruncatedSvdTest {
    private static TruncatedSvd of(float[][] dense, int d) {
        return TruncatedSvd.of(sparse(dense), d, new SplittableRandom(3), Parallel.ofProcessors(), () -> {});
    }

    private static SparseRows sparse(float[][] dense) {
        int columns = dense[0].length;
        int[] offsets = new int[dense.length + 1];
        int[] columnOf = new int[dense.length * columns];
        float[] values = new float[columnOf.length];
        int size = 0;
        for (int row = 0; row < dense.length; row++) {
            for (int column = 0; column < columns; column++) {
                if (dense[row][column] != 0) {
                    columnOf[size] = column;
                    values[size++] = dense[row][column];
                }
            }
            offsets[row + 1] = size;
        }
        return new SparseRows(columns, offsets, columnOf, values);
    }

    /** [3 0; 0 2; 4 0] has the columns (3, 0, 4) of length 5 and (0, 2, 0) of length 2, at right angles. */
    @Test
    void orthogonal_columns_are_their_own_vectors() {
        TruncatedSvd svd = of(new float[][] {{3, 0}, {0, 2}, {4, 0}}, 2);

        assertThat(svd.values()).containsExactly(new float[] {5, 2}, within(1e-5f));
        assertThat(Math.abs(svd.components()[0][0])).isCloseTo(1, within(1e-5f));
        assertThat(Math.abs(svd.components()[1][1])).isCloseTo(1, within(1e-5f));
    }

    @Test
    void only_the_greatest_are_kept() {
        assertThat(of(new float[][] {{3, 0}, {0, 2}, {4, 0}}, 1).values())
                .containsExactly(new float[] {5}, within(1e-5f));
    }

    @Test
    void directions_the_matrix_does_not_have_are_left_out() {
        assertThat(of(new float[][] {{1, 2}, {2, 4}}, 2).found()).isEqualTo(1);
        assertThat(of(new float[][] {{0, 0}, {0, 0}}, 2).found()).isEqualTo(0);
    }

    /** Rows at right angles, of the squared lengths 5 and 17, and far more columns than rows. */
    @Test
    void no_dimension_of_few_rows_is_lost() {
        float[][] dense = new float[2][12];
        dense[0][2] = -2;
        dense[0][11] = 1;
        dense[1][0] = 4;
        dense[1][5] = -1;

        assertThat(of(dense, 12).values())
                .containsExactly(new float[] {(float) Math.sqrt(17), (float) Math.sqrt(5)}, within(1e-5f));
    }

    /** Of a matrix of at most d dimensions nothing is lost: A·V·Vᵀ = A. */
    @Property(tries = 30, seed = "42")
    void a_matrix_of_few_dimensions_is_made_up_of_its_vectors(
            @ForAll @IntRange(min = 1, max = 12) int rows,
            @ForAll @IntRange(min = 1, max = 12) int columns,
            @ForAll @IntRange(max = 1000) int seed) {
        Random random = new Random(seed);
        float[][] dense = new float[rows][columns];
        for (float[] row : dense) {
            for (int column = 0; column < columns; column++) {
                row[column] = random.nextInt(3) == 0 ? random.nextInt(9) - 4 : 0;
            }
        }
        TruncatedSvd svd = of(dense, 12);
        for (float[] row : dense) {
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int k = 0; k < svd.found(); k++) {
                    for (int other = 0; other < columns; other++) {
                        sum += row[other] * svd.components()[other][k] * (double) svd.components()[column][k];
                    }
                }
                assertThat(sum).isCloseTo(row[column], within(0.02));
            }
        }
    }
}
