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

/**
 * {@code random-walk}: where a walk of three steps ends, from a user over an item to another user and a further item, popular ends being
 * held back. Stateless, safe for any number of threads.
 *
 * <p>RP<sup>3</sup><sub>β</sub>: B. Paudel, F. Christoffel, C. Newell, A. Bernstein, "Updatable, Accurate, Diverse, and Scalable
 * Recommendations for Interactive Applications", ACM Transactions on Interactive Intelligent Systems 7 (2017); the power of the transitions
 * is P<sup>3</sup><sub>α</sub> of C. Cooper, S. H. Lee, T. Radzik, Y. Siantos, "Random Walks in Recommender Systems: Exact Computation and
 * Simulations", WWW 2014. With <i>w<sub>ui</sub></i> what a user's events with an item count for (1 unless types have weights or there is a
 * half-life), <i>n<sub>u</sub></i> and <i>n<sub>i</sub></i> its sums by user and by item:
 *
 * <pre>
 * W_ij = Σ_u (w_ui / n_i)^α (w_uj / n_u)^α / n_j^β
 * score of j = Σ_i w_i W_ij       over the distinct items i ≠ j of the query's history
 * </pre>
 *
 * <i>α</i> is {@code alpha}, <i>β</i> is {@code beta}: the greater, the less popular the answers. The paper's first step, from the user
 * asking, is the same for all items and left out. Of each <i>j</i>, the {@code neighbors} items with the greatest <i>W<sub>ij</sub></i> are
 * kept, where other implementations keep the greatest of each <i>i</i>: that was better in probes on MovieLens and Online Retail, and as good on
 * Gowalla and Amazon Beauty. What is kept is divided by <i>(Σ_j W_ij)^γ</i>, with <i>γ</i> {@code normalization}: at 1, the walk always ends somewhere.
 *
 * <p>Scores are above 0, in no unit, comparable within one query. An item is NaN if no item of the history leads to it, so everything is for
 * an empty history, and an item without events always is. An event changes the next answer, and the score is a sum over the items of the
 * history, which is its explanation. Values, order and the anchor are ignored.
 *
 * <p>Exact: one addition for each pair of items of each user, <i>Σ n<sub>u</sub>²/2</i> in all.
 */
public final class RandomWalkRecipe implements Recipe {
    static final String NAME = "random-walk";
    static final String ALPHA = "alpha";
    static final String BETA = "beta";

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .number(ALPHA, 0.5, 0, 2, true, "Power of the probability of each step: below 1 unlikely ways say more.")
            .number(BETA, 0.2, 0, 2, true, "Weights to an item are divided by its popularity to this power.")
            .integer(ItemNeighborsRecipe.NEIGHBORS, 100, 1, 10_000, true, "Most items an item is predicted from.")
            .number(
                    ItemNeighborsRecipe.NORMALIZATION,
                    0.5,
                    0,
                    1,
                    true,
                    "Weights from an item are divided by their sum to this power: 1 every item says as much in all.")
            .recencyHalfLife()
            .popularityBias()
            .build();

    /** Creates the recipe. */
    public RandomWalkRecipe() {}

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
        return "Items for a user: where walks over users and items end, popular ends held back (RP³β).";
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
     * Counts walks and keeps the best of each item.
     *
     * @throws dev.personalize.error.TrainingException if the heap is too small, both numbers named
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        Hyperparameters values = context.hyperparameters();
        double alpha = values.number(ALPHA);
        return ItemTraining.train(
                NAME,
                data,
                context,
                // Products of two are a walk over the user, but for the item it came from.
                (weight, length, rarity) -> Math.pow(weight, alpha) * Math.pow(length, -alpha / 2),
                rows -> walk(rows, alpha, values.number(BETA)),
                new Shaping(1, values.number(ItemNeighborsRecipe.NORMALIZATION)));
    }

    private static Similarity walk(RankedRows rows, double alpha, double beta) {
        double[] from = ItemTraining.powers(rows.lengths(), alpha);
        double ofMean = Math.pow(rows.meanLength(), alpha); // lengths of users were measured by their mean
        for (int item = 0; item < from.length; item++) {
            from[item] *= ofMean;
        }
        return new ScaledProducts(ItemTraining.powers(rows.lengths(), beta), from, 0, 0);
    }

    @Override
    public Model read(ArtifactReader in) {
        return ItemWeights.read(in, NAME);
    }
}
