package dev.personalize;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One item of an answer. Immutable.
 *
 * @param itemId the item
 * @param score the service's score: a softmax over all items the model scores, so that all scores sum to 1; null for items
 *     of related-items and popularity recipes, and for those that are there for their popularity
 * @param reasons why the item is there when the model did not choose it: {@code "Popular item"}
 * @param metadata values of the columns asked for, as text, by column; columns without a value are absent
 */
public record RecommendedItem(
        String itemId, @Nullable Double score, List<String> reasons, Map<String, String> metadata) {
    /** Copies the collections. */
    public RecommendedItem {
        reasons = List.copyOf(reasons);
        metadata = Map.copyOf(metadata);
    }
}
