package dev.personalize;

import java.util.List;

/**
 * The answer to a request. Immutable.
 *
 * @param recommendationId names this answer, at most 40 characters
 * @param items best first
 */
public record Recommendations(String recommendationId, List<RecommendedItem> items) {
    /** Copies the list. */
    public Recommendations {
        items = List.copyOf(items);
    }

    /** {@return the ids of the items, best first} */
    public List<String> itemIds() {
        return items.stream().map(RecommendedItem::itemId).toList();
    }
}
