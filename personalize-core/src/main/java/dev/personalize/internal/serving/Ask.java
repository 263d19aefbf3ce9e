package dev.personalize.internal.serving;

import dev.personalize.internal.ranking.RankingInfluence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked for. Immutable. */
public final class Ask {
    final Asker asker;
    final @Nullable String itemId;
    final int numResults;
    final ConsumedRule consumed;
    final NegativeRule negative;
    final Set<String> deleted;
    final @Nullable FilterUse standing;
    final @Nullable FilterUse filter;
    final List<PromotionUse> promotions;
    final double diversity;
    final Map<String, Integer> categoryCaps;
    final double explorationWeight;
    final RankingInfluence influence;
    final long seed;
    final @Nullable SearchScores search;
    final boolean explained;
    final boolean scored;

    private Ask(Builder builder) {
        asker = builder.asker;
        itemId = builder.itemId;
        numResults = builder.numResults;
        consumed = builder.consumed;
        negative = builder.negative;
        deleted = builder.deleted;
        standing = builder.standing;
        filter = builder.filter;
        promotions = builder.promotions;
        diversity = builder.diversity;
        categoryCaps = builder.categoryCaps;
        explorationWeight = builder.explorationWeight;
        influence = builder.influence;
        seed = builder.seed;
        search = builder.search;
        explained = builder.explained;
        scored = builder.scored;
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

    /**
     * {@return a builder with the values of this, for somebody else}
     *
     * @param other who asks
     */
    Builder from(Asker other) {
        return new Builder(other, numResults)
                .itemId(itemId)
                .consumed(consumed)
                .negative(negative)
                .deleted(deleted)
                .standing(standing)
                .filter(filter)
                .promotions(promotions)
                .diversity(diversity)
                .categoryCaps(categoryCaps)
                .exploration(explorationWeight)
                .influence(influence)
                .scored(scored)
                .seed(seed);
    }

    /** {@return whether places may go to young items} */
    public boolean explores() {
        return explorationWeight > 0;
    }

    /** Builds what is asked for. For one thread. */
    public static final class Builder {
        private final Asker asker;
        private final int numResults;
        private @Nullable String itemId;
        private ConsumedRule consumed = ConsumedRule.ALLOW;
        private NegativeRule negative = NegativeRule.NONE;
        private Set<String> deleted = Set.of();
        private @Nullable FilterUse standing;
        private @Nullable FilterUse filter;
        private List<PromotionUse> promotions = List.of();
        private double diversity;
        private Map<String, Integer> categoryCaps = Map.of();
        private double explorationWeight;
        private RankingInfluence influence = RankingInfluence.NONE;
        private long seed;
        private @Nullable SearchScores search;
        private boolean explained;
        private boolean scored = true;

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

        /** Sets which events speak against items. Default: none. */
        public Builder negative(NegativeRule rule) {
            negative = rule;
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

        /** Sets the promotions. Default: none. */
        public Builder promotions(List<PromotionUse> uses) {
            promotions = List.copyOf(uses);
            return this;
        }

        /** Sets how different the items are to be, in [0, 1]. Default: 0. */
        public Builder diversity(double share) {
            diversity = share;
            return this;
        }

        /** Sets the most items of a value of a column, by column. Default: none. */
        public Builder categoryCaps(Map<String, Integer> caps) {
            categoryCaps = Map.copyOf(caps);
            return this;
        }

        /** Sets the probability with which a place goes to a young item. Default: 0. */
        public Builder exploration(double weight) {
            explorationWeight = weight;
            return this;
        }

        /** Sets how scores are shifted, where the model knows popularity and freshness. Default: not at all. */
        public Builder influence(RankingInfluence shift) {
            influence = shift;
            return this;
        }

        /** Sets what decides where chance would. */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /** Sets what a search says of the items to rank. Default: there was none. */
        public Builder search(@Nullable SearchScores scores) {
            search = scores;
            return this;
        }

        /** Sets whether each place says why its item is there. Default: false. */
        public Builder explained(boolean wanted) {
            explained = wanted;
            return this;
        }

        /** Sets whether items have scores. Default: true. */
        public Builder scored(boolean wanted) {
            scored = wanted;
            return this;
        }

        /** {@return what is asked for} */
        public Ask build() {
            return new Ask(this);
        }
    }
}
