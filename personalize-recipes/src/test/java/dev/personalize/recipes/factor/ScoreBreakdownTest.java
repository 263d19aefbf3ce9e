package dev.personalize.recipes.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.math.Parallel;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScoreBreakdownTest {
    private static FactorModel model(float[][] itemFactors, double unobservedWeight, double regularization) {
        return FactorModel.of(
                itemFactors,
                new int[0],
                new Penalty(unobservedWeight, regularization, 1),
                EventWeights.NONE,
                null,
                itemFactors[0].length,
                Parallel.ofProcessors());
    }

    private static double[] events(ExplainingModel.Breakdown breakdown, int item) {
        return Objects.requireNonNull(breakdown.of(item)).events();
    }

    /**
     * One dimension; items 2, 1 and -1; α₀ = 1/2, λ = 1/4. G = 4 + 1 + 1 = 6. With the history of the first two,
     * A = 6/2 + (4 + 1) + 1/4·(2 + 3/2) = 8.875.
     */
    @Test
    void one_dimension_by_hand() {
        FactorModel model = model(new float[][] {{2}, {1}, {-1}}, 0.5, 0.25);

        ExplainingModel.Breakdown breakdown = model.explain(Query.ofItems(0, 1));

        assertThat(events(breakdown, 0)).containsExactly(new double[] {4 / 8.875, 2 / 8.875}, within(1e-12));
        assertThat(events(breakdown, 1)).containsExactly(new double[] {2 / 8.875, 1 / 8.875}, within(1e-12));
        assertThat(events(breakdown, 2)).containsExactly(new double[] {-2 / 8.875, -1 / 8.875}, within(1e-12));
    }

    @Test
    void events_of_one_item_share_its_contribution_and_items_without_events_have_none() {
        FactorModel model = model(new float[][] {{2}, {1}, {0}}, 0.5, 0.25);
        double[] once = events(model.explain(Query.ofItems(0, 1)), 1);

        double[] twice = events(model.explain(Query.ofItems(1, 2, 0, 1)), 1);

        assertThat(twice).containsExactly(new double[] {once[1] / 2, 0, once[0], once[1] / 2}, within(1e-15));
    }

    @Test
    void nothing_is_taken_apart_where_there_is_no_score() {
        FactorModel model = model(new float[][] {{2}, {1}, {0}}, 0.5, 0.25);

        assertThat(model.explain(Query.empty()).of(0)).isNull();
        assertThat(model.explain(Query.ofItems(2)).of(0)).isNull();
        assertThat(model.explain(Query.ofItems(0)).of(2)).isNull();
    }

    /** The naive twin inverts A in doubles and reads contributions off its entries. */
    @Property(tries = 100, seed = "42")
    void equals_the_terms_of_the_inverse(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int d,
            @ForAll @IntRange(min = 1, max = 40) int items,
            @ForAll @IntRange(min = 1, max = 30) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] factors = new float[items][d];
        for (float[] vector : factors) {
            for (int k = 0; k < d; k++) {
                vector[k] = (float) random.nextGaussian() / 4;
            }
        }
        double unobservedWeight = (float) Math.pow(10, random.nextDouble(-2, 0));
        double regularization = Math.pow(10, random.nextDouble(-3, -1));
        int[] history = random.ints(n, 0, items).toArray();
        FactorModel model = model(factors, unobservedWeight, regularization);

        double[][] inverse = inverse(equations(factors, history, unobservedWeight, regularization));
        double[] user = times(inverse, sum(factors, history));

        ExplainingModel.Breakdown breakdown = model.explain(Query.ofItems(history));
        for (int item = 0; item < items; item++) {
            double[] events = events(breakdown, item);
            double[] column = times(inverse, doubles(factors[item]));
            for (int p = 0; p < n; p++) {
                int repetitions = repetitions(history, history[p]);
                assertThat(events[p])
                        .isCloseTo(product(column, doubles(factors[history[p]])) / repetitions, within(1e-5));
            }
            assertThat(Arrays.stream(events).sum()).isCloseTo(product(user, doubles(factors[item])), within(1e-5));
        }
    }

    private static double[][] equations(
            float[][] factors, int[] history, double unobservedWeight, double regularization) {
        int d = factors[0].length;
        int[] distinct = Arrays.stream(history).distinct().toArray();
        double[][] equations = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (float[] vector : factors) {
                    equations[i][j] += unobservedWeight * vector[i] * vector[j];
                }
                for (int item : distinct) {
                    equations[i][j] += (double) factors[item][i] * factors[item][j];
                }
            }
            equations[i][i] += regularization * (distinct.length + unobservedWeight * factors.length);
        }
        return equations;
    }

    /** Gauss and Jordan, with the identity on the right. Definite matrices need no pivoting. */
    private static double[][] inverse(double[][] matrix) {
        int d = matrix.length;
        double[][] rows = new double[d][2 * d];
        for (int i = 0; i < d; i++) {
            System.arraycopy(matrix[i], 0, rows[i], 0, d);
            rows[i][d + i] = 1;
        }
        for (int pivot = 0; pivot < d; pivot++) {
            double scale = rows[pivot][pivot];
            for (int k = 0; k < 2 * d; k++) {
                rows[pivot][k] /= scale;
            }
            for (int i = 0; i < d; i++) {
                double factor = i == pivot ? 0 : rows[i][pivot];
                for (int k = 0; k < 2 * d; k++) {
                    rows[i][k] -= factor * rows[pivot][k];
                }
            }
        }
        return Arrays.stream(rows).map(row -> Arrays.copyOfRange(row, d, 2 * d)).toArray(double[][]::new);
    }

    private static double[] sum(float[][] factors, int[] history) {
        double[] sum = new double[factors[0].length];
        for (int item : Arrays.stream(history).distinct().toArray()) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += factors[item][k];
            }
        }
        return sum;
    }

    private static int repetitions(int[] history, int item) {
        return (int) Arrays.stream(history).filter(other -> other == item).count();
    }

    private static double[] times(double[][] matrix, double[] vector) {
        return Arrays.stream(matrix).mapToDouble(row -> product(row, vector)).toArray();
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double[] doubles(float[] vector) {
        double[] doubles = new double[vector.length];
        for (int k = 0; k < vector.length; k++) {
            doubles[k] = vector[k];
        }
        return doubles;
    }
}
