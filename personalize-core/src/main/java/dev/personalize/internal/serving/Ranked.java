package dev.personalize.internal.serving;

import org.jspecify.annotations.Nullable;

/**
 * One place of an answer.
 *
 * @param itemId the item
 * @param raw the model's score, as other rules have changed it; NaN where the model has none
 * @param score softmax of the raw score, or null where there is none or none was asked for
 * @param origin why the item is there
 * @param had whether the user has had the item
 * @param promotion name of the promotion it belongs to, or null for none
 * @param propensity probability with which the place went to this item, given those before it; null where that is not known,
 *     because the item is promoted
 * @param explained why the item is there, or null when that was not asked
 */
public record Ranked(
        String itemId,
        float raw,
        @Nullable Double score,
        Origin origin,
        boolean had,
        @Nullable String promotion,
        @Nullable Double propensity,
        @Nullable Explained explained) {
    /** Why an item is in an answer. */
    public enum Origin {
        /** The model scores it among the best. */
        MODEL,
        /** It is popular, and the model has nothing to say. */
        POPULAR,
        /** It is young, and drawn to learn about it. */
        EXPLORED,
        /** Nothing is known of it. */
        UNKNOWN
    }

    static Ranked unknown(String itemId) {
        return new Ranked(itemId, Float.NaN, null, Origin.UNKNOWN, false, null, 1.0, null);
    }
}
