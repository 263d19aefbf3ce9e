package dev.personalize;

import dev.personalize.error.InvalidInputException;
import java.util.List;

/**
 * A request to put items in order for a user. Immutable.
 *
 * @param userId the user
 * @param itemIds the items, 1 to 500, or to 50 with metadata
 * @param metadataColumns columns of the items dataset wanted with each item, at most 10
 */
public record RankingRequest(String userId, List<String> itemIds, List<String> metadataColumns) {
    private static final int MAX_ITEMS = 500;
    private static final int MAX_ITEMS_WITH_METADATA = 50;

    /**
     * Copies the lists.
     *
     * @throws InvalidInputException if a list is too long, or there are no items
     */
    public RankingRequest {
        itemIds = List.copyOf(itemIds);
        metadataColumns = List.copyOf(metadataColumns);
        int limit = metadataColumns.isEmpty() ? MAX_ITEMS : MAX_ITEMS_WITH_METADATA;
        if (itemIds.isEmpty() || itemIds.size() > limit) {
            throw new InvalidInputException("1 to " + limit + " items can be ranked"
                    + (metadataColumns.isEmpty() ? "" : " with metadata columns") + ", were " + itemIds.size());
        }
        RecommendationRequest.checkColumns(metadataColumns);
    }

    /** As the canonical constructor, without metadata. */
    public RankingRequest(String userId, List<String> itemIds) {
        this(userId, itemIds, List.of());
    }
}
