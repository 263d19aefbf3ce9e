package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.RecipeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request for recommendations. Immutable. */
public final class RecommendationRequest {
    private static final int MAX_RESULTS = 500;

    private final @Nullable String userId;
    private final @Nullable String itemId;
    private final int numResults;
    private final List<Event> history;
    private final Consumed consumed;
    private final @Nullable String filter;
    private final Map<String, String> filterValues;
    private final Map<String, String> context;
    private final List<Promotion> promotions;
    private final double diversity;
    private final Map<String, Integer> categoryCaps;
    private final List<String> metadataColumns;
    private final boolean scores;
    private final boolean explanations;

    private RecommendationRequest(Builder builder) {
        userId = builder.userId;
        itemId = builder.itemId;
        numResults = builder.numResults;
        history = List.copyOf(builder.history);
        consumed = builder.consumed;
        filter = builder.filter;
        filterValues = Map.copyOf(builder.filterValues);
        context = Map.copyOf(builder.context);
        promotions = List.copyOf(builder.promotions);
        diversity = builder.diversity;
        categoryCaps = Map.copyOf(builder.categoryCaps);
        metadataColumns = List.copyOf(builder.metadataColumns);
        scores = builder.scores;
        explanations = builder.explanations;
        check();
    }

    private void check() {
        int limit = RequestRules.most(MAX_RESULTS, metadataColumns);
        if (numResults < 1 || numResults > limit) {
            throw new InvalidInputException("numResults must lie in [1, " + limit + "]"
                    + (metadataColumns.isEmpty() ? "" : " with metadata columns") + ", was " + numResults);
        }
        if (userId != null) {
            RequestRules.checkId("userId", userId);
        }
        if (itemId != null) {
            RequestRules.checkId("itemId", itemId);
        }
        RequestRules.checkColumns(metadataColumns);
        RequestRules.checkContext(context);
        RequestRules.checkFilterValues(filterValues);
        RequestRules.checkHistory(history);
        RequestRules.checkPromotions(promotions, numResults);
        RequestRules.checkShare("diversity", diversity);
        RequestRules.checkCaps(categoryCaps);
        if (filter == null && !filterValues.isEmpty()) {
            throw new InvalidInputException(
                    "filter values " + filterValues.keySet() + " were given without a filter: name the filter too");
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
        Builder builder = new Builder()
                .numResults(numResults)
                .history(history)
                .consumed(consumed)
                .filterValues(filterValues)
                .context(context)
                .diversity(diversity)
                .scores(scores)
                .explanations(explanations);
        builder.userId = userId;
        builder.itemId = itemId;
        builder.filter = filter;
        builder.promotions.addAll(promotions);
        builder.categoryCaps.putAll(categoryCaps);
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

    /** {@return events that count as the user's for this request only, unmodifiable} */
    public List<Event> history() {
        return history;
    }

    /** {@return what becomes of items the user has had} */
    public Consumed consumed() {
        return consumed;
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

    /** {@return the promotions, unmodifiable} */
    public List<Promotion> promotions() {
        return promotions;
    }

    /** {@return how different the items of the answer are to be, in [0, 1]} */
    public double diversity() {
        return diversity;
    }

    /** {@return the most items of one value of a column, by column, unmodifiable} */
    public Map<String, Integer> categoryCaps() {
        return categoryCaps;
    }

    /** {@return columns of the items dataset wanted with each item, unmodifiable} */
    public List<String> metadataColumns() {
        return metadataColumns;
    }

    /** {@return whether scores are wanted where the service gives none} */
    public boolean scores() {
        return scores;
    }

    /** {@return whether each item is to tell why it is there} */
    public boolean explanations() {
        return explanations;
    }

    void check(RecipeType type) {
        if (type == RecipeType.PERSONALIZED_RANKING) {
            throw new InvalidInputException(
                    "this campaign puts given items in order: call rank with them, or create one of a recipe that recommends items");
        }
        if (type == RecipeType.USER_PERSONALIZATION && userId == null && history.isEmpty()) {
            throw new InvalidInputException("this campaign recommends items for a user: set userId, or a history");
        }
        if (type == RecipeType.RELATED_ITEMS && itemId == null && userId == null && history.isEmpty()) {
            throw new InvalidInputException(
                    "this campaign recommends related items: set itemId, or userId for items related to a user's history");
        }
    }

    /** Builds a request. For one thread. */
    public static final class Builder {
        private @Nullable String userId;
        private @Nullable String itemId;
        private int numResults = 25;
        private List<Event> history = List.of();
        private Consumed consumed = Consumed.ALLOWED;
        private @Nullable String filter;
        private final Map<String, String> filterValues = new LinkedHashMap<>();
        private final Map<String, String> context = new LinkedHashMap<>();
        private final List<Promotion> promotions = new ArrayList<>();
        private double diversity;
        private final Map<String, Integer> categoryCaps = new LinkedHashMap<>();
        private List<String> metadataColumns = List.of();
        private boolean scores;
        private boolean explanations;

        private Builder() {}

        /** Sets the user, 1 to 256 characters. Recipes that personalize need it, or a {@link #history}. */
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

        /**
         * Sets events that count as if the user had them, for this request only; nothing is stored. With a {@link #userId} they come
         * on top of what is known of him. At most 1000. Default: none.
         */
        public Builder history(List<Event> events) {
            this.history = events;
            return this;
        }

        /** Sets what becomes of items the user has had. Default: {@link Consumed#ALLOWED}, as in the service. */
        public Builder consumed(Consumed consumed) {
            this.consumed = consumed;
            return this;
        }

        /** Sets the name of a filter of the dataset group. Default: none. */
        public Builder filter(String name) {
            this.filter = name;
            return this;
        }

        /** Sets the value of a parameter of the filter, as text: {@code "\"drama\",\"comedy\""} or {@code "20"}. */
        public Builder filterValue(String parameter, String value) {
            filterValues.put(parameter, value);
            return this;
        }

        /** Sets values of several parameters of the filter, at most 25. */
        public Builder filterValues(Map<String, String> values) {
            filterValues.putAll(values);
            return this;
        }

        /** Sets the circumstances: values of metadata columns of the interactions, at most 150. Default: none. */
        public Builder context(Map<String, String> values) {
            context.putAll(values);
            return this;
        }

        /** Adds a promotion. Several may be added, with different names; together they get at most the whole answer. */
        public Builder promotion(Promotion promotion) {
            promotions.add(promotion);
            return this;
        }

        /**
         * Sets how different the items of the answer are to be, from 0, the best items whatever they are, to 1, the most different
         * ones among the good. Items are alike when their categorical metadata is. Default: 0.
         */
        public Builder diversity(double diversity) {
            this.diversity = diversity;
            return this;
        }

        /** Sets that no more items than this share one value of a column of the items dataset. Default: no bound. */
        public Builder maxPerCategory(String column, int items) {
            categoryCaps.put(column, items);
            return this;
        }

        /** Sets the columns of the items dataset wanted with each item, at most 10. Default: none. */
        public Builder metadataColumns(String... columns) {
            this.metadataColumns = List.of(columns);
            return this;
        }

        /** Sets whether related items and popular ones have scores too, where the service gives none. Default: false. */
        public Builder scores(boolean scores) {
            this.scores = scores;
            return this;
        }

        /** Sets whether each item tells why it is there. Default: false. */
        public Builder explanations(boolean explanations) {
            this.explanations = explanations;
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
