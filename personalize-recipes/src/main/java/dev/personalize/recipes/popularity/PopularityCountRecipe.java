package dev.personalize.recipes.popularity;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;

/**
 * {@code popularity-count}: the items most users had. The score of an item is the number of distinct users with at least
 * one event of it (rounded to 24 bits), 0 for an item without events, whatever the query. Stateless, safe for any number of threads.
 *
 * <p>Training takes one pass over the events; the model holds one number an item. With weights of event types or a half-life, a
 * user counts for the greatest weight of the events with the item ({@link EventWeights}).
 */
public final class PopularityCountRecipe implements Recipe {
    private static final String NAME = "popularity-count";
    private static final String TASK = "train " + NAME;
    private static final String USERS = "users";

    /** Creates the recipe. */
    public PopularityCountRecipe() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RecipeType type() {
        return RecipeType.POPULAR_ITEMS;
    }

    @Override
    public String description() {
        return "The same items for everybody: those with the most different users.";
    }

    @Override
    public Approach approach() {
        return Approach.POPULARITY;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return HyperparameterSpace.builder().recencyHalfLife().build();
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        context.progress().progress(TASK, 0, 1);
        PreferenceMatrix preferences = context.eventWeights(data).preferences(data.interactions());
        double[] users = new double[preferences.columns()];
        for (int user = 0; user < preferences.rows(); user++) {
            context.cancellation().throwIfCancelled();
            for (int p = preferences.begin(user); p < preferences.end(user); p++) {
                users[preferences.column(p)] += preferences.weight(p);
            }
        }
        context.progress().progress(TASK, 1, 1);
        float[] rounded = new float[users.length];
        for (int item = 0; item < rounded.length; item++) {
            rounded[item] = (float) users[item];
        }
        return new Counts(rounded);
    }

    @Override
    public Model read(ArtifactReader in) {
        float[] users = in.floats(USERS);
        for (int item = 0; item < users.length; item++) {
            if (!(users[item] >= 0 && users[item] < Float.POSITIVE_INFINITY)) {
                throw new CorruptArtifactException("the " + NAME + " model has " + users[item] + " users of item "
                        + item + ": restore it from a copy, or train the version again");
            }
        }
        return new Counts(users);
    }

    /**
     * The model.
     *
     * @param users distinct users of each item, each counting for the weight of the events; shape [items]
     */
    // A record of an array: models are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Counts(float[] users) implements ExplainingModel {
        @Override
        public int items() {
            return users.length;
        }

        @Override
        public void score(Query query, float[] scores) {
            for (int item = 0; item < users.length; item++) {
                scores[item] = users[item];
            }
        }

        @Override
        public void score(Query query, int[] candidates, float[] scores) {
            for (int i = 0; i < candidates.length; i++) {
                scores[i] = users[candidates[i]];
            }
        }

        @Override
        public Breakdown explain(Query query) {
            return item -> Contributions.ofPopularity(users[item]);
        }

        @Override
        public void write(ArtifactWriter out) {
            out.floats(USERS, users);
        }
    }
}
