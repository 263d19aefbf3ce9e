package dev.personalize;

import dev.personalize.error.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to put items in order for a user. Immutable. */
public final class RankingRequest {
    private static final int MAX_ITEMS = 500;

    private final @Nullable String userId;
    private final List<String> itemIds;
    private final List<Event> history;
    private final @Nullable String filter;
    private final Map<String, String> filterValues;
    private final Map<String, String> context;
    private final Map<String, Double> relevance;
    private final double personalWeight;
    private final List<String> metadataColumns;
    private final boolean explanations;

    private RankingRequest(Builder builder) {
        userId = builder.userId;
        itemIds = List.copyOf(builder.itemIds);
        history = List.copyOf(builder.history);
        filter = builder.filter;
        filterValues = Map.copyOf(builder.filterValues);
        context = Map.copyOf(builder.context);
        relevance = Map.copyOf(builder.relevance);
        personalWeight = builder.personalWeight;
        metadataColumns = List.copyOf(builder.metadataColumns);
        explanations = builder.explanations;
        check();
    }

    private void check() {
        int limit = RequestRules.most(MAX_ITEMS, metadataColumns);
        if (itemIds.isEmpty() || itemIds.size() > limit) {
            throw new InvalidInputException("1 to " + limit + " items can be ranked"
                    + (metadataColumns.isEmpty() ? "" : " with metadata columns") + ", were " + itemIds.size());
        }
        if (userId == null && history.isEmpty()) {
            throw new InvalidInputException("items are ranked for a user: set userId, or a history");
        }
        if (userId != null) {
            RequestRules.checkId("userId", userId);
        }
        itemIds.forEach(itemId -> RequestRules.checkId("an itemId", itemId));
        RequestRules.checkColumns(metadataColumns);
        RequestRules.checkContext(context);
        RequestRules.checkFilterValues(filterValues);
        RequestRules.checkHistory(history);
        RequestRules.checkShare("personalWeight", personalWeight);
        relevance.forEach((itemId, value) -> {
            if (!Double.isFinite(value)) {
                throw new InvalidInputException(
                        "the relevance of item '" + itemId + "' must be a finite number, was " + value);
            }
        });
        if (filter == null && !filterValues.isEmpty()) {
            throw new InvalidInputException(
                    "filter values " + filterValues.keySet() + " were given without a filter: name the filter too");
        }
    }

    /** {@return a request to put these items, 1 to 500, in order for a user} */
    public static RankingRequest of(String userId, List<String> itemIds) {
        return builder(itemIds).userId(userId).build();
    }

    /** {@return a builder for a request to put these items in order, 1 to 500, or to 50 with metadata} */
    public static Builder builder(List<String> itemIds) {
        return new Builder(itemIds);
    }

    /** {@return the user, or null for somebody who has only a {@link #history}} */
    public @Nullable String userId() {
        return userId;
    }

    /** {@return the items, unmodifiable} */
    public List<String> itemIds() {
        return itemIds;
    }

    /** {@return events that count as the user's for this request only, unmodifiable} */
    public List<Event> history() {
        return history;
    }

    /** {@return name of the filter, or null for none} */
    public @Nullable String filter() {
        return filter;
    }

    /** {@return values of the filter's parameters, unmodifiable} */
    public Map<String, String> filterValues() {
        return filterValues;
    }

    /** {@return the circumstances by column of the interactions, unmodifiable} */
    public Map<String, String> context() {
        return context;
    }

    /** {@return the scores of a search by item, unmodifiable; empty when the order is personal alone} */
    public Map<String, Double> relevance() {
        return relevance;
    }

    /** {@return how much the personal order counts against the relevance, in [0, 1]} */
    public double personalWeight() {
        return personalWeight;
    }

    /** {@return columns of the items dataset wanted with each item, unmodifiable} */
    public List<String> metadataColumns() {
        return metadataColumns;
    }

    /** {@return whether each item is to tell why it is where it is} */
    public boolean explanations() {
        return explanations;
    }

    /** Builds a request. For one thread. */
    public static final class Builder {
        private final List<String> itemIds;
        private @Nullable String userId;
        private List<Event> history = List.of();
        private @Nullable String filter;
        private final Map<String, String> filterValues = new LinkedHashMap<>();
        private final Map<String, String> context = new LinkedHashMap<>();
        private Map<String, Double> relevance = Map.of();
        private double personalWeight = 1;
        private List<String> metadataColumns = List.of();
        private boolean explanations;

        private Builder(List<String> itemIds) {
            this.itemIds = itemIds;
        }

        /** Sets the user, 1 to 256 characters; required unless there is a {@link #history}. */
        public Builder userId(String userId) {
            this.userId = userId;
            return this;
        }

        /** Sets events that count as if the user had them, for this request only. At most 1000. Default: none. */
        public Builder history(List<Event> events) {
            this.history = events;
            return this;
        }

        /** Sets the name of a filter of the dataset group; items it does not let pass are left out. Default: none. */
        public Builder filter(String name) {
            this.filter = name;
            return this;
        }

        /** Sets the value of a parameter of the filter, as text: {@code "\"drama\",\"comedy\""} or {@code "20"}. */
        public Builder filterValue(String parameter, String value) {
            filterValues.put(parameter, value);
            return this;
        }

        /** Sets the circumstances: values of metadata columns of the interactions, at most 150. Default: none. */
        public Builder context(Map<String, String> values) {
            context.putAll(values);
            return this;
        }

        /**
         * Blends the order of a search with the personal one.
         *
         * @param scores of the search, by item, any finite numbers, higher is better; items without one come last in its order
         * @param personalWeight in [0, 1]: 0 is the order of the search, 1 the personal order
         */
        public Builder relevance(Map<String, Double> scores, double personalWeight) {
            this.relevance = scores;
            this.personalWeight = personalWeight;
            return this;
        }

        /** Sets the columns of the items dataset wanted with each item, at most 10. Default: none. */
        public Builder metadataColumns(String... columns) {
            this.metadataColumns = List.of(columns);
            return this;
        }

        /** Sets whether each item tells why it is where it is. Default: false. */
        public Builder explanations(boolean explanations) {
            this.explanations = explanations;
            return this;
        }

        /**
         * {@return the request}
         *
         * @throws InvalidInputException if a value is out of its range
         */
        public RankingRequest build() {
            return new RankingRequest(this);
        }
    }
}
