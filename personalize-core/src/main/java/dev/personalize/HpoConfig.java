package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.catalog.HpoManifest;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Split;
import dev.personalize.tuning.Range;
import dev.personalize.tuning.SearchPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How hyperparameters are searched for when a version is trained. Immutable.
 *
 * <p>The names of the service are kept where it has one: {@code maxNumberOfTrainingJobs}, {@code maxParallelTrainingJobs}, ranges of
 * integers, continuous numbers and categories. The service declares the objective and lets nobody choose it; here it is a metric and a
 * split.
 */
public final class HpoConfig {
    /** The service's greatest numbers. */
    static final int MOST_JOBS = 40;

    static final int MOST_PARALLEL_JOBS = 10;

    private final List<Range> ranges;
    private final int maxNumberOfTrainingJobs;
    private final int maxParallelTrainingJobs;
    private final String metric;
    private final ValidationSplit validationSplit;
    private final boolean successiveHalving;
    private final Duration timeBudget;

    /** What the search hides from its trainings and measures them on. The users a version is measured on are hidden besides. */
    public enum ValidationSplit {
        /** A tenth of the users, asked for their newest tenth of events, as the service measures versions. */
        USERS {
            @Override
            Split split(long seed) {
                return Split.ofUsers(seed);
            }
        },
        /** The newest tenth of all events. */
        TIME {
            @Override
            Split split(long seed) {
                return Split.byTime(SHARE);
            }
        },
        /** The newest event of each user. */
        LAST {
            @Override
            Split split(long seed) {
                return Split.newest(1);
            }
        },
        /** A random tenth of each user's events. */
        RANDOM {
            @Override
            Split split(long seed) {
                return Split.random(SHARE, seed);
            }
        };

        private static final double SHARE = 0.1;

        abstract Split split(long seed);
    }

    private HpoConfig(Builder builder) {
        ranges = List.copyOf(builder.ranges);
        maxNumberOfTrainingJobs = within("maxNumberOfTrainingJobs", builder.maxNumberOfTrainingJobs, MOST_JOBS);
        maxParallelTrainingJobs =
                within("maxParallelTrainingJobs", builder.maxParallelTrainingJobs, MOST_PARALLEL_JOBS);
        metric = Metrics.named(builder.metric).name();
        validationSplit = builder.validationSplit;
        successiveHalving = builder.successiveHalving;
        timeBudget = builder.timeBudget;
        if (timeBudget.toSeconds() < 1) {
            throw new InvalidInputException("timeBudget is " + timeBudget + ": give a second or more, or none");
        }
    }

    static HpoConfig of(HpoManifest manifest) {
        Builder builder = builder()
                .maxNumberOfTrainingJobs(manifest.jobs())
                .maxParallelTrainingJobs(manifest.parallelJobs())
                .metric(manifest.metric())
                .validationSplit(ValidationSplit.valueOf(manifest.holdout()))
                .successiveHalving(manifest.successiveHalving())
                .timeBudget(Duration.ofSeconds(manifest.seconds()));
        manifest.ranges().forEach(entry -> builder.range(entry.toRange()));
        return builder.build();
    }

    HpoManifest toManifest() {
        return new HpoManifest(
                ranges.stream().map(HpoManifest.RangeEntry::of).toList(),
                maxNumberOfTrainingJobs,
                maxParallelTrainingJobs,
                metric,
                validationSplit.name(),
                successiveHalving,
                timeBudget.toSeconds());
    }

