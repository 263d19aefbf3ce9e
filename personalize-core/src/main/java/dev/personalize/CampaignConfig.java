package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.catalog.CampaignManifest;
import dev.personalize.internal.ranking.RankingInfluence;
import dev.personalize.internal.serving.NegativeRule;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a campaign answers. Immutable. */
public final class CampaignConfig {
    private static final CampaignConfig DEFAULTS = builder().build();

    private final double explorationWeight;
    private final double explorationItemAgeCutOff;
    private final Set<String> negativeEventTypes;
    private final double negativeStrength;
    private final NegativeRule negativeRule;
    private final @Nullable Long seed;
    private final Duration automaticUpdate;
    private final RankingInfluence influence;
    private final boolean syncWithLatestSolutionVersion;

    private CampaignConfig(Builder builder) {
        explorationWeight = builder.explorationWeight;
        explorationItemAgeCutOff = builder.explorationItemAgeCutOff;
        negativeEventTypes = Set.copyOf(builder.negativeEventTypes);
        negativeStrength = builder.negativeStrength;
        negativeRule = new NegativeRule(negativeEventTypes, negativeStrength);
        seed = builder.seed;
        automaticUpdate = builder.automaticUpdate;
        syncWithLatestSolutionVersion = builder.syncWithLatestSolutionVersion;
        influence = new RankingInfluence(builder.popularityInfluence, builder.freshnessInfluence);
        RequestRules.checkShare("explorationWeight", explorationWeight);
        RequestRules.checkShare("popularityInfluence", influence.popularity());
        RequestRules.checkShare("freshnessInfluence", influence.freshness());
        if (!(explorationItemAgeCutOff >= 1 && explorationItemAgeCutOff < 100_000)) {
            throw new InvalidInputException(
                    "explorationItemAgeCutOff must be a number of days of at least 1, was " + explorationItemAgeCutOff);
        }
        if (!(negativeStrength >= 0 && negativeStrength <= 10)) {
            throw new InvalidInputException("negativeStrength must lie in [0, 10], was " + negativeStrength);
        }
        if (automaticUpdate.isNegative()) {
            throw new InvalidInputException(
                    "automaticUpdate must be a time of zero (never) or more, was " + automaticUpdate);
        }
    }

    /** {@return no exploration, no negative feedback} */
    public static CampaignConfig defaults() {
        return DEFAULTS;
    }

    /** {@return a builder with the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these values} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.explorationWeight = explorationWeight;
        builder.explorationItemAgeCutOff = explorationItemAgeCutOff;
        builder.negativeEventTypes.addAll(negativeEventTypes);
        builder.negativeStrength = negativeStrength;
        builder.seed = seed;
        builder.automaticUpdate = automaticUpdate;
        builder.popularityInfluence = influence.popularity();
        builder.freshnessInfluence = influence.freshness();
        builder.syncWithLatestSolutionVersion = syncWithLatestSolutionVersion;
        return builder;
    }

    static CampaignConfig of(CampaignManifest.@Nullable Settings settings) {
        if (settings == null) {
            return DEFAULTS;
        }
        Builder builder = builder()
                .explorationWeight(settings.explorationWeight())
                .explorationItemAgeCutOff(settings.explorationItemAgeCutOff())
                .negativeEventTypes(settings.negativeEventTypes().toArray(String[]::new))
                .negativeStrength(settings.negativeStrength())
                .automaticUpdate(Duration.ofSeconds(settings.automaticUpdateSeconds()));
        builder.seed = settings.seed();
        Optional.ofNullable(settings.popularityInfluence()).ifPresent(builder::popularityInfluence);
        Optional.ofNullable(settings.sync()).ifPresent(builder::syncWithLatestSolutionVersion);
        Optional.ofNullable(settings.freshnessInfluence()).ifPresent(builder::freshnessInfluence);
        return builder.build();
    }

    CampaignManifest.Settings settings() {
        return new CampaignManifest.Settings(
                explorationWeight,
                explorationItemAgeCutOff,
                negativeEventTypes.stream().sorted().toList(),
                negativeStrength,
                automaticUpdate.toSeconds(),
                seed,
                influence.popularity() == 0 ? null : (Double) influence.popularity(),
                influence.freshness() == 0 ? null : (Double) influence.freshness(),
                syncWithLatestSolutionVersion ? Boolean.TRUE : null);
    }

    /** {@return the rule about events that speak against items} */
    NegativeRule negativeRule() {
        return negativeRule;
    }

    /** {@return how scores are shifted towards popular and fresh items} */
    RankingInfluence influence() {
        return influence;
    }

    /** {@return how much popular items gain, in [0, 1]} */
    public double popularityInfluence() {
        return influence.popularity();
    }

    /** {@return how much fresh items gain, in [0, 1]} */
    public double freshnessInfluence() {
        return influence.freshness();
    }

    /** {@return the share of places that may go to young items, in [0, 1]} */
    public double explorationWeight() {
        return explorationWeight;
    }

    /** {@return days an item is young, counted back from the newest interaction of all} */
    public double explorationItemAgeCutOff() {
        return explorationItemAgeCutOff;
    }

