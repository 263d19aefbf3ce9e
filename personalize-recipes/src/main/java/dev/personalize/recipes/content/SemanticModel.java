package dev.personalize.recipes.content;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.DimMajor;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Query;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;

/** Vectors of what items say of themselves, and how they were made. Immutable. */
final class SemanticModel implements ExplainingModel, InfluencedModel, LiveModel {
    private static final String VECTORS = "vectors";
    private static final String SAID = "said";
    private static final String POPULARITY = "popularity";
    private static final String FRESHNESS = "freshness";

    private final TextEncoder encoder;
    private final float[][] vectors;
    private final int[] said;
    private final float[] popularity;
    private final float[] freshness;
    /** The vectors by dimension; shape [d][items]. */
    private final float[][] byDimension;
    /** Items without a vector, ascending. */
    private final int[] silent;

    /**
     * @param encoder what made the vectors
     * @param vectors of length 1 or 0; kept; shape [items][d]
     * @param said fingerprints of what the items say; kept; shape [items]
     * @param popularity in [0, 1]; kept; shape [items]
     * @param freshness in [0, 1]; kept; shape [items]
     */
    SemanticModel(TextEncoder encoder, float[][] vectors, int[] said, float[] popularity, float[] freshness) {
        this.encoder = encoder;
        this.vectors = vectors;
        this.said = said;
        this.popularity = popularity;
        this.freshness = freshness;
        this.byDimension = DimMajor.of(vectors, encoder.dimensions());
        this.silent = IntStream.range(0, vectors.length)
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

    int dimensions() {
        return byDimension.length;
    }

    /** {@return the vector of an item, not to be modified} */
    float[] vector(int item) {
        return vectors[item];
    }

    float[][] byDimension() {
        return byDimension;
    }

    int[] silent() {
        return silent;
    }

    /** {@return fingerprints of what items said at the training, not to be modified} */
    int[] said() {
        return said;
    }

    TextEncoder encoder() {
        return encoder;
    }

    private SemanticView view() {
        return new SemanticView(this, new float[0][], Map.of(), items());
    }

    @Override
    public void score(Query query, float[] scores) {
        view().score(query, scores);
    }

    @Override
    public Breakdown explain(Query query) {
        return view().explain(query);
    }

    @Override
    public Live open(Clock clock) {
        return new SemanticLive(this);
    }

    @Override
    public long since(Instant now) {
        return Long.MAX_VALUE;
    }

    @Override
    public void write(ArtifactWriter out) {
        encoder.write(out);
        out.matrix(VECTORS, vectors, encoder.dimensions());
        out.ints(SAID, said).floats(POPULARITY, popularity).floats(FRESHNESS, freshness);
    }

    static SemanticModel read(ArtifactReader in) {
        float[][] vectors = in.matrix(VECTORS);
        int[] said = in.ints(SAID);
        float[] popularity = in.floats(POPULARITY);
        float[] freshness = in.floats(FRESHNESS);
        if (vectors.length == 0
                || said.length != vectors.length
                || popularity.length != vectors.length
                || freshness.length != vectors.length) {
            throw corrupt(vectors.length + " vectors, " + said.length + " texts, " + popularity.length
                    + " popularities and " + freshness.length + " ages");
        }
        for (int item = 0; item < vectors.length; item++) {
            boolean shares = isShare(popularity[item]) && isShare(freshness[item]);
            if (!shares || !Vectors.allFinite(vectors[item])) {
                throw corrupt("numbers out of their range at item " + item);
            }
        }
        return new SemanticModel(TextEncoder.read(in, vectors[0].length), vectors, said, popularity, freshness);
    }

    private static boolean isShare(float value) {
        return value >= 0 && value <= 1;
    }

    private static CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException("the " + SemanticSimilarityRecipe.NAME + " model has " + what
                + ": restore it from a copy, or train the version again");
    }
}
