package dev.personalize.recipes.neighbor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import java.util.List;

/**
 * {@code user-neighbors}: what users had whose histories are like the one of the query. Stateless, safe for any number of threads.
 *
 * <p>P. Resnick, N. Iacovou, M. Suchak, P. Bergstrom, J. Riedl, "GroupLens: An Open Architecture for Collaborative Filtering of Netnews", CSCW
 * 1994, for events in place of ratings, with the cosine for a similarity. With <i>x<sub>i</sub></i> the values of the
 * query's history, <i>y<sub>vi</sub></i> those of user <i>v</i>, <i>n<sub>i</sub></i> the users of an item:
 *
 * <pre>
 * c_v = Σ_i f_i x_i y_vi     f_i = (n_i / mean n)^(-β)     |x|² = Σ_i f_i x_i²
 * cosine              s_v = c_v / (|x| |y_v| + h)
 * asymmetric-cosine   s_v = c_v / (|x|^(2-2a) |y_v|^(2a) + h)
 * jaccard             s_v = c_v / (|x|² + |y_v|² − c_v + h)
 * score of j = Σ_v s_v^q w_vj       over the k users with the greatest s_v
 * </pre>
 *
 * <i>β</i> is {@code item_exponent}: what everybody had says little; <i>h</i> is {@code shrinkage}, <i>a</i> is {@code asymmetry}, <i>q</i> is
 * {@code similarity_exponent}, <i>k</i> is {@code neighbors}. <i>w</i> is what events count for (1 unless types have weights or there is a half-life); a value is that, changed
 * by {@code weighting} as in {@link ItemNeighborsRecipe}.
 *
 * <p>Scores are above 0, in no unit, comparable within one query; what no neighbour had is NaN, so everything is for an empty history. The
 * model keeps the histories of users without their names. A user's own is compared with the query like any other: it
 * speaks for nothing but items the user had. Whoever asks is nothing but the history, so an event changes the next answer. What a
 * neighbour says of an item is shared out between the items of the history that make them neighbours, which is the explanation. Values, order and the
 * anchor are ignored.
 *
 * <p>A training copies; a query takes an addition for each user of each item of the history, and one for each item of each
 * neighbour: milliseconds where the items of the history have a million users.
 */
public final class UserNeighborsRecipe implements Recipe {
    static final String NAME = "user-neighbors";
    static final String ITEM_EXPONENT = "item_exponent";

    static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .choice(
                    ItemNeighborsRecipe.SIMILARITY,
                    ItemNeighborsRecipe.ASYMMETRIC_COSINE,
                    List.of(
                            ItemNeighborsRecipe.COSINE,
                            ItemNeighborsRecipe.ASYMMETRIC_COSINE,
                            ItemNeighborsRecipe.JACCARD),
                    true,
                    "How alike two users are that share items.")
            .number(
                    ItemNeighborsRecipe.ASYMMETRY,
                    0.6,
                    0,
                    1,
                    true,
                    "Of asymmetric-cosine: how much a neighbour pays for a long history; 0.5: as much as the query.")
            .choice(
                    ItemNeighborsRecipe.WEIGHTING,
                    ItemNeighborsRecipe.NO_WEIGHTING,
                    List.of(ItemNeighborsRecipe.NO_WEIGHTING, ItemNeighborsRecipe.TF_IDF, ItemNeighborsRecipe.BM25),
                    true,
                    "What a user's events with an item count for before users are compared.")
            .number(
                    ItemNeighborsRecipe.BM25_K1,
                    1.2,
                    0,
                    100,
                    true,
                    "Of bm25: how slowly what events count for saturates.")
            .number(
                    ItemNeighborsRecipe.BM25_B,
                    0.75,
                    0,
                    1,
                    true,
                    "Of bm25: how far the length of a history is evened out; 1 wholly.")
            .number(
                    ITEM_EXPONENT,
                    0.5,
                    0,
                    2,
                    true,
                    "How what an item says falls with its users: 0 all the same, 1 the inverse.")
            .number(
                    ItemNeighborsRecipe.SHRINKAGE,
                    0,
                    0,
                    1e6,
                    true,
                    "Items of average popularity that are added to what two users have.")
            .searched(1, 300)
            .integer(ItemNeighborsRecipe.NEIGHBORS, 100, 1, 10_000, true, "Most users that are listened to.")
            .number(
                    ItemNeighborsRecipe.SIMILARITY_EXPONENT,
                    1,
                    0.1,
                    5,
                    true,
                    "Power of the similarities: above 1 the nearest say more.")
            .recencyHalfLife()
            .popularityBias()
            .build();

    /** Creates the recipe. */
    public UserNeighborsRecipe() {}

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
        return "Items for a user: what users with similar histories had.";
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
     * Keeps the histories, both ways round.
     *
     * @throws dev.personalize.error.TrainingException if the heap is too small, both numbers named
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        String task = "train " + NAME;
        int users = data.interactions().users();
        context.cancellation().throwIfCancelled();
        context.progress().progress(task, 0, users);
        context.cancellation().throwIfCancelled();
        EventWeights weights = context.eventWeights(data);
        PreferenceMatrix pairs = weights.preferences(data.interactions());
        context.requireMemory(
                NAME,
                UserRows.bytes(pairs.size(), pairs.weighted(), pairs.rows(), pairs.columns()),
                "train on fewer events");
        Model model = new UserNeighborsModel(weights, UserRows.of(pairs), context.hyperparameters());
        context.progress().progress(task, users, users);
        return model;
    }

    @Override
    public Model read(ArtifactReader in) {
        return UserNeighborsModel.read(in);
    }
}
