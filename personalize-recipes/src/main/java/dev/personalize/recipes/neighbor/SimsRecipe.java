package dev.personalize.recipes.neighbor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;

/**
 * {@code sims}: items that the same users had. Stateless, safe for any number of threads.
 *
 * <p>With <i>c<sub>ij</sub></i> the number of distinct users who had both items and <i>n<sub>i</sub></i> the number who had
 * item <i>i</i>, the score of <i>j</i> as a neighbour of <i>i</i> is
 *
 * <pre>
 * c_ij / (n_i · n_j)^p
 * </pre>
 *
 * with <i>p</i> the popularity discount factor. At 0 it is the plain count, so popular items lead; at 1/2 the cosine; at 1
 * it is proportional to how much more often than by chance the two meet, regardless of popularity. The mean popularity of
 * the best neighbours never rises with <i>p</i>. The form of B. Sarwar, G. Karypis, J. Konstan, J. Riedl, "Item-Based
 * Collaborative Filtering Recommendation Algorithms", WWW 2001, with the service's hyperparameters.
 *
 * <p>A query with an anchor is answered with the anchor's neighbours, at most 500, and NaN for every other item, the
 * anchor included. A query without one (an extension: the service's recipe takes an item only) is answered with the sum
 * over the distinct items of the history. An item that had no events or was filtered out has no neighbours; where nothing
 * is left, all scores are NaN.
 *
 * <p>What the hyperparameters do. Users are dropped whose number of events lies outside the percentiles of history length,
 * and items whose number of events (of all users, repeated ones included) lies outside the percentiles of interaction
 * count; both are counted before anything is dropped. Then pairs are dropped with fewer than the minimum of common users.
 * The percentile <i>q</i> of a list is its nearest rank: the value at place <i>⌈q·n⌉</i>, at least 1, of the <i>n</i>
 * values in ascending order; users and items without events are not in the list. Values equal to a bound stay.
 *
 * <p><b>The default upper percentile of items is 0.9: the tenth of items with the most interactions is neither recommended
 * nor has neighbours.</b> Set {@code max_item_interaction_count_percentile} to 1 to keep them.
 *
 * <p>Exact: one counter an item is raised for every pair of items of every user, <i>Σ n<sub>u</sub>²</i> steps in all.
 */
public final class SimsRecipe implements Recipe {
    static final String NAME = "sims";

    static final String POPULARITY_DISCOUNT_FACTOR = "popularity_discount_factor";
    static final String MIN_COINTERACTION_COUNT = "min_cointeraction_count";
    static final String MIN_HISTORY = "min_user_history_length_percentile";
    static final String MAX_HISTORY = "max_user_history_length_percentile";
    static final String MIN_INTERACTIONS = "min_item_interaction_count_percentile";
    static final String MAX_INTERACTIONS = "max_item_interaction_count_percentile";

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .number(
                    POPULARITY_DISCOUNT_FACTOR,
                    0.5,
                    0,
                    1,
                    true,
                    "0 lets popular items lead, 1 looks at correlation regardless of popularity.")
            .integer(MIN_COINTERACTION_COUNT, 3, 0, 10, true, "Fewest users two neighbours have in common.")
            .number(MIN_HISTORY, 0.005, 0, 1, false, "Users with fewer events than this percentile are left out.")
            .number(MAX_HISTORY, 0.995, 0, 1, false, "Users with more events than this percentile are left out.")
            .number(MIN_INTERACTIONS, 0.01, 0, 1, false, "Items with fewer events than this percentile are left out.")
            .number(MAX_INTERACTIONS, 0.9, 0, 1, false, "Items with more events than this percentile are left out.")
            .featureTransformation(MIN_HISTORY, MAX_HISTORY, MIN_INTERACTIONS, MAX_INTERACTIONS)
            .popularityBias()
            .build();

    /** Creates the recipe. */
    public SimsRecipe() {}

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
        return "Items related to an item: those that the same users had.";
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
     * Counts, filters and keeps the best neighbours of each item.
     *
     * @throws dev.personalize.error.InvalidInputException if a lower percentile exceeds its upper one
     */
    @Override
    public Model train(Snapshot data, TrainingContext context) {
        return Cooccurrence.train(data.interactions(), context);
    }

    @Override
    public Model read(ArtifactReader in) {
        return Neighborhoods.read(in);
    }
}
