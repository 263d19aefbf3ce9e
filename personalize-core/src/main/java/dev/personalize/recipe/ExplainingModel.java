package dev.personalize.recipe;

import org.jspecify.annotations.Nullable;

/**
 * A model that can take its scores apart: into what each event of the history, the anchor, popularity and attributes
 * contribute. An ability a model may have; ask with {@code instanceof}. As safe for any number of threads as the model is.
 *
 * <p>The contributions to a score sum to it, within 1e-4 of the greatest absolute score that any item has for the query.
 * They say what the score consists of, not what it would be without an event: in a model that is not linear in the
 * history, an event also changes what the others weigh.
 */
public interface ExplainingModel extends Model {
    /**
     * Prepares to explain the scores of one query, which may cost as much as scoring it. Nothing is computed twice for
     * several items.
     *
     * @param query as in {@link #score(Query, float[])}; kept
     */
    Breakdown explain(Query query);

    /** The scores of one query, taken apart item by item. The same item always gets the same bits. */
    @FunctionalInterface
    interface Breakdown {
        /**
         * {@return what the score of an item consists of, all of it finite; null if the score is NaN, or if arithmetic lets it
         * be computed but not taken apart}
         *
         * @param item less than {@link Model#items()}
         */
        @Nullable Contributions of(int item);
    }
}
