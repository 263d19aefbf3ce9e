package dev.personalize.recipes.session;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.EventWeight;
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
 * {@code session-neighbors}: what happened in the sessions most like the present one. Stateless, safe for any number of threads.
 *
 * <p>VSTAN of M. Ludewig, N. Mauro, S. Latifi, D. Jannach, "Empirical Analysis of Session-Based Recommendation Algorithms", User Modeling
 * and User-Adapted Interaction 31 (2021), on the index of VMIS-kNN: B. Kersbergen, O. Sprangers, S. Schelter, "Serenade – Low-Latency Session-Based
 * Recommendation in e-Commerce at Scale", SIGMOD 2022, which keeps the <i>m</i> newest sessions of each item. Let the different items of the query be <i>s<sub>0</sub></i>,
 * <i>s<sub>1</sub></i>, … from the newest on, and those of a session <i>n</i> its positions:
 *
 * <pre>
 * w_a = e^(−a/spw) · w(event)      times earlier_weight if s_a is of an earlier session than s_0
 * sim(n) = Σ_(a: s_a in n) w_a / (√Σ w_a² · √|n|) · e^(−(now − t_n)/snh) · w(n)
 * score of j = Σ_n sim(n) · e^(−|pos_n(j) − pos_n(s_a*)|/inh) · e^(−a* /spw) · (1 + r · idf(j))      over the k most similar n with j
 *              a* = least a with s_a in n      idf(j) = ln((N + 1)/(N_j + 1))
 * </pre>
 *
 * <i>m</i> is {@code sessions_per_item}, <i>k</i> is {@code neighbors}, <i>spw</i> (and <i>ipw</i> of the paper, which is the same here) is {@code step_decay}, <i>inh</i> is {@code
 * item_decay}, <i>snh</i> is {@code age_decay_days}, <i>r</i> is {@code rarity_weight}; <i>w</i> is what events count for, that of a session the greatest of its
 * events'; <i>N</i> is the number of sessions, <i>N<sub>j</sub></i> of those with <i>j</i>; now is the time of the newest session.
 *
 * <p>A session ends where a user does nothing for {@code session_gap} minutes, or with {@code longest_session} events. Where that leaves
 * more than half of all events alone (dates without times, or data that is not of sessions), the whole history of a user is one session.
 * Within a session an item stands where it came last; events that weigh nothing are none, and sessions of one item are not kept. The query's session is
 * cut by the same rule; of a query whose times are all the same, the whole history is it.
 *
 * <p>Training is indexing, so the model goes on learning ({@link dev.personalize.recipe.LiveModel}): an event put is in the sessions that
 * the next request looks at, and items that came after the training are recommended with the first session they are in. Of the stream,
 * the newest 1,048,576 sessions are kept.
 *
 * <p>Scores are at least 0, in no unit, comparable within one query; NaN for items that are in no neighbour. Items of the query have
 * scores too, and for these the sum of <i>sim</i> is over the others: an item does not speak for itself. The anchor and values are ignored. Each score is a sum over the events of the query, which is its explanation.
 */
public final class SessionNeighborsRecipe implements Recipe {
    static final String NAME = "session-neighbors";
    static final String SESSION_GAP = "session_gap";
    static final String SESSIONS_PER_ITEM = "sessions_per_item";
    static final String NEIGHBORS = "neighbors";
    static final String QUERY_LENGTH = "query_length";
    static final String STEP_DECAY = "step_decay";
    static final String ITEM_DECAY = "item_decay";
    static final String AGE_DECAY_DAYS = "age_decay_days";
    static final String EARLIER_WEIGHT = "earlier_weight";
    static final String RARITY_WEIGHT = "rarity_weight";
    static final String LONGEST_SESSION = "longest_session";

    /** One bit of a long for each. */
    static final int LONGEST_QUERY = Long.SIZE;

    static final int MOST_NEIGHBORS = 10_000;

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .integer(SESSION_GAP, 30, 1, 525_600, false, "Minutes without an event that end a session.")
            .integer(SESSIONS_PER_ITEM, 500, 1, 100_000, true, "Newest sessions of an item that are looked at.")
            .integer(NEIGHBORS, 200, 1, MOST_NEIGHBORS, true, "Most similar sessions that are listened to.")
            .integer(QUERY_LENGTH, 20, 1, LONGEST_QUERY, true, "Newest different items of a query that are looked at.")
            .number(STEP_DECAY, 2, 0.01, 1_000, true, "Items after which an item of the query counts 1/e.")
            .number(
                    ITEM_DECAY,
                    10,
                    0.01,
                    1_000,
                    true,
                    "Items from the shared one at which an item of a neighbour counts 1/e.")
            .number(
                    AGE_DECAY_DAYS,
                    0,
                    0,
                    36_500,
                    true,
                    "Days after which a session counts 1/e; 0: sessions of any age alike.")
            .searched(1, 365)
            .number(EARLIER_WEIGHT, 0.2, 0, 1, true, "What items of earlier sessions of the query count for.")
            .number(RARITY_WEIGHT, 0.5, 0, 100, true, "What rarity adds to an item's score.")
            .integer(LONGEST_SESSION, 100, 2, 10_000, false, "Events after which a session is cut.")
            .recencyHalfLife()
            .popularityBias()
            .build();

    /** Creates the recipe. */
    public SessionNeighborsRecipe() {}

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
        return "Items for a user: what happened in the sessions most like the present one, learned from as they come.";
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
     * Cuts histories into sessions and indexes them.
     *
     * @throws dev.personalize.error.TrainingException if the heap is too small, both numbers named
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        context.cancellation().throwIfCancelled();
        context.requireMemory(
                NAME,
                SessionIndex.bytes(data.interactions().size(), data.items().size()),
                "train on fewer events");
        Hyperparameters hyperparameters = context.hyperparameters();
        EventWeights events = context.eventWeights(data);
        EventWeight weight = events == EventWeights.NONE ? EventWeight.ONE : events;
        Cut cut = new Cut(data.interactions(), weight, context);
        Settings settings = Settings.of(hyperparameters, cut.cut());
        return new SessionModel(
                cut.index(settings.sessionsPerItem()),
                settings,
                events,
                hyperparameters.number(RARITY_WEIGHT),
                hyperparameters.integer(LONGEST_SESSION));
    }

    @Override
    public Model read(ArtifactReader in) {
        return SessionModel.read(in);
    }
}
