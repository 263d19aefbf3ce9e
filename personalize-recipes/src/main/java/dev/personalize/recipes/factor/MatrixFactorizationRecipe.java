package dev.personalize.recipes.factor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.AttributeFeatures;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;

/**
 * {@code matrix-factorization}: implicit alternating least squares. Stateless, safe for any number of threads.
 *
 * <p>Y. Hu, Y. Koren, C. Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008, in the form of
 * S. Rendle, W. Krichene, L. Zhang, Y. Koren, "Revisiting the Performance of iALS on Item Recommendation Benchmarks",
 * RecSys 2022. With <i>S</i> the distinct (user, item) pairs of the events and <i>c</i> what a pair counts for, the greatest
 * weight of its events, it minimises
 *
 * <pre>
 * Σ_{(u,i) in S} c_ui (⟨w_u, h_i⟩ − 1)²  +  α₀ Σ_{u, i} ⟨w_u, h_i⟩²
 *     +  λ Σ_u (n_u + α₀·items)^ν |w_u|²  +  λ Σ_i (n_i + α₀·users)^ν |h_i|²
 * </pre>
 *
 * over vectors <i>w</i> of users and <i>h</i> of items, by turns over all <i>w</i> and over all <i>h</i>. <i>d</i> is
 * {@code factors}, <i>α₀</i> is {@code unobserved_weight}, <i>λ</i> is {@code regularization}, <i>ν</i> is
 * {@code frequency_exponent}, and <i>n</i> sums the weights of the pairs, which are 1 on average over the events. Users and items
 * without events that count are not among {@code users} and {@code items}: adding them changes nothing.
 *
 * <p>A row is solved exactly, or brought nearer to its solution from where it was, as {@code solver} says. All
 * lower the same objective.
 *
 * <p>The model keeps no users. A query's history, each item once, is solved for a vector <i>w</i> exactly whatever the
 * solver, with the weights of the training. Scores are <i>⟨w, h_i⟩</i>, 1 for a perfectly predicted interaction. Everything is
 * NaN for an empty history or one in which no item had events, and the score of an item without events is NaN
 * unless its metadata gives it a vector ({@link ColdItems}). Event
 * values, order and the anchor are ignored; types and times matter through {@link EventWeights} alone.
 *
 * <p>By default all pairs without events weigh together ten times what those with events do: the best <i>α₀</i> of MovieLens 1M and
 * Gowalla differ fortyfold, as their densities do. That and the default <i>λ</i> are a compromise over six catalogues, measured on held-out
 * training interactions. Tune the two together: what pulls vectors to zero is {@code λ·α₀·items}.
 *
 * <p>An iteration costs about <i>14·|S|·d + 4·(users + items)·d²</i> multiplications with conjugate gradients and
 * <i>|S|·d² + (users + items)·d³/6</i> exactly; memory is <i>4·d·(users + 2·items)</i> bytes and 8 bytes a pair, 16 with
 * weights, beside the data. A query costs <i>n·d²/2 + d³/6 + items·d</i> multiplications.
 */
public final class MatrixFactorizationRecipe implements Recipe {
    static final String NAME = "matrix-factorization";
    static final String FACTORS = "factors";
    static final String ITERATIONS = "iterations";
    static final String REGULARIZATION = "regularization";
    static final String UNOBSERVED_WEIGHT = "unobserved_weight";
    static final String SOLVER = "solver";
    static final String FREQUENCY_EXPONENT = "frequency_exponent";
    static final String ITEM_FEATURES = "item_features";
    static final String USER_FEATURES = "user_features";
    static final String USER_PRIOR_EVENTS = "user_prior_events";
    static final String PRIOR_REGULARIZATION = "prior_regularization";
    static final String COLD_ITEM_BOOST = "cold_item_boost";

    static final int MOST_FACTORS = 1024;

