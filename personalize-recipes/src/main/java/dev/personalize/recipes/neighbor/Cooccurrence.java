package dev.personalize.recipes.neighbor;

import dev.personalize.data.Interactions;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.TrainingContext;

/** Counts the users items have in common, and keeps the best neighbours of each by the settings of {@code sims}. */
final class Cooccurrence {
    /** The service returns no more items to a request. */
    private static final int MOST_NEIGHBORS = 500;

    private Cooccurrence() {}

    /** {@return the neighbours of every item} */
    static Neighborhoods train(Interactions events, TrainingContext context) {
        context.cancellation().throwIfCancelled();
        Hyperparameters hyperparameters = context.hyperparameters();
        PreferenceMatrix pairs = withinPercentiles(events, hyperparameters).preferences();
        double[] discounts = discounts(pairs, hyperparameters.number(SimsRecipe.POPULARITY_DISCOUNT_FACTOR));
        int leastCommonUsers = Math.max(1, hyperparameters.integer(SimsRecipe.MIN_COINTERACTION_COUNT));
        NearestItems.Found found = NearestItems.find(
                new RankedRows(pairs, EntryValue.ONE),
                new ScaledProducts(discounts, discounts, 0, leastCommonUsers),
                MOST_NEIGHBORS,
                SimsRecipe.NAME,
                context);
        return Neighborhoods.of(found.items(), found.scores());
    }

    /** {@return {@code n_i^p} of each item; shape [items]} */
    private static double[] discounts(PreferenceMatrix pairs, double factor) {
        int[] users = pairs.rowsOfColumns();
        double[] discounts = new double[users.length];
        for (int item = 0; item < users.length; item++) {
            discounts[item] = Math.pow(users[item], factor);
        }
        return discounts;
    }

    private static Interactions withinPercentiles(Interactions events, Hyperparameters hyperparameters) {
        int[] userOf = new int[events.size()];
        int[] historyLengths = new int[events.users()];
        int[] interactionCounts = new int[events.items()];
        for (int user = 0; user < events.users(); user++) {
            historyLengths[user] = events.end(user) - events.begin(user);
            for (int p = events.begin(user); p < events.end(user); p++) {
                userOf[p] = user;
                interactionCounts[events.item(p)]++;
            }
        }
        PercentileRange lengths =
                PercentileRange.of(historyLengths, hyperparameters, SimsRecipe.MIN_HISTORY, SimsRecipe.MAX_HISTORY);
        PercentileRange counts = PercentileRange.of(
                interactionCounts, hyperparameters, SimsRecipe.MIN_INTERACTIONS, SimsRecipe.MAX_INTERACTIONS);
        return events.filter(
                p -> lengths.contains(historyLengths[userOf[p]]) && counts.contains(interactionCounts[events.item(p)]));
    }
}
