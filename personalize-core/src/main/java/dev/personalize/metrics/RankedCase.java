package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Query;
import java.util.Arrays;

/**
 * What a {@link Metric} sees of one user: the question, the list that answers it, and what was to be found. Items and users are
 * positions in the indexes of {@link #train()}. The arrays are not copied and must not be changed. Immutable.
 */
public final class RankedCase {
    private final Holdout holdout;
    private final int number;
    private final Query query;
    private final int[] ranked;
    private final int[] relevant;
    private final int[] hits;

    /** @param relevant ascending and distinct */
    RankedCase(Holdout holdout, int number, Query query, int[] ranked, int[] relevant) {
        this.holdout = holdout;
        this.number = number;
        this.query = query;
        this.ranked = ranked;
        this.relevant = relevant;
        this.hits = RankingMetrics.hits(ranked, this::isRelevant);
    }

    /** {@return the user} */
    public int user() {
        return holdout.user(number);
    }

    /** {@return the data trained on, with ids and metadata} */
    public Snapshot train() {
        return holdout.train();
    }

    /** {@return the question: the history given, and for related items the item in question} */
    public Query query() {
        return query;
    }

    /** {@return the list, best first; may be shorter than asked for} */
    public int[] ranked() {
        return ranked;
    }

    /** {@return the items that were to be found, ascending and distinct; may be none} */
    public int[] relevant() {
        return relevant;
    }

    /** {@return the places, from 0, of relevant items in the list, ascending} */
    public int[] hits() {
        return hits;
    }

    /** {@return whether an item was to be found} */
    public boolean isRelevant(int item) {
        return Arrays.binarySearch(relevant, item) >= 0;
    }

    /** {@return the events asked for, of all users; this user's are {@code begin(user()) … end(user())-1}} */
    public Interactions asked() {
        return holdout.asked();
    }
}