    /** {@return types of events that speak against an item, unmodifiable} */
    public Set<String> negativeEventTypes() {
        return negativeEventTypes;
    }

    /** {@return how much items like those are lowered; 1 is strong} */
    public double negativeStrength() {
        return negativeStrength;
    }

    /** {@return what decides between equally likely answers, or null for chance} */
    public @Nullable Long seed() {
        return seed;
    }

    /** {@return how often items are {@linkplain Campaign#refreshItems refreshed} while the campaign explores; zero for never} */
    public Duration automaticUpdate() {
        return automaticUpdate;
    }

    /** {@return whether the campaign always answers from the newest version of its solution} */
    public boolean syncWithLatestSolutionVersion() {
        return syncWithLatestSolutionVersion;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CampaignConfig config
                && config.explorationWeight == explorationWeight
                && config.explorationItemAgeCutOff == explorationItemAgeCutOff
                && config.negativeEventTypes.equals(negativeEventTypes)
                && config.negativeStrength == negativeStrength
                && config.automaticUpdate.equals(automaticUpdate)
                && config.influence.equals(influence)
                && config.syncWithLatestSolutionVersion == syncWithLatestSolutionVersion
                && Objects.equals(config.seed, seed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(explorationWeight, explorationItemAgeCutOff, negativeEventTypes, seed);
    }

    /** Builds configurations. For one thread. */
    public static final class Builder {
        private double explorationWeight;
        private double explorationItemAgeCutOff = 30;
        private final Set<String> negativeEventTypes = new TreeSet<>();
        private double negativeStrength = 1;
        private @Nullable Long seed;
        private double popularityInfluence;
        private double freshnessInfluence;
        private boolean syncWithLatestSolutionVersion;
        private Duration automaticUpdate = Duration.ofHours(2);

        private Builder() {}

        /**
         * Sets the probability with which each place goes to a young item instead of the best one, in [0, 1]; young items that were
         * seen and used little come first. Items put since the training can then be recommended from the next
         * {@linkplain Campaign#refreshItems update of items} on. Default: 0. (The service's default for the recipe
         * User-Personalization is 0.3.)
         */
        public Builder explorationWeight(double weight) {
            explorationWeight = weight;
            return this;
        }

        /**
         * Sets how many days an item is young: from its {@code CREATION_TIMESTAMP}, or its first interaction, to the newest
         * interaction of all. At least 1. Default: 30.
         */
        public Builder explorationItemAgeCutOff(double days) {
            explorationItemAgeCutOff = days;
            return this;
        }

        /**
         * Sets types of events that speak against an item, such as {@code "Dislike"}, in upper or lower case. Its user is not
         * recommended the item again, and items like it are lowered from his next request on. Default: none.
         */
        public Builder negativeEventTypes(String... types) {
            negativeEventTypes.clear();
            negativeEventTypes.addAll(Set.of(types));
            return this;
        }

        /** Sets how much items like those are lowered, in [0, 10]: 0 not at all, 1 strongly. Default: 1. */
        public Builder negativeStrength(double strength) {
            negativeStrength = strength;
            return this;
        }

        /**
         * Sets how much popular items gain, in [0, 1]: at 1 the most popular one gains as much as the best one has, at 0 popularity does not
         * matter. For models that compare texts, {@code semantic-similarity}; others refuse anything but 0, for they know popularity
         * by themselves. The service's {@code rankingInfluence} of {@code POPULARITY}; no training is needed to change it. Default: 0.
         */
        public Builder popularityInfluence(double weight) {
            popularityInfluence = weight;
            return this;
        }

        /**
         * Sets how much items gain that were new at the training, in [0, 1], as {@link #popularityInfluence} does: the newest one most. The
         * service's {@code rankingInfluence} of {@code FRESHNESS}. Default: 0.
         */
        public Builder freshnessInfluence(double weight) {
            freshnessInfluence = weight;
            return this;
        }

        /**
         * Sets what decides where chance would, in exploration and in the places of promotions: a campaign with the same seed, asked
         * the same in the same order, answers the same. Default: chance.
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets how often, by the clock of the home, items put since are admitted and counts are made anew, while the campaign explores
         * and serves the newest version of its solution. The first request after that time starts it on the executor of the home.
         * Zero for never. Default: 2 hours, as in the service.
         */
        public Builder automaticUpdate(Duration every) {
            automaticUpdate = every;
            return this;
        }

        /**
         * Sets whether the campaign always answers from the newest version of its solution: as soon as one is trained or imported, it
         * changes to it, by itself. One that cannot be served leaves it as it is, see {@link Campaign#latestUpdate}. Default: false, as
         * in the service.
         */
        public Builder syncWithLatestSolutionVersion(boolean sync) {
            this.syncWithLatestSolutionVersion = sync;
            return this;
        }

        /**
         * {@return the configuration}
         *
         * @throws InvalidInputException if a value is out of its range
         */
        public CampaignConfig build() {
            return new CampaignConfig(this);
        }
    }
}
