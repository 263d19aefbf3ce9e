package dev.personalize.recipes.content;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.math.DimMajor;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.DistinctItems;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.Map;

/**
 * A semantic model and the items that came or changed since. Immutable.
 *
 * @param model what was trained
 * @param since vectors of items put since, by position after those of the model; those beyond have none
 * @param changed vectors of items of the model whose records say something else now
 * @param items number of items
 */
// A record of arrays: never compared.
@SuppressWarnings("ArrayRecordComponent")
record SemanticView(SemanticModel model, float[][] since, Map<Integer, float[]> changed, int items)
        implements ExplainingModel, InfluencedModel {

    @Override
    public float popularity(int item) {
        return item < model.items() ? model.popularity(item) : 0;
    }

    /** Nothing is newer than what came after the training. */
    @Override
    public float freshness(int item) {
        return item < model.items() ? model.freshness(item) : 1;
    }

    @Override
    public void score(Query query, float[] scores) {
        float[] wanted = wanted(query);
        Arrays.fill(scores, 0, items, Float.NaN);
        if (Vectors.allZero(wanted)) {
            return;
        }
        DimMajor.scan(model.byDimension(), wanted, scores);
        for (int item : model.silent()) {
            scores[item] = Float.NaN;
        }
        changed.forEach((item, vector) -> scores[item] = product(wanted, vector));
        for (int i = 0; i < since.length && model.items() + i < items; i++) {
            scores[model.items() + i] = product(wanted, since[i]);
        }
        if (query.anchor() >= 0) {
            scores[query.anchor()] = Float.NaN;
        }
    }

    private static float product(float[] wanted, float[] vector) {
        return Vectors.allZero(vector) ? Float.NaN : (float) Vectors.product(wanted, vector);
    }

    /** {@return the vector of the anchor, or the sum of those of the history} */
    private float[] wanted(Query query) {
        if (query.anchor() >= 0) {
            return vector(query.anchor());
        }
        // Ascending, so that the order of the history does not reach the last bit of a sum.
        float[] sum = new float[model.dimensions()];
        Arrays.stream(query.items()).sorted().distinct().forEach(item -> Vectors.addScaled(sum, vector(item), 1));
        return sum;
    }

    private float[] vector(int item) {
        int late = item - model.items();
        if (late < 0) {
            float[] other = changed.get(item);
            return other == null ? model.vector(item) : other;
        }
        return late < since.length ? since[late] : new float[model.dimensions()];
    }

    @Override
    public Breakdown explain(Query query) {
        float[] scores = new float[items];
        score(query, scores);
        DistinctItems history = new DistinctItems(query);
        return item -> {
            if (Float.isNaN(scores[item])) {
                return null;
            }
            return query.anchor() >= 0
                    ? Contributions.ofAnchor(scores[item])
                    : history.contributions(had -> Vectors.product(vector(had), vector(item)));
        };
    }

    @Override
    public void write(ArtifactWriter out) {
        throw new UnsupportedOperationException("what came after the training is not part of the model");
    }
}
