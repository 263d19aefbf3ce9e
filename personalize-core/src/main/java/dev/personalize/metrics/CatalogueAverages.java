package dev.personalize.metrics;

import dev.personalize.data.Popularity;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** How popular, new and alike the items are that are shown beside each item of the catalogue, in the first 25 places. */
final class CatalogueAverages {
    /** With more, this many, spread evenly. */
    private static final int MOST_ITEMS = 2000;

    private static final int ITEMS_PER_CHUNK = 8;
    private static final int PLACES = 25;

    private final InfluencedModel model;
    private final Parallel parallel;

    /** Tells the items shown beside one. */
    @FunctionalInterface
    private interface Lists {
        int[] list(int item, float[] scores);
    }

    CatalogueAverages(InfluencedModel model, Parallel parallel) {
        this.model = model;
        this.parallel = parallel;
    }

    /** {@return the averages of what the model shows, by the names the service gives them} */
    Map<String, Double> ofModel() {
        return average((item, scores) -> {
            TopK top = new TopK(PLACES);
            top.offerAll(scores, model.items());
            return top.drain();
        });
    }

    /** {@return the averages of showing the most popular other items beside each item that the model can say something of} */
    Map<String, Double> of(Popularity popularity) {
        return average((item, scores) -> IntStream.range(0, popularity.size())
                .map(popularity::item)
                .filter(other -> other != item)
                .limit(PLACES)
                .toArray());
    }

    private Map<String, Double> average(Lists lists) {
        int asked = Math.min(MOST_ITEMS, model.items());
        double[][] sums = new double[asked][4];
        parallel.forChunks(asked, ITEMS_PER_CHUNK, (chunk, from, to) -> {
            float[] scores = new float[model.items()];
            for (int i = from; i < to; i++) {
                add((int) ((long) i * model.items() / asked), lists, scores, sums[i]);
            }
        });
        double[] sum = new double[4];
        for (double[] each : sums) {
            Arrays.setAll(sum, i -> sum[i] + each[i]);
        }
        Map<String, Double> averages = new LinkedHashMap<>();
        averages.put("item_popularity", sum[0] / sum[3]);
        averages.put("item_freshness", sum[1] / sum[3]);
        averages.put("item_similarity", sum[2] / sum[3]);
        averages.values().removeIf(value -> Double.isNaN(value));
        return averages;
    }

    /** Adds popularity, freshness and similarity of all places, and their number. */
    private void add(int item, Lists lists, float[] scores, double[] sums) {
        model.score(new Query(new int[0], new int[0], new long[0], item), scores);
        scores[item] = Float.NaN;
        boolean silent = true;
        for (int i = 0; silent && i < model.items(); i++) {
            silent = Float.isNaN(scores[i]);
        }
        if (silent) {
            return;
        }
        for (int shown : lists.list(item, scores)) {
            sums[0] += model.popularity(shown);
            sums[1] += model.freshness(shown);
            sums[2] += Float.isNaN(scores[shown]) ? 0 : Math.min(1, Math.max(0, scores[shown]));
            sums[3]++;
        }
    }
}
