package dev.personalize.recipes.factor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
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
 * RecSys 2022. With <i>S</i> the distinct (user, item) pairs of the events, each counted once, it minimises
 *
 * <pre>
 * Σ_{(u,i) in S} (⟨w_u, h_i⟩ − 1)²  +  α₀ Σ_{u, i} ⟨w_u, h_i⟩²
 *     +  λ Σ_u (n_u + α₀·items) |w_u|²  +  λ Σ_i (n_i + α₀·users) |h_i|²
 * </pre>
 *
 * over vectors <i>w</i> of users and <i>h</i> of items, by turns exactly over all <i>w</i> and over all <i>h</i>.
 * <i>d</i> is {@code factors}, <i>α₀</i> is {@code unobserved_weight}, <i>λ</i> is {@code regularization}, <i>n</i> counts
 * pairs, and the paper's exponent ν of the frequency-scaled regularization is 1. Users and items without events do not count
 * among {@code users} and {@code items}: adding them changes nothing.
 *
 * <p>The model keeps no users. A query's history, each item once, is solved for a vector <i>w</i> exactly as a training
 * user is, so for the same history it is what another half iteration would give. Scores are <i>⟨w, h_i⟩</i>, 1 for a
 * perfectly predicted interaction. Everything is NaN for an empty history or one in which no item had events, and the
 * score of an item without events is always NaN. Event types, values, times, order and the anchor are ignored.
 *
 * <p>The defaults of the two weights are a compromise between catalogues: over MovieLens 1M, Online Retail and Gowalla they
 * lose the least on average against settings chosen for each, measured on held-out training interactions. A large, sparse
 * catalogue (Gowalla: 41,000 items) wants less {@code unobserved_weight}, 0.01, and fewer iterations, 3 or 4; a dense one
 * more {@code regularization}, 0.01. Tune the two together: what pulls vectors to zero is {@code λ·α₀·items}.
 *
 * <p>An iteration costs about <i>|S|·d²</i> multiplications plus <i>(users + items)·d³/6</i>; memory is
 * <i>4·d·(users + 2·items)</i> bytes beside the data. A query costs <i>n·d²/2 + d³/6 + items·d</i> multiplications.
 */
public final class MatrixFactorizationRecipe implements Recipe {
    static final String NAME = "matrix-factorization";
    static final String FACTORS = "factors";
    static final String ITERATIONS = "iterations";
    static final String REGULARIZATION = "regularization";
    static final String UNOBSERVED_WEIGHT = "unobserved_weight";
    static final String SOLVER = "solver";
    static final String FREQUENCY_EXPONENT = "frequency_exponent";

    static final int MOST_FACTORS = 1024;

    private static final String TASK = "train " + NAME;
    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .integer(FACTORS, 64, 1, MOST_FACTORS, true, "Length of the vectors.")
            .integer(ITERATIONS, 16, 1, 200, true, "How often the vectors of all users and items are solved.")
            .number(REGULARIZATION, 0.002, 1e-9, 10, true, "Weight of the squared length of the vectors.")
            .number(UNOBSERVED_WEIGHT, 0.1, 1e-6, 10, true, "Weight of the pairs without events, against 1.")
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
    public HyperparameterSpace hyperparameters() {
        return SPACE;
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        Hyperparameters hyperparameters = context.hyperparameters();
        EventWeights weights = context.eventWeights(data);
        int d = hyperparameters.integer(FACTORS);
        context.requireMemory(NAME, AlternatingLeastSquares.bytes(data.interactions(), weights, d), "lower " + FACTORS);
        AlternatingLeastSquares training =
                new AlternatingLeastSquares(weights.preferences(data.interactions()), context);
        int iterations = hyperparameters.integer(ITERATIONS);
        context.progress().progress(TASK, 0, iterations);
        for (int iteration = 0; iteration < iterations; iteration++) {
            training.iterate();
            context.progress().progress(TASK, iteration + 1, iterations);
        }
        return FactorModel.of(training.itemFactors(), training.penalty(), weights, d, context.parallel());
    }

    @Override
    public Model read(ArtifactReader in) {
        return FactorModel.read(in);
    }
}
