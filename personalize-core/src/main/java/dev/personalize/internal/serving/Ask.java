package dev.personalize.internal.serving;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked for. Immutable. */
public final class Ask {
    final Asker asker;
    final @Nullable String itemId;
    final int numResults;
    final ConsumedRule consumed;
    final Set<String> deleted;
    final @Nullable FilterUse standing;
    final @Nullable FilterUse filter;

    private Ask(Builder builder) {
        asker = builder.asker;
        itemId = builder.itemId;
        numResults = builder.numResults;
        consumed = builder.consumed;
        deleted = builder.deleted;
        standing = builder.standing;
        filter = builder.filter;
    }

    /**
     * {@return the same from somebody else}
     *
     * @param by who asks
     * @param about item in question, or null for none
     * @param values texts of the filter's parameters, or null for those of this
     */
    Ask from(Asker by, @Nullable String about, @Nullable Map<String, String> values) {
        FilterUse use =
                filter == null || values == null ? filter : new FilterUse(filter.name(), filter.expression(), values);
        return new Builder(by, numResults)
                .itemId(about)
                .consumed(consumed)
                .deleted(deleted)
                .standing(standing)
                .filter(use)
                .build();
    }

    /**
     * {@return a builder}
     *
     * @param asker who asks
     * @param numResults most places of the answer
     */
    public static Builder by(Asker asker, int numResults) {
        return new Builder(asker, numResults);
    }

    /** Builds what is asked for. For one thread. */
    public static final class Builder {
        private final Asker asker;
        private final int numResults;
        private @Nullable String itemId;
        private ConsumedRule consumed = ConsumedRule.ALLOW;
        private Set<String> deleted = Set.of();
        private @Nullable FilterUse standing;
        private @Nullable FilterUse filter;

        private Builder(Asker asker, int numResults) {
            this.asker = asker;
            this.numResults = numResults;
        }

        /** Sets the item in question; unknown items are answered with popular ones. Default: none. */
        public Builder itemId(@Nullable String id) {
            itemId = id;
            return this;
        }

        /** Sets what becomes of items the user has had. Default: they are items like others. */
        public Builder consumed(ConsumedRule rule) {
            consumed = rule;
            return this;
        }

        /** Sets the ids of items that are not there any more; the same set object as long as it does not change. Default: none. */
        public Builder deleted(Set<String> itemIds) {
            deleted = itemIds;
            return this;
        }

        /** Sets the filter every item of every answer passes. Default: none. */
        public Builder standing(@Nullable FilterUse use) {
            standing = use;
            return this;
        }

        /** Sets the filter of the request. Default: none. */
        public Builder filter(@Nullable FilterUse use) {
            filter = use;
            return this;
        }

        /** {@return what is asked for} */
        public Ask build() {
            return new Ask(this);
        }
    }
}
