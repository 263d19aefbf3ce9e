package dev.personalize.recipes.neighbor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.recipes.weights.ItemWeights;
import java.util.List;

/** {@code item-neighbors}. */
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
                    COSINE,
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
            .number(SHRINKAGE, 25, 0, 1e6, true, "Users of average history that are added to what two items have.")
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
        return new ItemTraining(NAME, data, context)
                .train(
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
