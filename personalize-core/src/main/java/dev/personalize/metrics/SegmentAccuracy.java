package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.math.DimMajor;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How well a model finds the users for an item: it orders all users with something given, and those of the first hundredth, rounded up,
 * are held against those who had the item among the events asked for.
 */
final class SegmentAccuracy {
    /** With more, this many, spread evenly over those that somebody was asked for. */
    private static final int MOST_ITEMS = 2000;

    private static final int ITEMS_PER_CHUNK = 8;
    private static final double SEGMENT = 0.01;

    private final Holdout holdout;
    private final Parallel parallel;
    private final int[] users;
    private final int segment;
    /** Users of each item among the events asked for. */
    private final PreferenceMatrix takers;

    private final int[] items;

    /** Tells the score of each of the users for an item; shape [users]. */
    @FunctionalInterface
    private interface Scoring {
        void score(int item, float[] scores);
    }

    SegmentAccuracy(Holdout holdout, Parallel parallel) {
        this.holdout = holdout;
        this.parallel = parallel;
        Interactions given = holdout.given();
        this.users = IntStream.range(0, given.users())
                .filter(user -> given.begin(user) < given.end(user))
                .toArray();
        this.segment = Math.max(1, (int) Math.ceil(SEGMENT * users.length));
        this.takers = holdout.asked().preferences().transpose();
        int[] asked = IntStream.range(0, takers.rows())
                .filter(item -> takers.count(item) > 0)
                .toArray();
        int size = Math.min(MOST_ITEMS, asked.length);
        this.items = IntStream.range(0, size)
                .map(i -> asked[(int) ((long) i * asked.length / size)])
                .toArray();
    }

    /** {@return the metrics of a model by the service's keys} */
    Map<String, Double> of(EmbeddingModel model) {
        float[][] vectors = vectors(model);
        return average((item, scores) -> {
            float[] vector = new float[model.dimensions()];
            if (model.item(item, vector)) {
                DimMajor.scan(vectors, vector, scores);
            } else {
                Arrays.fill(scores, Float.NaN);
            }
        });
    }

    /** {@return the metrics of taking the most active users, those with the most different items given, for every item} */
    Map<String, Double> ofActivity() {
        PreferenceMatrix had = holdout.given().preferences();
        return average((item, scores) -> {
            for (int i = 0; i < users.length; i++) {
                scores[i] = had.count(users[i]);
            }
        });
    }

    /** A user without a vector gets one of NaN, and with it no place. */
    private float[][] vectors(EmbeddingModel model) {
        int d = model.dimensions();
        float[][] vectors = new float[d][users.length];
        Interactions given = holdout.given();
        parallel.forChunks(users.length, 64, (chunk, from, to) -> {
            float[] vector = new float[d];
            for (int i = from; i < to; i++) {
                Query query = Query.ofHistory(given, given.begin(users[i]), given.end(users[i]));
                int user = users[i];
                boolean known = model.user(
                        query.withUserAttributes(
                                () -> holdout.train().userAttributes().texts(user)),
                        vector);
                for (int k = 0; k < d; k++) {
                    vectors[k][i] = known ? vector[k] : Float.NaN;
                }
            }
        });
        return vectors;
    }

    private Map<String, Double> average(Scoring scoring) {
        int[] hits = new int[items.length];
        // Shared: threads only ever set elements to true, and the end of the loop makes them visible.
        boolean[] shown = new boolean[users.length];
        parallel.forChunks(items.length, ITEMS_PER_CHUNK, (chunk, from, to) -> {
            float[] scores = new float[users.length];
            boolean[] taken = new boolean[takers.columns()];
            for (int i = from; i < to; i++) {
                scoring.score(items[i], scores);
                mark(taken, items[i], true);
                TopK best = new TopK(segment);
                best.offerAll(scores);
                for (int at : best.drain()) {
                    shown[at] = true;
                    hits[i] += taken[users[at]] ? 1 : 0;
                }
                mark(taken, items[i], false);
            }
        });
        double found = 0;
        double recall = 0;
        for (int i = 0; i < items.length; i++) {
            found += hits[i];
            recall += hits[i] / (double) takers.count(items[i]);
        }
        int covered = 0;
        for (boolean user : shown) {
            covered += user ? 1 : 0;
        }
        Map<String, Double> averages = new LinkedHashMap<>();
        averages.put("coverage", covered / (double) users.length);
        averages.put("hits_at_1_percent", found / items.length);
        averages.put("recall_at_1_percent", recall / items.length);
        return averages;
    }

    private void mark(boolean[] taken, int item, boolean value) {
        for (int p = takers.begin(item); p < takers.end(item); p++) {
            taken[takers.column(p)] = value;
        }
    }
}
