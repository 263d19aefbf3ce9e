package dev.personalize.recipes.content;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;

/**
 * {@code similar-items}: items that the same users had, and items that are alike. Stateless, safe for any number of threads.
 *
 * <p>With <i>c<sub>ij</sub></i> the number of users who had both items, <i>n<sub>i</sub></i> the number who had item <i>i</i>, and
 * <i>p<sub>ij</sub></i> what to expect of the cosine of the two before any user is counted, the score of <i>j</i> as a neighbour of
 * <i>i</i> is
 *
 * <pre>
 * s_ij = (c_ij + κ p_ij) / (√(n_i n_j) + κ) · (1 + n_j/κ)^(−δ/2)
 * </pre>
 *
 * so <i>κ</i> users of the expected kind are added to those that were seen: among items with many users it is the cosine of
 * co-occurrence, for an item nobody had it is what is expected, and it moves from the one to the other with the number of users.
 * <i>δ</i> is {@code popularity_discount_factor}; at 1 popularity has all but left the cosine, and items nobody had are no better
 * off than those with few users. Scores that are not above 0 are NaN: the items have nothing to do with each other.
 *
 * <p>What is expected is <i>p<sub>ij</sub> = v_i · v_j</i>. The vector of an item is the mean of two, weighted like users:
 *
 * <pre>
 * v_i = (n_i h_i + κ z_i) / (n_i + κ)
 * </pre>
 *
 * <i>h<sub>i</sub></i> has {@code item_id_hidden_dim} dimensions; <i>h_i · h_j</i> is the cosine of co-occurrence, as nearly as
 * so many can say it (the greatest singular vectors of users × items). <i>z<sub>i</sub></i> is what the metadata lets one expect
 * of <i>h<sub>i</sub></i>: a linear map of the metadata's own greatest singular vectors, {@code item_metadata_hidden_dim} of
 * them, fitted to items that have both. How much metadata says is measured on items left out of that fit (and <i>z</i> is made longer,
 * for means are short and items nobody had would else hardly ever be neighbours), and <i>κ</i> by how well it
 * predicts, from one half of the users, the cosines in the other. Metadata that says nothing is thereby weighed as nothing;
 * without an items dataset, the co-occurrence stands alone.
 *
 * <p>A query without an anchor (an extension: the service's recipe takes an item only) is answered with the sum over the distinct
 * items of the history. Memory: a vector and at most 500 counts an item; a query reads the vectors once.
 */
public final class SimilarItemsRecipe implements Recipe {
    static final String NAME = "similar-items";
    static final String POPULARITY_DISCOUNT_FACTOR = "popularity_discount_factor";
    static final String ITEM_ID_HIDDEN_DIM = "item_id_hidden_dim";
    static final String ITEM_METADATA_HIDDEN_DIM = "item_metadata_hidden_dim";

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .number(POPULARITY_DISCOUNT_FACTOR, 0, 0, 1, false, "Near 0 more popular items, near 1 less popular ones.")
            .integer(ITEM_ID_HIDDEN_DIM, 100, 30, 200, true, "Dimensions in which common users are summed up.")
            .integer(ITEM_METADATA_HIDDEN_DIM, 100, 30, 200, true, "Dimensions in which metadata is summed up.")
            .recencyHalfLife()
            .popularityBias()
            .build();

    /** Creates the recipe. */
    public SimilarItemsRecipe() {}

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
        return "Items related to an item: those with common users, and those with like metadata as far as it tells of common users.";
    }

    @Override
    public Approach approach() {
        return Approach.METADATA;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return SPACE;
    }

    /**
     * Trains a model.
     *
     * @throws dev.personalize.error.TrainingException if the heap is too small, both numbers named
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        return new SimilarItemsTraining(data, context).train();
    }

    @Override
    public Model read(ArtifactReader in) {
        return SimilarItemsModel.read(in);
    }
}
