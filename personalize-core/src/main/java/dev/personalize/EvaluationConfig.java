package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.metrics.Bootstrap;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Split;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** How a solution is evaluated: what is hidden, what is measured, and how sure one wants to be. Immutable. */
public final class EvaluationConfig {
    private static final double NEWEST_TENTH = 0.1;
    private static final int MOST_PLACES = 1000;

    private final Split split;
    private final List<Integer> cutoffs;
    private final List<Metric> metrics;
    private final boolean repeats;
    private final Bootstrap bootstrap;
    private final Duration popularityWindow;

    private EvaluationConfig(Builder builder) {
        split = builder.split;
        cutoffs = builder.cutoffs;
        metrics = List.copyOf(builder.metrics);
        repeats = builder.repeats;
        bootstrap = builder.bootstrap;
        popularityWindow = builder.popularityWindow;
        check();
    }

    private void check() {
        for (int k : cutoffs) {
            if (k < 1 || k > MOST_PLACES) {
                throw new InvalidInputException("cutoffs must lie in [1, " + MOST_PLACES + "], were " + cutoffs);
            }
        }
        if (cutoffs.isEmpty()) {
            throw new InvalidInputException("there must be a cutoff: name one, such as 10");
        }
        Set<String> names = new HashSet<>();
        for (Metric metric : allMetrics()) {
            if (!names.add(metric.name())) {
                throw new InvalidInputException(
                        "two metrics are named '" + metric.name() + "': give yours a name of its own");
            }
        }
        if (popularityWindow.toSeconds() < 1) {
            throw new InvalidInputException("popularity window must be a second or more, was " + popularityWindow);
        }
    }

    /** {@return all defaults} */
    public static EvaluationConfig defaults() {
        return builder().build();
    }

    /** {@return a builder with all defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these values} */
    public Builder toBuilder() {
        Builder builder = new Builder()
                .holdout(split)
                .cutoffs(cutoffs)
                .repeats(repeats)
                .bootstrap(bootstrap)
                .popularityWindow(popularityWindow);
        builder.metrics.addAll(metrics);
        return builder;
    }

    /** {@return what hides a part of the events} */
    public Split holdout() {
        return split;
    }

    /** {@return how many places of a list count, each for all metrics, rising, unmodifiable} */
    public List<Integer> cutoffs() {
        return cutoffs;
    }

    /** {@return metrics besides those of {@link Metrics#at}, unmodifiable} */
    public List<Metric> metrics() {
        return metrics;
    }

    /** {@return whether items of the history may be recommended} */
    public boolean repeats() {
        return repeats;
    }

    /** {@return how intervals are found} */
    public Bootstrap bootstrap() {
        return bootstrap;
    }

    /** {@return how long before the newest event trained on the windowed popularity begins} */
    public Duration popularityWindow() {
        return popularityWindow;
    }

    /** {@return the deepest cutoff} */
    int deepest() {
        return cutoffs.get(cutoffs.size() - 1);
    }

    /** {@return the metrics of every cutoff, then the others} */
    List<Metric> allMetrics() {
        List<Metric> all = new ArrayList<>(Metrics.at(cutoffs));
        all.addAll(metrics);
        return all;
    }

    /** Builds a configuration. For one thread. */
    public static final class Builder {
        private Split split = Split.byTime(NEWEST_TENTH);
        private List<Integer> cutoffs = Metrics.SERVICE_CUTOFFS;
        private final List<Metric> metrics = new ArrayList<>();
        private boolean repeats = true;
        private Bootstrap bootstrap = Bootstrap.DEFAULT;
        private Duration popularityWindow = Duration.ofDays(7);

        private Builder() {}

        /**
         * Sets what hides a part of the events from training. Default: the newest tenth of all events, {@link Split#byTime(double)}, the
         * only kind of split without a look into the future. The service's own is {@link Split#ofUsers}.
         */
        public Builder holdout(Split split) {
            this.split = Objects.requireNonNull(split);
            return this;
        }

        /** Sets how many places of a list count, each for all metrics. Default: 5, 10 and 25. In [1, 1000]. */
        public Builder cutoffs(List<Integer> places) {
            this.cutoffs = places.stream().sorted().distinct().toList();
            return this;
        }

        /** As {@link #cutoffs(List)}. */
        public Builder cutoffs(Integer... places) {
            return cutoffs(List.of(places));
        }

        /** Adds a metric, of {@link Metrics} or of one's own. */
        public Builder metric(Metric metric) {
            metrics.add(Objects.requireNonNull(metric));
            return this;
        }

        /**
         * Sets whether items of the history may be recommended. Default: true, as in the service. With false they are neither
         * recommended nor to be found, as in most papers.
         */
        public Builder repeats(boolean repeats) {
            this.repeats = repeats;
            return this;
        }

        /** Sets how intervals and p-values are found. Default: 1,000 samples, 95 %, seed 0. */
        public Builder bootstrap(Bootstrap bootstrap) {
            this.bootstrap = Objects.requireNonNull(bootstrap);
            return this;
        }

        /**
         * Sets how long before the newest event trained on the second baseline, popularity of late, begins to count. Default: 7
         * days. A second or more.
         */
        public Builder popularityWindow(Duration window) {
            this.popularityWindow = Objects.requireNonNull(window);
            return this;
        }

        /**
         * {@return the configuration}
         *
         * @throws InvalidInputException if a value is out of range or two metrics have one name
         */
        public EvaluationConfig build() {
            return new EvaluationConfig(this);
        }
    }
}
