package dev.personalize.recipes.neighbor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.recipes.weights.ItemWeights;
import java.util.List;

/**
 * {@code item-neighbors}: items like those of the history, alike by the users they share. Stateless, safe for any number of threads.
 *
 * <p>B. Sarwar, G. Karypis, J. Konstan, J. Riedl, "Item-Based Collaborative Filtering Recommendation Algorithms", WWW 2001; M. Deshpande, G. Karypis,
 * "Item-Based Top-N Recommendation Algorithms", ACM Transactions on Information Systems 22 (2004), which has the weight of users and the
 * normalization; F. Aiolli, "Efficient Top-N Recommendation for Very Large Scale Binary Rated Datasets", RecSys 2013, for the asymmetric cosine.
 * With <i>x<sub>ui</sub></i> the value of a user's events with an item and <i>l<sub>u</sub></i> the length of the user's history, in means of that:
 *
 * <pre>
 * c_ij = Σ_u l_u^(-β) x_ui x_uj     g_i = c_ii
 * cosine              s_ij = c_ij / (√(g_i g_j) + h)
 * asymmetric-cosine   s_ij = c_ij / (g_i^a g_j^(1-a) + h)
 * jaccard             s_ij = c_ij / (g_i + g_j − c_ij + h)
 * W_ij = s_ij^q / (Σ_j s_ij^q)^γ     for the k items i with the greatest s_ij of each j, 0 for others
 * score of j = Σ_i w_i W_ij          over the distinct items i of the query's history
 * </pre>
 *
 * <i>β</i> is {@code user_exponent}, <i>h</i> is {@code shrinkage}, <i>a</i> is {@code asymmetry}, <i>k</i> is {@code neighbors}, <i>q</i> is {@code
 * similarity_exponent}, <i>γ</i> is {@code normalization}. <i>w</i> is what events count for: 1 unless types have weights or there is a half-life.
 * The value of an entry is, with <i>r<sub>i</sub> = ln(1 + users / users of i)</i>,
 *
 * <pre>
 * none     w_ui
 * tf-idf   √w_ui r_i
 * bm25     w_ui (k1 + 1) / (w_ui + k1 (1 − b + b l_u)) r_i
 * </pre>
 *
 * as in S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", Foundations and Trends in Information Retrieval 3 (2009), with
 * a user for a document. Values grow with rarity, so shrinkage means less with these two.
 *
 * <p>The nearest of each item to be recommended are kept, not the nearest of each item of a history, which was better in probes on MovieLens, Online
 * Retail and Amazon Beauty. Scores are above 0, in no unit, comparable within one query; an item is NaN if it has no neighbour in the history, so
 * everything is for an empty history, and an item without events always is. An event changes the next answer, and the score is a sum over the
 * items of the history, which is its explanation. Values of events, order and the anchor are ignored.
 *
 * <p>Exact: one addition for each pair of items of each user, <i>Σ n<sub>u</sub>²/2</i> in all; 12 bytes a pair of user and item, 20 where such pairs have
 * values of their own, 16 a neighbour. There is never a matrix of items.
 */
public final class ItemNeighborsRecipe implements Recipe {
    static final String NAME = "item-neighbors";

    static final String SIMILARITY = "similarity";
    static final String COSINE = "cosine";
    static final String ASYMMETRIC_COSINE = "asymmetric-cosine";
    static final String JACCARD = "jaccard";
    static final String ASYMMETRY = "asymmetry";
    static final String WEIGHTING = "weighting";
    static final String NO_WEIGHTING = "none";
    static final String TF_IDF = "tf-idf";
    static final String BM25 = "bm25";
    static final String BM25_K1 = "bm25_k1";
    static final String BM25_B = "bm25_b";
    static final String USER_EXPONENT = "user_exponent";
    static final String SHRINKAGE = "shrinkage";
    static final String NEIGHBORS = "neighbors";
    static final String SIMILARITY_EXPONENT = "similarity_exponent";
    static final String NORMALIZATION = "normalization";

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .choice(
                    SIMILARITY,
                    ASYMMETRIC_COSINE,
                    List.of(COSINE, ASYMMETRIC_COSINE, JACCARD),
                    true,
                    "How alike two items are that share users.")
            .number(
                    ASYMMETRY,
                    0.6,
                    0,
                    1,
                    true,
                    "Of asymmetric-cosine: how much the item of the history pays for its popularity; 0.5: both alike.")
            .choice(
                    WEIGHTING,
                    NO_WEIGHTING,
                    List.of(NO_WEIGHTING, TF_IDF, BM25),
                    true,
                    "What a user's events with an item count for before items are compared.")
            .number(BM25_K1, 1.2, 0, 100, true, "Of bm25: how slowly what events count for saturates.")
            .number(BM25_B, 0.75, 0, 1, true, "Of bm25: how far the length of a history is evened out; 1 wholly.")
            .number(
                    USER_EXPONENT,
                    1,
                    0,
                    2,
                    true,
                    "How a user's weight falls with the number of items: 0 the same for all, 1 the inverse.")
            .number(SHRINKAGE, 10, 0, 1e6, true, "Users of average history that are added to what two items have.")
            .integer(NEIGHBORS, 200, 1, 10_000, true, "Most items an item is predicted from.")
            .number(SIMILARITY_EXPONENT, 1, 0.1, 5, true, "Power of the similarities: above 1 the nearest say more.")
            .number(
                    NORMALIZATION,
                    0,
                    0,
                    1,
                    true,
                    "Weights from an item are divided by their sum to this power: 1 every item says as much in all.")
            .recencyHalfLife()
            .popularityBias()
            .build();

    /** Creates the recipe. */
    public ItemNeighborsRecipe() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RecipeType type() {
        return RecipeType.USER_PERSONALIZATION;
    }

    @Override
    public String description() {
        return "Items for a user: those like the items of the history, by the users they share.";
    }

    @Override
    public Approach approach() {
        return Approach.HISTORY;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return SPACE;
    }

    /**
     * Compares items and keeps the nearest of each.
     *
     * @throws dev.personalize.error.TrainingException if the heap is too small, both numbers named
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        Hyperparameters values = context.hyperparameters();
        return ItemTraining.train(
                NAME,
                data,
                context,
                new EventValue(values, -values.number(USER_EXPONENT) / 2),
                rows -> similarity(rows.squares(), values),
                new Shaping(values.number(SIMILARITY_EXPONENT), values.number(NORMALIZATION)));
    }

    private static Similarity similarity(double[] squares, Hyperparameters values) {
        double shrinkage = values.number(SHRINKAGE);
        String name = values.choice(SIMILARITY);
        if (name.equals(JACCARD)) {
            return new Jaccard(squares, shrinkage);
        }
        double asymmetry = name.equals(ASYMMETRIC_COSINE) ? values.number(ASYMMETRY) : 1 / 2.0;
        double[] target = ItemTraining.powers(squares, 1 - asymmetry);
        double[] source = asymmetry == 1 / 2.0 ? target : ItemTraining.powers(squares, asymmetry);
        return new ScaledProducts(target, source, shrinkage, 0);
    }

    @Override
    public Model read(ArtifactReader in) {
        return ItemWeights.read(in, NAME);
    }
}
