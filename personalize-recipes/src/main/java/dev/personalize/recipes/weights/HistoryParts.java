package dev.personalize.recipes.weights;

import dev.personalize.data.WeightedItems;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.DistinctItems;
import dev.personalize.recipe.Query;
import java.util.Arrays;

/** Hands what the items of a weighted history contribute to a score back to the events of the query. Immutable. */
public final class HistoryParts {
    private final DistinctItems past;
    private final WeightedItems history;

    /**
     * @param query its array of items is kept
     * @param history what its events count for, by item
     */
    public HistoryParts(Query query, WeightedItems history) {
        this.past = new DistinctItems(query);
        this.history = history;
    }

    /**
     * {@return a score made of the items}
     *
     * @param contributions of each item of the weighted history; shape [at least its size]
     */
    public Contributions of(double[] contributions) {
        return past.contributions(item -> {
            int i = Arrays.binarySearch(history.items(), 0, history.size(), item);
            return i < 0 ? 0 : contributions[i]; // an item whose events count for nothing is not in it
        });
    }
}
