package dev.personalize;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One item of an answer. Immutable.
 *
 * @param itemId the item
 * @param score the service's score: a softmax over all items the model scores, so that all scores sum to 1; null for items
 *     of related-items and popularity recipes unless asked for, and for those the model has no score for
 * @param probability the probability of an interaction the version was measured to have at such a score, in [0, 1]; null where it
 *     was not measured, or there is no score
 * @param reasons why the item is there when the model did not choose it: {@code "Promoted item"}, {@code "Exploration"},
 *     {@code "Popular item"}
 * @param promotionName name of the promotion it belongs to, or null for none
 * @param propensity probability with which this place went to this item, given those before it: 1 unless the campaign explores;
 *     null for promoted items. To estimate from the clicks on these answers how another campaign would have done
 * @param explanation what the score consists of; null unless asked for
 * @param metadata values of the columns asked for, as text, by column; columns without a value are absent
 */
public record RecommendedItem(
        String itemId,
        @Nullable Double score,
        @Nullable Double probability,
        List<String> reasons,
        @Nullable String promotionName,
        @Nullable Double propensity,
        @Nullable Explanation explanation,
        Map<String, String> metadata) {
    /** Copies the collections. */
    public RecommendedItem {
        reasons = List.copyOf(reasons);
        metadata = Map.copyOf(metadata);
    }
}