    private static int within(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new InvalidInputException(what + " must lie in [1, " + most + "], was " + value);
        }
        return value;
    }

    /** {@return all defaults: everything tunable, around the recipe's defaults} */
    public static HpoConfig defaults() {
        return builder().build();
    }

    /** {@return a builder with all defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these values} */
    public Builder toBuilder() {
        Builder builder = new Builder()
                .maxNumberOfTrainingJobs(maxNumberOfTrainingJobs)
                .maxParallelTrainingJobs(maxParallelTrainingJobs)
                .metric(metric)
                .validationSplit(validationSplit)
                .successiveHalving(successiveHalving)
                .timeBudget(timeBudget);
        ranges.forEach(builder::range);
        return builder;
    }

    /** {@return what is searched, unmodifiable; empty for everything tunable} */
    public List<Range> ranges() {
        return ranges;
    }

    /** {@return most settings that are tried} */
    public int maxNumberOfTrainingJobs() {
        return maxNumberOfTrainingJobs;
    }

    /** {@return most settings that are tried at one time} */
    public int maxParallelTrainingJobs() {
        return maxParallelTrainingJobs;
    }

    /** {@return the key of the metric that is made as great as can be} */
    public String metric() {
        return metric;
    }

    /** {@return what the search measures on} */
    public ValidationSplit validationSplit() {
        return validationSplit;
    }

    /** {@return whether most settings see only a part of the data and the epochs} */
    public boolean successiveHalving() {
        return successiveHalving;
    }

    /** {@return after which no more settings are tried} */
    public Duration timeBudget() {
        return timeBudget;
    }

    /** {@return what is searched by, and how much, in words} */
    @Override
    public String toString() {
        return "hyperparameters searched by " + metric + " in at most " + maxNumberOfTrainingJobs + " trials";
    }

    /** Builds a configuration. For one thread. */
    public static final class Builder {
        private final List<Range> ranges = new ArrayList<>();
        private int maxNumberOfTrainingJobs = MOST_JOBS;
        private int maxParallelTrainingJobs = 1;
        private String metric = "normalized_discounted_cumulative_gain_at_10";
        private ValidationSplit validationSplit = ValidationSplit.USERS;
        private boolean successiveHalving = true;
        private Duration timeBudget = SearchPlan.UNLIMITED;

        private Builder() {}

        /** Adds a range. Default without any: everything the recipe declares as tunable, around its defaults. */
        public Builder range(Range range) {
            ranges.add(Objects.requireNonNull(range));
            return this;
        }

        /** Adds whole numbers from {@code min} to {@code max}. */
        public Builder integerRange(String name, int min, int max) {
            return range(new Range.Whole(name, min, max));
        }

        /** Adds numbers from {@code min} to {@code max}. */
        public Builder continuousRange(String name, double min, double max) {
            return range(new Range.Continuous(name, min, max));
        }

        /** Adds words; {@code true} and {@code false} for a truth value. */
        public Builder categoricalRange(String name, List<String> values) {
            return range(new Range.Categorical(name, values));
        }

        /** Sets how many settings are tried, the one of the solution among them. Default: 40, the service's greatest number. */
        public Builder maxNumberOfTrainingJobs(int jobs) {
            this.maxNumberOfTrainingJobs = jobs;
            return this;
        }

        /**
         * Sets how many settings are tried at one time. Default: 1, since each training uses all processors by itself; more help recipes
         * that train for moments, and take as many times the memory. 1 to 10.
         */
        public Builder maxParallelTrainingJobs(int jobs) {
            this.maxParallelTrainingJobs = jobs;
            return this;
        }

        /** Sets the metric, by its key in {@link Metrics}. Default: {@code normalized_discounted_cumulative_gain_at_10}. */
        public Builder metric(String key) {
            this.metric = Objects.requireNonNull(key);
            return this;
        }

        /** Sets what the search measures on. Default: {@link ValidationSplit#USERS}, as the service measures versions. */
        public Builder validationSplit(ValidationSplit split) {
            this.validationSplit = Objects.requireNonNull(split);
            return this;
        }

        /** Sets whether most settings see only a part of the data and the epochs. Default: true. */
        public Builder successiveHalving(boolean halving) {
            this.successiveHalving = halving;
            return this;
        }

        /** Sets after which time no more settings are tried. In whole seconds, at least 1. Default: 365 days. */
        public Builder timeBudget(Duration budget) {
            this.timeBudget = Objects.requireNonNull(budget);
            return this;
        }

        /**
         * {@return the configuration}
         *
         * @throws InvalidInputException if a number is out of range or the metric is not known
         */
        public HpoConfig build() {
            return new HpoConfig(this);
        }
    }
}
