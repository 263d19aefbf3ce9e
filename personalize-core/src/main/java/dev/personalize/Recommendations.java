package dev.personalize;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request. Immutable.
 *
 * @param recommendationId names this answer, at most 40 characters
 * @param items best first
 * @param why why there are fewer items than were asked for, or null when there are as many
 */
public record Recommendations(
        String recommendationId,
        List<RecommendedItem> items,
        @Nullable Shortfall why) {
    /** Copies the list. */
    public Recommendations {
        items = List.copyOf(items);
    }

    /** {@return the ids of the items, best first} */
    public List<String> itemIds() {
        return items.stream().map(RecommendedItem::itemId).toList();
    }

    /** {@return why there are fewer items than were asked for; empty when there are as many} */
    public Optional<Shortfall> shortfall() {
        return Optional.ofNullable(why);
    }
}
