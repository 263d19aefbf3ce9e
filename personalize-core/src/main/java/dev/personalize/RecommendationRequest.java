package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.RecipeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request for recommendations. Immutable. */
public final class RecommendationRequest {
    private static final int MAX_RESULTS = 500;
    private static final int MAX_RESULTS_WITH_METADATA = 50;
    private static final int MAX_METADATA_COLUMNS = 10;

    private final @Nullable String userId;
    private final @Nullable String itemId;
    private final int numResults;
    private final boolean excludeSeen;
    private final List<String> metadataColumns;

    private RecommendationRequest(Builder builder) {
        userId = builder.userId;
        itemId = builder.itemId;
        numResults = builder.numResults;
        excludeSeen = builder.excludeSeen;
        metadataColumns = List.copyOf(builder.metadataColumns);
        int limit = metadataColumns.isEmpty() ? MAX_RESULTS : MAX_RESULTS_WITH_METADATA;
        if (numResults < 1 || numResults > limit) {
            throw new InvalidInputException("numResults must lie in [1, " + limit + "]"
                    + (metadataColumns.isEmpty() ? "" : " with metadata columns") + ", was " + numResults);
        }
        checkColumns(metadataColumns);
    }

    static void checkColumns(List<String> columns) {
        if (columns.size() > MAX_METADATA_COLUMNS) {
            throw new InvalidInputException(
                    "at most " + MAX_METADATA_COLUMNS + " metadata columns may be asked for, were " + columns.size());
        }
    }

    /** {@return a request for 25 items for a user} */
    public static RecommendationRequest forUser(String userId) {
        return builder().userId(userId).build();
    }

    /** {@return a request for 25 items related to an item} */
    public static RecommendationRequest forItem(String itemId) {
        return builder().itemId(itemId).build();
    }

    /** {@return a builder with the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these values} */
    public Builder toBuilder() {
        Builder builder = new Builder().numResults(numResults).excludeSeen(excludeSeen);
        builder.userId = userId;
        builder.itemId = itemId;
        builder.metadataColumns = metadataColumns;
        return builder;
    }

    /** {@return the user, or null for none} */
    public @Nullable String userId() {
        return userId;
    }

    /** {@return the item in question, or null for none} */
    public @Nullable String itemId() {
        return itemId;
    }

    /** {@return the most items wanted} */
    public int numResults() {
        return numResults;
    }

    /** {@return whether items of the user's history are left out} */
    public boolean excludeSeen() {
        return excludeSeen;
    }

    /** {@return columns of the items dataset wanted with each item, unmodifiable} */
    public List<String> metadataColumns() {
        return metadataColumns;
    }

    void check(RecipeType type) {
        if (type == RecipeType.USER_PERSONALIZATION && userId == null) {
            throw new InvalidInputException("this campaign recommends items for a user: set userId");
        }
        if (type == RecipeType.RELATED_ITEMS && itemId == null && userId == null) {
            throw new InvalidInputException(
                    "this campaign recommends related items: set itemId, or userId for items related to a user's history");
        }
    }

    /** Builds a request. For one thread. */
    public static final class Builder {
        private @Nullable String userId;
        private @Nullable String itemId;
        private int numResults = 25;
        private boolean excludeSeen;
        private List<String> metadataColumns = List.of();

        private Builder() {}

        /** Sets the user. Recipes that personalize need it. */
        public Builder userId(String userId) {
            this.userId = userId;
            return this;
        }

        /**
         * Sets the item in question. Recipes for related items answer about it, or about the user's whole history when only
         * a user is set; other recipes ignore it.
         */
        public Builder itemId(String itemId) {
            this.itemId = itemId;
            return this;
        }

        /** Sets the most items wanted, 1 to 500, or to 50 with metadata. Default: 25. */
        public Builder numResults(int numResults) {
            this.numResults = numResults;
            return this;
        }

        /** Sets whether items of the user's history are left out. Default: false, as in the service. */
        public Builder excludeSeen(boolean excludeSeen) {
            this.excludeSeen = excludeSeen;
            return this;
        }

        /** Sets the columns of the items dataset wanted with each item, at most 10. Default: none. */
        public Builder metadataColumns(String... columns) {
            this.metadataColumns = List.of(columns);
            return this;
        }

        /**
         * {@return the request}
         *
         * @throws InvalidInputException if a value is out of its range
         */
        public RecommendationRequest build() {
            return new RecommendationRequest(this);
        }
    }
}
