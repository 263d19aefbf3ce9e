package dev.personalize.recipes.content;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.DimMajor;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.DistinctItems;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;

/** Vectors of what items say of themselves, and how they were made. Immutable. */
final class SemanticModel implements ExplainingModel, InfluencedModel {
    private static final String VECTORS = "vectors";
    private static final String POPULARITY = "popularity";
    private static final String FRESHNESS = "freshness";

    private final TextEncoder encoder;
    private final float[][] vectors;
    private final float[] popularity;
    private final float[] freshness;
    /** The vectors by dimension; shape [d][items]. */
    private final float[][] byDimension;
    /** Items without a vector, ascending. */
    private final int[] silent;

    /**
     * @param encoder what made the vectors
     * @param vectors of length 1 or 0; kept; shape [items][d]
     * @param popularity in [0, 1]; kept; shape [items]
     * @param freshness in [0, 1]; kept; shape [items]
     */
    SemanticModel(TextEncoder encoder, float[][] vectors, float[] popularity, float[] freshness) {
        this.encoder = encoder;
        this.vectors = vectors;
        this.popularity = popularity;
        this.freshness = freshness;
        this.byDimension = DimMajor.of(vectors, encoder.dimensions());
        this.silent = java.util.stream.IntStream.range(0, vectors.length)
                .filter(item -> Vectors.allZero(vectors[item]))
                .toArray();
    }

    @Override
    public int items() {
        return vectors.length;
    }

    @Override
    public float popularity(int item) {
        return popularity[item];
    }

    @Override
    public float freshness(int item) {
        return freshness[item];
    }

    @Override
    public void score(Query query, float[] scores) {
        float[] wanted = wanted(query);
        if (Vectors.allZero(wanted)) {
            Arrays.fill(scores, 0, items(), Float.NaN);
            return;
        }
        DimMajor.scan(byDimension, wanted, scores);
        for (int item : silent) {
            scores[item] = Float.NaN;
        }
        if (query.anchor() >= 0) {
            scores[query.anchor()] = Float.NaN;
        }
    }

    /** {@return the vector of the anchor, or the sum of those of the history} */
    private float[] wanted(Query query) {
        if (query.anchor() >= 0) {
            return vectors[query.anchor()];
        }
        // Ascending, so that the order of the history does not reach the last bit of a sum.
        float[] sum = new float[byDimension.length];
        Arrays.stream(query.items()).sorted().distinct().forEach(item -> Vectors.addScaled(sum, vectors[item], 1));
        return sum;
    }

    @Override
    public Breakdown explain(Query query) {
        float[] scores = new float[items()];
        score(query, scores);
        DistinctItems history = new DistinctItems(query);
        return item -> {
            if (Float.isNaN(scores[item])) {
                return null;
            }
            return query.anchor() >= 0
                    ? Contributions.ofAnchor(scores[item])
                    : history.contributions(had -> Vectors.product(vectors[had], vectors[item]));
        };
    }

    @Override
    public void write(ArtifactWriter out) {
        encoder.write(out);
        out.matrix(VECTORS, vectors, encoder.dimensions());
        out.floats(POPULARITY, popularity).floats(FRESHNESS, freshness);
    }

    static SemanticModel read(ArtifactReader in) {
        float[][] vectors = in.matrix(VECTORS);
        float[] popularity = in.floats(POPULARITY);
        float[] freshness = in.floats(FRESHNESS);
        if (vectors.length == 0 || popularity.length != vectors.length || freshness.length != vectors.length) {
            throw corrupt(vectors.length + " vectors, " + popularity.length + " popularities and " + freshness.length
                    + " ages");
        }
        for (int item = 0; item < vectors.length; item++) {
            boolean shares = isShare(popularity[item]) && isShare(freshness[item]);
            if (!shares || !Vectors.allFinite(vectors[item])) {
                throw corrupt("numbers out of their range at item " + item);
            }
        }
        return new SemanticModel(TextEncoder.read(in, vectors[0].length), vectors, popularity, freshness);
    }

    private static boolean isShare(float value) {
        return value >= 0 && value <= 1;
    }

    private static CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException("the " + SemanticSimilarityRecipe.NAME + " model has " + what
                + ": restore it from a copy, or train the version again");
    }
}
