package dev.personalize.recipes.popularity;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Interactions;
import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import java.util.List;

/**
 * {@code trending-now}: the items whose events become more. Stateless, safe for any number of threads.
 *
 * <p>The score of an item is the number of its events in the last window minus that in the window before it, as in the service; items
 * with equal scores are ordered by how many users they had in the training, and then by position. When both windows are empty,
 * the items most users had are answered. Or the score is a {@linkplain VelocityCounts smoothed velocity}.
 *
 * <p>A campaign counts every event of anybody as it is put, items that are new included: training decides only which items are popular
 * when nothing happens. Its windows end at the time of the request. Those of the model itself, which evaluation asks, end with the newest
 * event of the training.
 */
public final class TrendingNowRecipe implements Recipe {
    static final String NAME = "trending-now";
    static final String FREQUENCY = "trend_discovery_frequency";
    static final String SCORE = "trend_score";
    static final String SMOOTHING = "velocity_smoothing";
    static final String LEAST = "min_event_count";
    static final List<String> FREQUENCIES = List.of("30 minutes", "1 hour", "2 hours", "3 hours", "1 day");
    static final String INCREASE = "increase";
    static final String VELOCITY = "velocity";

    private static final long[] SECONDS = {1_800, 3_600, 7_200, 10_800, 86_400};
    private static final String TASK = "train " + NAME;

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .choice(FREQUENCY, "2 hours", FREQUENCIES, false, "Length of the windows that are compared.")
            .featureTransformation(FREQUENCY)
            .choice(
                    SCORE,
                    INCREASE,
                    List.of(INCREASE, VELOCITY),
                    false,
                    "Events of the last window minus those of the one before, or the velocity that chance variation is taken out of.")
            .number(
                    SMOOTHING,
                    3,
                    0.1,
                    1000,
                    false,
                    "Events a window that any item may have by chance; for the velocity.")
            .integer(LEAST, 1, 1, 1000, false, "An item with fewer events has no trend.")
            .build();

    /** Creates the recipe. */
    public TrendingNowRecipe() {}

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
        return "The same items for everybody: those whose events become more, counted as they come.";
    }

    @Override
    public Approach approach() {
        return Approach.POPULARITY;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return SPACE;
    }

    /** {@return length of the windows in seconds} */
    static long seconds(String frequency) {
        return SECONDS[FREQUENCIES.indexOf(frequency)];
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        context.progress().progress(TASK, 0, 1);
        Hyperparameters asked = context.hyperparameters();
        Trends.Settings settings = new Trends.Settings(
                asked.choice(FREQUENCY), asked.choice(SCORE), asked.number(SMOOTHING), asked.integer(LEAST));
        Interactions events = data.interactions();
        long newest = Long.MIN_VALUE;
        for (int p = 0; p < events.size(); p++) {
            newest = Math.max(newest, events.timestamp(p));
        }
        TrendCounts counts = settings.counts();
        long since = newest - settings.memory();
        for (int user = 0; user < events.users(); user++) {
            context.cancellation().throwIfCancelled();
            for (int p = events.end(user) - 1; p >= events.begin(user) && events.timestamp(p) > since; p--) {
                counts.add(events.item(p), events.timestamp(p), newest);
            }
        }
        context.progress().progress(TASK, 1, 1);
        Popularity popularity = Popularity.of(events);
        float[] users = new float[data.items().size()];
        for (int item = 0; item < users.length; item++) {
            users[item] = popularity.users(item);
        }
        return new Trends(settings, users, Trends.scores(counts, users, users.length, newest));
    }

    @Override
    public Model read(ArtifactReader in) {
        return Trends.read(in);
    }
}