    private static final String TASK = "train " + NAME;
    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .integer(FACTORS, 64, 1, MOST_FACTORS, true, "Length of the vectors.")
            .integer(ITERATIONS, 16, 1, 200, true, "How often the vectors of all users and items are solved.")
            .searched(8, 32)
            .number(REGULARIZATION, 0.01, 1e-9, 10, true, "Weight of the squared length of the vectors.")
            .number(
                    UNOBSERVED_WEIGHT,
                    0,
                    0,
                    10,
                    true,
                    "Weight of the pairs without events, against 1; 0: ten times the share of pairs that have some.")
            .searched(0.001, 1)
            .number(
                    FREQUENCY_EXPONENT,
                    1,
                    0,
                    1,
                    true,
                    "How the penalty of a vector grows with its interactions: 1 in proportion, 0 not at all.")
            .choice(
                    SOLVER,
                    "auto",
                    Solver.names(),
                    false,
                    "How a vector is solved in training: exactly, by a few steps from where it was, or some dimensions at a time.")
            .bool(
                    ITEM_FEATURES,
                    true,
                    false,
                    "Whether items without events get vectors from their metadata, if there is any.")
            .bool(
                    USER_FEATURES,
                    true,
                    false,
                    "Whether users with few events are near what their metadata lets one expect, if there is any.")
            .number(USER_PRIOR_EVENTS, 10, 1e-3, 1e6, true, "After how many events the metadata of a user counts half.")
            .number(
                    PRIOR_REGULARIZATION,
                    5,
                    1e-3,
                    1e6,
                    true,
                    "How many items or users have to have a value of the metadata for half of what they say to be believed.")
            .number(
                    COLD_ITEM_BOOST,
                    1,
                    0,
                    2,
                    true,
                    "How far the vectors of items without events are stretched: 0 not at all, 1 to the length of others.")
            .epochs(ITERATIONS)
            .recencyHalfLife()
            .popularityBias()
            .build();

    /** Creates the recipe. */
    public MatrixFactorizationRecipe() {}

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
        return "Items for a user: implicit alternating least squares, with users folded in when they ask.";
    }

    @Override
    public Approach approach() {
        return Approach.HISTORY;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return SPACE;
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        Hyperparameters hyperparameters = context.hyperparameters();
        EventWeights weights = context.eventWeights(data);
        int d = hyperparameters.integer(FACTORS);
        AttributeFeatures userFeatures = Prior.features(
                hyperparameters.bool(USER_FEATURES),
                data.userAttributes(),
                data.users().size());
        AttributeFeatures itemFeatures = Prior.features(
                hyperparameters.bool(ITEM_FEATURES),
                data.itemAttributes(),
                data.items().size());
        context.requireMemory(
                NAME,
                AlternatingLeastSquares.bytes(data.interactions(), weights, d)
                        + Prior.bytes(userFeatures, d)
                        + Prior.bytes(itemFeatures, d),
                "lower " + FACTORS);
        AlternatingLeastSquares training =
                new AlternatingLeastSquares(weights.preferences(data.interactions()), context);
        double regularization = hyperparameters.number(PRIOR_REGULARIZATION);
        Prior ofItems = Prior.of(itemFeatures, training.itemPenalties(), regularization, d);
        training.pullItemsTo(ofItems);
        int iterations = hyperparameters.integer(ITERATIONS);
        context.progress().progress(TASK, 0, iterations);
        for (int iteration = 0; iteration < iterations; iteration++) {
            training.iterate();
            context.progress().progress(TASK, iteration + 1, iterations);
        }
        Prior ofUsers = Prior.of(userFeatures, training.userPenalties(), regularization, d);
        if (ofUsers != null) {
            ofUsers.fit(training.userFactors(), context.parallel());
        }
        float[][] itemFactors = training.itemFactors();
        int[] withoutEvents = ofItems == null
                ? new int[0]
                : ColdItems.fill(ofItems, hyperparameters.number(COLD_ITEM_BOOST), itemFactors);
        UserPrior prior = UserPrior.of(ofUsers, hyperparameters.number(USER_PRIOR_EVENTS));
        FactorModel model =
                FactorModel.of(itemFactors, withoutEvents, training.penalty(), weights, prior, d, context.parallel());
        return prior == null || PriorTrial.passed(model, data, context.parallel()) ? model : model.withoutPrior();
    }

    @Override
    public Model read(ArtifactReader in) {
        return FactorModel.read(in);
    }
}
