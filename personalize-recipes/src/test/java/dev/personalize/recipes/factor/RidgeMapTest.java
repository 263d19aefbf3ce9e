package dev.personalize.recipes.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.data.AttributeFeatures;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.IdIndex;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RidgeMapTest {
    static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "KIND", "type": ["null", "string"], "categorical": true}]}""");

    /** {@return features of items whose categories these are, null for an item without a record} */
    static AttributeFeatures features(List<String> kinds) {
        AttributeTable.Builder rows = new AttributeTable.Builder(ITEMS, "ITEM_ID");
        List<String> ids = new ArrayList<>();
        for (int item = 0; item < kinds.size(); item++) {
            String id = String.format("i%05d", item);
            ids.add(id);
            if (!kinds.get(item).isEmpty()) {
                rows.add(new Object[] {id, kinds.get(item)});
            }
        }
        return AttributeFeatures.of(rows.build(IdIndex.of(ids)), kinds.size());
    }

    /**
     * Items a and b of one kind each, vectors 3 and 1, weights 1, μ = 1. Features: constant, a, b. With c, x and y what they are
     * mapped to, 3c + x + y = 4, 2x + c = 3 and 2y + c = 1, so c = 1, x = 1, y = 0: what is expected is 2 and 1.
     */
    @Test
    void two_items_by_hand() {
        RidgeMap map = new RidgeMap(features(List.of("a", "b")), new float[] {1, 1}, 1, 1);

        map.fit(new float[][] {{3}, {1}}, Parallel.ofProcessors());

        assertThat(applied(map, 0, 1)[0]).isCloseTo(2, within(1e-6f));
        assertThat(applied(map, 1, 1)[0]).isCloseTo(1, within(1e-6f));
    }

    private static float[] applied(RidgeMap map, int row, int d) {
        float[] vector = new float[d];
        map.apply(row, vector);
        return vector;
    }

    /** The naive twin descends along the gradient of the objective until it is flat. */
    @Property(tries = 20, seed = "7")
    void fits_as_the_objective_says(@ForAll long seed, @ForAll @IntRange(min = 3, max = 30) int items) {
        SplittableRandom random = new SplittableRandom(seed);
        AttributeFeatures features = features(kinds(random, items, 4));
        float[] weights = new float[items];
        float[][] vectors = new float[items][1];
        for (int item = 0; item < items; item++) {
            weights[item] = random.nextInt(4);
            vectors[item][0] = (float) random.nextGaussian();
        }
        RidgeMap map = new RidgeMap(features, weights, 2, 1);
        map.fit(vectors, Parallel.ofProcessors());

        double[] twin = descended(features, weights, vectors);
        for (int item = 0; item < items; item++) {
            double expected = 0;
            for (int p = features.begin(item); p < features.end(item); p++) {
                expected += twin[features.feature(p)] * features.value(p);
            }
            assertThat((double) applied(map, item, 1)[0]).isCloseTo(expected, within(1e-4));
        }
    }

    private static List<String> kinds(SplittableRandom random, int items, int kinds) {
        List<String> all = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            int kind = random.nextInt(kinds + 1);
            all.add(kind == kinds ? "" : "k" + kind + "|k" + random.nextInt(kinds));
        }
        return all;
    }

    private static double[] descended(AttributeFeatures features, float[] weights, float[][] vectors) {
        double[] map = new double[features.size()];
        for (int step = 0; step < 20_000; step++) {
            double[] gradient = Arrays.stream(map).map(value -> 2 * value).toArray();
            for (int item = 0; item < weights.length; item++) {
                double miss = -vectors[item][0];
                for (int p = features.begin(item); p < features.end(item); p++) {
                    miss += map[features.feature(p)] * features.value(p);
                }
                for (int p = features.begin(item); p < features.end(item); p++) {
                    gradient[features.feature(p)] += weights[item] * miss * features.value(p);
                }
            }
            for (int f = 0; f < map.length; f++) {
                map[f] -= gradient[f] / 200;
            }
        }
        return map;
    }

    @Test
    void many_features_are_fitted_as_few_are_and_by_any_number_of_threads() {
        int items = 4000;
        SplittableRandom random = new SplittableRandom(3);
        AttributeFeatures features = features(kinds(random, items, 900));
        assertThat(features.size()).isGreaterThan(RidgeMap.MOST_DECOMPOSED);
        float[] weights = new float[items];
        float[][] vectors = new float[items][5];
        for (int item = 0; item < items; item++) {
            weights[item] = 1 + random.nextInt(3);
            for (int k = 0; k < 5; k++) {
                vectors[item][k] = (float) random.nextGaussian();
            }
        }
        RidgeMap alone = new RidgeMap(features, weights, 3, 5);
        RidgeMap together = new RidgeMap(features, weights, 3, 5);
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            for (int fit = 0; fit < 3; fit++) {
                alone.fit(vectors, new Parallel(Runnable::run, 1, new Cancellation()));
                together.fit(vectors, new Parallel(executor, 8, new Cancellation()));
            }
        } finally {
            executor.shutdownNow();
        }

        // At the minimum the misses of the items with a feature, weighted, are μ times what it is mapped to.
        double[] misses = new double[features.size()];
        for (int item = 0; item < items; item++) {
            float[] vector = applied(alone, item, 5);
            assertThat(applied(together, item, 5)).isEqualTo(vector);
            for (int p = features.begin(item); p < features.end(item); p++) {
                misses[features.feature(p)] +=
                        weights[item] * (double) (vectors[item][0] - vector[0]) * features.value(p);
            }
        }
        for (int item = 0; item < items; item++) {
            double expected = 0;
            for (int p = features.begin(item); p < features.end(item); p++) {
                expected += misses[features.feature(p)] / 3 * features.value(p);
            }
            assertThat((double) applied(alone, item, 5)[0]).isCloseTo(expected, within(1e-4));
        }
    }
}
