package dev.personalize.recipes.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.math.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WeightSearchTest {
    private static Choices random(Random random, int parts) {
        int size = 5 + random.nextInt(20);
        float[][] scores = new float[parts][size];
        for (float[] row : scores) {
            for (int i = 0; i < size; i++) {
                row[i] = random.nextFloat();
            }
        }
        boolean[] hit = new boolean[size];
        boolean[] had = new boolean[size];
        for (int i = 0; i < size; i++) {
            hit[i] = random.nextInt(6) == 0;
            had[i] = !hit[i] && random.nextInt(4) == 0;
        }
        int hits = (int) IntStream.range(0, size).filter(i -> hit[i]).count();
        double ideal = IntStream.range(0, hits).mapToDouble(Choices::discount).sum();
        return new Choices(scores, hit, had, new float[size], new double[] {ideal, ideal});
    }

    /** The same by sorting. */
    private static double ndcg(List<Choices> cases, float[] weights) {
        double sum = 0;
        int counted = 0;
        for (Choices one : cases) {
            if (one.ideal()[Choices.WITHOUT_HISTORY] == 0) {
                continue;
            }
            double[] scores = new double[one.size()];
            for (int part = 0; part < weights.length; part++) {
                for (int i = 0; i < scores.length; i++) {
                    scores[i] += weights[part] * one.scores()[part][i];
                }
            }
            List<Integer> ranked = IntStream.range(0, scores.length)
                    .boxed()
                    .filter(i -> !one.had()[i])
                    .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                    .toList();
            double gain = 0;
            for (int rank = 0; rank < ranked.size(); rank++) {
                gain += one.hit()[ranked.get(rank)] ? Math.log(2) / Math.log(rank + 2) : 0;
            }
            sum += gain / one.ideal()[Choices.WITHOUT_HISTORY];
            counted++;
        }
        return counted == 0 ? 0 : sum / counted;
    }

    @Property(tries = 100, seed = "42")
    void what_is_found_is_never_much_worse_than_the_best_part(
            @ForAll @IntRange(min = 1, max = 4) int parts, @ForAll long seed) {
        Random random = new Random(seed);
        List<Choices> cases = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            cases.add(random(random, parts));
        }

        float[] weights = new WeightSearch(cases, parts, Parallel.ofProcessors())
                .weights()
                .weights();

        double best = 0;
        for (int part = 0; part < parts; part++) {
            float[] alone = new float[parts];
            alone[part] = 1;
            best = Math.max(best, ndcg(cases, alone));
        }
        // Dropping idle parts may cost a thousandth for each of them.
        assertThat(ndcg(cases, weights)).isGreaterThanOrEqualTo(best * (1 - 0.001 * parts) - 1e-5);
        float sum = 0;
        for (float weight : weights) {
            assertThat(weight).isNotNegative();
            sum += weight;
        }
        assertThat(sum).isCloseTo(1, within(1e-5f));
    }

    @Test
    void two_parts_that_each_know_half_are_weighed_together() {
        // The item to be found is second for either part alone, behind an item the other part puts last.
        List<Choices> cases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cases.add(new Choices(
                    new float[][] {{0.8f, 1, 0}, {0.8f, 0, 1}},
                    new boolean[] {true, false, false},
                    new boolean[3],
                    new float[3],
                    new double[] {1, 1}));
        }

        float[] weights =
                new WeightSearch(cases, 2, Parallel.ofProcessors()).weights().weights();

        assertThat(weights[0]).isPositive();
        assertThat(weights[1]).isPositive();
        assertThat(ndcg(cases, weights)).isEqualTo(1);
    }

    @Test
    void nothing_found_by_anything_leaves_all_alike() {
        assertThat(new WeightSearch(List.of(), 4, Parallel.ofProcessors())
                        .weights()
                        .weights())
                .containsExactly(0.25f, 0.25f, 0.25f, 0.25f);
        assertThat(new WeightSearch(List.of(), 4, Parallel.ofProcessors()).repeats(new float[4]))
                .isEqualTo(Repeats.NONE);
    }
}
