package dev.personalize.recipes.sequence;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;

/**
 * {@code sequential-rules}: what comes next, from what followed the last few items in other histories. Stateless, safe for any
 * number of threads.
 *
 * <p>The sequential rules (SR) of M. Ludewig, D. Jannach, "Evaluation of Session-based Recommendation Algorithms", User Modeling and
 * User-Adapted Interaction 28 (2018), with a whole history for a session and the decay of its last events. Let the steps of user
 * <i>u</i> be <i>1 … n<sub>u</sub></i>, oldest first:
 *
 * <pre>
 * c_ij = Σ_u n_u^(-α) Σ k(q − p) w_q       over steps p of item i and q of item j ≠ i, |q − p| ≤ window
 *        k(g) = g^(-γ) for g &gt; 0,  b·|g|^(-γ) for g &lt; 0,  (1+b)/2·|g|^(-γ) for steps of the same second
 * W_ij = (c_ij / (Σ_j c_ij + s))^η · n_j^(-β)
 * score of j = Σ_p (f + (1 − f) d^age(p)) w_p W[item of p][j]       over the last {@code history_length} steps p
 * </pre>
 *
 * <i>α</i> is {@code user_exponent}, <i>γ</i> is {@code gap_exponent}, <i>b</i> is {@code backward_weight}, <i>s</i> is {@code
 * smoothing}, <i>η</i> is {@code weight_exponent}, <i>β</i> is {@code popularity_discount}, <i>d</i> is {@code decay}, <i>f</i> is
 * {@code long_term_weight}. <i>w</i> is what an event counts for (1 unless types have weights or there is a half-life), <i>n<sub>j</sub></i> the number of users of an item, the age of a
 * step the number of steps after it. The paper has <i>γ</i> = <i>η</i> = 1, <i>α</i> = <i>b</i> = <i>s</i> = <i>β</i> = 0, and looks at the last step only.
 * Three of these matter most: <i>s</i> keeps what followed a rare item once from counting as certain; <i>η</i> below 1 lets an item that is likely after
 * several of the last steps rise over one that is very likely after one; <i>β</i> asks for more than popularity.
 *
 * <p>A step is an event, or several in a row about the same item, with the greatest of their weights; events that weigh nothing are
 * none. Steps follow the times of events, and within one second the order in which they were stored. Since that need not be an order, pairs
 * of one second count the same both ways, and the steps of one second in a query share equally what their ages count for. In
 * a query whose events all have the same time, times are taken for unknown, and the order of the events for theirs.
 *
 * <p>Of each row, the {@code targets_per_item} greatest weights are kept. Scores are at least 0, in no unit, comparable within one query; an item that
 * no step leads to is NaN, so everything is for an empty history. Values and the anchor are ignored. The score is a sum over the events, which is its
 * explanation.
 *
 * <p>A training takes 2·window additions an event, a query one for each weight of its last steps.
 */
public final class SequentialRulesRecipe implements Recipe {
    static final String NAME = "sequential-rules";
    static final String WINDOW = "window";
    static final String GAP_EXPONENT = "gap_exponent";
    static final String BACKWARD_WEIGHT = "backward_weight";
    static final String USER_EXPONENT = "user_exponent";
    static final String SMOOTHING = "smoothing";
    static final String WEIGHT_EXPONENT = "weight_exponent";
    static final String POPULARITY_DISCOUNT = "popularity_discount";
    static final String TARGETS_PER_ITEM = "targets_per_item";
    static final String HISTORY_LENGTH = "history_length";
    static final String DECAY = "decay";
    static final String LONG_TERM_WEIGHT = "long_term_weight";

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .integer(WINDOW, 10, 1, 1_000, true, "Greatest number of steps between two items that count as a pair.")
            .number(GAP_EXPONENT, 0.7, 0, 3, true, "How a pair's weight falls with the steps between: 1 the inverse.")
            .number(
                    BACKWARD_WEIGHT,
                    0.2,
                    0,
                    1,
                    true,
                    "What a pair counts for against its order: 1 as much as along it.")
            .number(USER_EXPONENT, 0.2, 0, 1, true, "How a user's weight falls with the number of steps: 0 not at all.")
            .number(SMOOTHING, 100, 0, 1e6, true, "Added to what followed an item, so that rare items claim less.")
            .number(WEIGHT_EXPONENT, 0.65, 0.1, 2, true, "Power of a transition's share: below 1 many likely ones win.")
            .number(POPULARITY_DISCOUNT, 0.15, 0, 1, true, "Weights are divided by the item's users to this power.")
            .integer(TARGETS_PER_ITEM, 1_000, 1, 100_000, false, "Most items that are kept as following an item.")
            .integer(HISTORY_LENGTH, 50, 1, 1_000, true, "Newest steps of a history that are looked at.")
            .number(DECAY, 0.7, 0, 1, true, "What a step counts for compared with the one after it.")
            .number(
                    LONG_TERM_WEIGHT,
                    0.02,
                    0,
                    1,
                    true,
                    "What an old step counts for at least, where the newest counts 1.")
            .recencyHalfLife()
            .popularityBias()
            .build();

    /** Creates the recipe. */
    public SequentialRulesRecipe() {}

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
        return "Items for a user: what came after the last few items in other histories.";
    }

    @Override
    public Approach approach() {
        return Approach.ORDER;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return SPACE;
    }

    /**
     * Counts pairs and makes rows of weights of them.
     *
     * @throws dev.personalize.error.TrainingException if the heap is too small, both numbers named
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        context.cancellation().throwIfCancelled();
        context.requireMemory(NAME, Sequences.bytes(data.interactions().size()), "train on fewer events");
        Counting counting = new Counting(data, context);
        context.requireMemory(NAME, counting.bytes(), "lower " + TARGETS_PER_ITEM + " or " + WINDOW);
        return counting.train();
    }

    @Override
    public Model read(ArtifactReader in) {
        return TransitionModel.read(in);
    }
}
