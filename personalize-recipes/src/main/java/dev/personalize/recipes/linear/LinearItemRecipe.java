package dev.personalize.recipes.linear;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.recipes.weights.ItemWeights;

/**
 * {@code linear-item}: each item predicted from the other items a user had, by weights that least squares choose. Stateless, safe for
 * any number of threads.
 *
 * <p>H. Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019 (EASE). With <i>x<sub>ui</sub></i> 1 if user
 * <i>u</i> had item <i>i</i> and 0 otherwise, and <i>n<sub>u</sub></i> the number of items of a user, it minimises
 *
 * <pre>
 * Σ_u n_u^(-β) Σ_j (x_uj − Σ_i x_ui B_ij)²  +  Σ_i λ g_i^α Σ_j B_ij²       with B_jj = 0
 *
 * G_ij = Σ_u n_u^(-β) x_ui x_uj      g_i = G_ii      P = (G + diag(λ g^α))^(-1)      B_ij = −P_ij / P_jj
 * </pre>
 *
 * <i>λ</i> is {@code regularization}, <i>α</i> is {@code item_exponent}, <i>β</i> is {@code user_exponent}; the paper has
 * <i>α</i> = <i>β</i> = 0. A regularization that grows with an item's popularity is the dropout of H. Steck, "Autoencoders that don't
 * overfit towards the Identity", NeurIPS 2020 (<i>α</i> = 1), and the scaling of items of the paper named next
 * (<i>α</i> = 0.75 there). A long history is weaker evidence that two of its items belong together than a short one: that is
 * <i>β</i>.
 *
 * <p>Above {@code exact_items} items with events, the column of <i>B</i> of each item is solved by itself among its {@code neighbors} most similar items, those with the greatest
 * <i>G<sub>ij</sub></i> for their own <i>g</i>: H. Steck, "Markov Random Fields for Collaborative Filtering", NeurIPS 2019, with one item
 * a block. With all items as neighbours that is the same <i>B</i>. There is no dense matrix of items then. Histories of more than {@code
 * max_history} items are sampled, in either case. Where products of items would take more than 1.5 GiB, the greatest of each item
 * are kept; should a neighbourhood become indefinite by that, its diagonal is raised by 1 %, 2 %, 4 % and so on until it is not.
 *
 * <p>Of each column of <i>B</i>, the {@code weights_per_item} weights of greatest absolute value are kept. The score of <i>j</i> is
 * the sum of <i>B<sub>ij</sub></i> over the distinct items <i>i</i> of the query's history, each times what its events count for (see {@link
 * EventWeights}; 1 unless types have weights or there is a half-life, in training too), in no unit, comparable within one
 * query. An item is NaN if no item of the history has a weight for it, so everything is for an empty history, and an item without
 * events always is. The user is nothing but the history: an event changes the next answer, and the weights are the explanation.
 * Values, order and the anchor are ignored.
 *
 * <p>The defaults were chosen on held-out training interactions of MovieLens 100K and 1M, Online Retail, Retail Demo Store, Amazon Beauty
 * and Gowalla, where one setting comes within 4 % of the best one for each, 6 % on the simulated one ({@code docs/benchmarks.md} of the project has the table).
 * Neighbourhoods of 200 are as good as the exact solution or better on sparse catalogues, and the exact solution is better and no
 * slower on small dense ones: hence {@code exact_items}.
 *
 * <p>Exact: <i>Σ n<sub>u</sub>²/2 + items³/2</i> multiplications and <i>2·items²</i> bytes. By neighbourhoods: <i>Σ n<sub>u</sub>² +
 * items·neighbors³/6</i> multiplications, and 8 bytes for each pair of items with a common user. A query costs an addition a weight of
 * each item of the history.
 */
public final class LinearItemRecipe implements Recipe {
    static final String NAME = "linear-item";
    static final String REGULARIZATION = "regularization";
    static final String ITEM_EXPONENT = "item_exponent";
    static final String USER_EXPONENT = "user_exponent";
    static final String WEIGHTS_PER_ITEM = "weights_per_item";
    static final String EXACT_ITEMS = "exact_items";
    static final String NEIGHBORS = "neighbors";
    static final String MAX_HISTORY = "max_history";

    /** A matrix of single precision over that many items takes 800 MB as a triangle. */
    static final int MOST_EXACT_ITEMS = 20_000;

    static final int MOST_NEIGHBORS = 2_000;

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .number(REGULARIZATION, 8, 1e-6, 1e6, true, "Weight of the squared length of an item's weights.")
            .number(
                    ITEM_EXPONENT,
                    0.5,
                    0,
                    1,
                    true,
                    "How the regularization grows with an item's events: 0 the same for all, 1 in proportion.")
            .number(
                    USER_EXPONENT,
                    0.5,
                    0,
                    1,
                    true,
                    "How a user's weight falls with the number of items: 0 the same for all, 1 the inverse.")
            .integer(WEIGHTS_PER_ITEM, 1_000, 1, 10_000, true, "Most items an item is predicted from.")
            .integer(
                    EXACT_ITEMS,
                    3_000,
                    0,
                    MOST_EXACT_ITEMS,
                    false,
                    "Greatest number of items with events that is solved at once; above it, by neighbourhoods.")
            .integer(NEIGHBORS, 200, 1, MOST_NEIGHBORS, true, "Items of a neighbourhood, where it is solved by them.")
            .searched(50, 300)
            .integer(
                    MAX_HISTORY,
                    2_000,
                    2,
                    1_000_000,
                    false,
                    "Most items of a user that are counted; of longer histories a random choice.")
            .recencyHalfLife()
            .popularityBias()
            .build();

    /** Creates the recipe. */
    public LinearItemRecipe() {}

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
        return "Items for a user: each item predicted from the others by weights (EASE).";
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
     * Trains a model.
     *
     * @throws dev.personalize.error.TrainingException if the heap is too small, both numbers named; or if the weights of an item, which is
     *     named, have no finite solution in single precision
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        context.cancellation().throwIfCancelled();
        EventWeights weights = context.eventWeights(data);
        Training training = new Training(Histories.of(data, weights, context), weights, context);
        context.requireMemory(NAME, training.peakBytes(), training.remedy());
        return training.isExact() ? new ExactWeights(training).train() : new LocalWeights(training).train();
    }

    @Override
    public Model read(ArtifactReader in) {
        return ItemWeights.read(in, NAME);
    }
}
