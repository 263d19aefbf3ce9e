package dev.personalize.recipes.content;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import java.util.List;

/**
 * {@code semantic-similarity}: items whose names, texts and categories say the same. Learns from the Items dataset alone, which
 * must have a name ({@code itemName}) and a text ({@code textual}). Stateless, safe for any number of threads.
 *
 * <p>The score of an item is the cosine of two vectors of length 1, in [-1, 1]; NaN for an item that says nothing that is known.
 * By default the vectors are made here, from the texts alone and without any download: the n-grams of words and characters that
 * at least two items have, weighted by how rare they are (G. Salton, C. Buckley, "Term-weighting approaches in automatic text
 * retrieval", Information Processing &amp; Management 24(5), 1988), and projected on their greatest singular vectors, as in S.
 * Deerwester, S. T. Dumais, G. W. Furnas, T. K. Landauer, R. Harshman, "Indexing by Latent Semantic Analysis", Journal of the
 * American Society for Information Science 41(6), 1990. The projection is part of the model, so a text of tomorrow gets a vector
 * among those of today. With {@code text_vectors} {@code installed}, they are those of the application's own {@link
 * dev.personalize.recipe.TextEmbedding}.
 *
 * <p>A query without an anchor (an extension: the service's recipe takes an item only) is answered with the sum over the distinct
 * items of the history. Popularity and freshness influence answers only where a campaign says so, see {@link
 * dev.personalize.recipe.InfluencedModel}: popularity is {@code ln(1 + users) / ln(1 + most users)}, freshness goes in equal
 * steps from the oldest creation to the newest.
 */
public final class SemanticSimilarityRecipe implements Recipe {
    static final String NAME = "semantic-similarity";
    static final String TEXT_VECTORS = "text_vectors";
    static final String DIMENSIONS = "dimensions";
    static final String LOCAL = "local";
    static final String INSTALLED = "installed";

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .choice(
                    TEXT_VECTORS,
                    LOCAL,
                    List.of(LOCAL, INSTALLED),
                    false,
                    "Whether vectors are made here, or by the application's TextEmbedding.")
            .integer(DIMENSIONS, 128, 16, 512, true, "Length of the vectors, where they are made here.")
            .build();

    /** Creates the recipe. */
    public SemanticSimilarityRecipe() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RecipeType type() {
        return RecipeType.RELATED_ITEMS;
    }

    @Override
    public String description() {
        return "Items related to an item: those whose names, texts and categories say the same, without any events.";
    }

    @Override
    public Approach approach() {
        return Approach.METADATA;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return SPACE;
    }

    @Override
    public boolean needsInteractions() {
        return false;
    }

    /**
     * Trains a model.
     *
     * @throws dev.personalize.error.TrainingException if the items have no name or no text; if vectors are to come from an
     *     embedding and there is not exactly one, or it gives vectors of different lengths; or if the heap is too small, both numbers named
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        return new SemanticTraining(data, context).train();
    }

    @Override
    public Model read(ArtifactReader in) {
        return SemanticModel.read(in);
    }
}
