package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.catalog.AutoMlManifest;
import dev.personalize.metrics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a recipe is chosen where none is named. Immutable.
 *
 * <p>The fitting recipes are trained on what happened before an instant and asked about what came after it: all of them on a part of the
 * data first, the better half, and others if there is time, on all of it. What time is left is spent on searching hyperparameters, of the best ones first.
 */
public final class AutoMlConfig {
    private static final int MOST_TRIALS = HpoConfig.MOST_JOBS;

    private final String metric;
    private final List<String> recipes;
    private final Duration timeBudget;
    private final int trials;

    private AutoMlConfig(Builder builder) {
        metric = Metrics.named(builder.metric).name();
        recipes = List.copyOf(builder.recipes);
        timeBudget = builder.timeBudget;
        trials = builder.trials;
        if (timeBudget.toSeconds() < 1) {
            throw new InvalidInputException("timeBudget is " + timeBudget + ": give a second or more");
        }
        if (trials < 0 || trials > MOST_TRIALS) {
            throw new InvalidInputException("trials must lie in [0, " + MOST_TRIALS + "], was " + trials);
        }
    }

    /** {@return all defaults} */
    public static AutoMlConfig defaults() {
        return builder().build();
    }

    /** {@return a builder with all defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these values} */
    public Builder toBuilder() {
        return builder().metric(metric).recipes(recipes).timeBudget(timeBudget).trials(trials);
    }

    static AutoMlConfig of(AutoMlManifest manifest) {
        return builder()
                .metric(manifest.metric())
                .recipes(manifest.recipes())
                .timeBudget(Duration.ofSeconds(manifest.seconds()))
                .trials(manifest.trials())
                .build();
    }

    AutoMlManifest toManifest() {
        return new AutoMlManifest(metric, recipes, timeBudget.toSeconds(), trials);
    }

    /** {@return the key of the metric recipes are compared by} */
    public String metric() {
        return metric;
    }

    /** {@return the recipes that are compared, unmodifiable; empty for all that fit} */
    public List<String> recipes() {
        return recipes;
    }

    /** {@return after which nothing more is begun} */
    public Duration timeBudget() {
        return timeBudget;
    }

    /** {@return most settings that are tried of each recipe} */
    public int trials() {
        return trials;
    }

    /** {@return what is chosen by, in words} */
    @Override
    public String toString() {
        return "chosen by " + metric;
    }

    /** Builds a configuration. For one thread. */
    public static final class Builder {
        private String metric = "normalized_discounted_cumulative_gain_at_10";
        private List<String> recipes = List.of();
        private Duration timeBudget = Duration.ofMinutes(10);
        private int trials = 20;

        private Builder() {}

        /** Sets the metric, by its key in {@link Metrics}. Default: {@code normalized_discounted_cumulative_gain_at_10}. */
        public Builder metric(String key) {
            this.metric = Objects.requireNonNull(key);
            return this;
        }

        /**
         * Sets the recipes that are compared, one's own among them. Default: all that are installed, answer for a user or for everybody,
         * and are not another's name.
         */
        public Builder recipes(List<String> names) {
            this.recipes = List.copyOf(names);
            return this;
        }

        /**
         * Sets after which time nothing more is begun; trainings foreseen to go beyond it are left out. In whole seconds. Default: 10
         * minutes. The version is measured and trained after that.
         */
        public Builder timeBudget(Duration budget) {
            this.timeBudget = Objects.requireNonNull(budget);
            return this;
        }

        /** Sets how many settings are tried of each recipe; 0 for the defaults alone. Default: 20; 0 to 40. */
        public Builder trials(int most) {
            this.trials = most;
            return this;
        }

        /**
         * {@return the configuration}
         *
         * @throws InvalidInputException if a number is out of range or the metric is not known
         */
        public AutoMlConfig build() {
            return new AutoMlConfig(this);
        }
    }
}
