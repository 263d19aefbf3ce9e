package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import dev.personalize.metrics.Bootstrap;
import dev.personalize.metrics.Comparison;
import dev.personalize.metrics.Exposure;
import dev.personalize.metrics.Interval;
import dev.personalize.metrics.Measurement;
import dev.personalize.metrics.Segments;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good a solution is on events it was not trained on, how sure that is, and what it shows to whom; beside recommending the most
 * popular items to everybody. Made by {@link Solution#evaluate(EvaluationConfig)}; {@code toString} is a table. Immutable.
 */
public final class EvaluationReport {
    private final String recipe;
    private final Bootstrap bootstrap;
    private final Parallel parallel;
    private final Measurement measurement;
    private final Map<String, Interval> values;
    private final Exposure exposure;
    private final Segments segments;
    private final Baseline popularity;
    private final Baseline recentPopularity;

    /**
     * What everybody would have been shown instead.
     *
     * @param measurement the list and the values of every user
     * @param values each metric with its confidence interval, by key, unmodifiable
     * @param comparison the solution against it, user by user
     * @param exposure what is shown, up to the deepest cutoff
     */
    public record Baseline(
            Measurement measurement, Map<String, Interval> values, Comparison comparison, Exposure exposure) {
        /** Copies the map. */
        public Baseline {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /**
         * {@return a metric with its confidence interval}
         *
         * @throws InvalidInputException if it was not measured
         */
        public Interval value(String metric) {
            return found(values, metric);
        }
    }

    /**
     * @param popularity measured on the same questions
     * @param recentPopularity the same
     */
    EvaluationReport(
            String recipe,
            EvaluationConfig config,
            Measurement measurement,
            Measurement popularity,
            Measurement recentPopularity,
            Parallel parallel) {
        this.recipe = recipe;
        this.bootstrap = config.bootstrap();
        this.parallel = parallel;
        this.measurement = measurement;
        this.values = Collections.unmodifiableMap(measurement.intervals(bootstrap, parallel));
        this.exposure = Exposure.of(measurement, config.deepest(), parallel);
        this.segments = Segments.of(measurement, config.deepest());
        this.popularity = baseline(popularity, config);
        this.recentPopularity = baseline(recentPopularity, config);
    }

    private Baseline baseline(Measurement measured, EvaluationConfig config) {
        return new Baseline(
                measured,
                measured.intervals(bootstrap, parallel),
                Comparison.of(measurement, measured, bootstrap, parallel),
                Exposure.of(measured, config.deepest(), parallel));
    }

    private static Interval found(Map<String, Interval> values, String metric) {
        Interval value = values.get(metric);
        if (value == null) {
            throw new InvalidInputException("metric '" + metric + "' was not measured; there are " + values.keySet());
        }
        return value;
    }

    /** {@return name of the recipe} */
    public String recipe() {
        return recipe;
    }

    /** {@return number of users asked about} */
    public int users() {
        return measurement.cases();
    }

    /** {@return each metric with its confidence interval, by key, unmodifiable} */
    public Map<String, Interval> values() {
        return values;
    }

    /**
     * {@return a metric with its confidence interval}
     *
     * @throws InvalidInputException if it was not measured
     */
    public Interval value(String metric) {
        return found(values, metric);
    }

    /** {@return how good the items would have been that are most popular in all the data trained on} */
    public Baseline popularity() {
        return popularity;
    }

    /** {@return how good those would have been that were most popular of late, see {@link EvaluationConfig#popularityWindow}} */
    public Baseline recentPopularity() {
        return recentPopularity;
    }

    /** {@return what is shown, up to the deepest cutoff} */
    public Exposure exposure() {
        return exposure;
    }

    /** {@return the metrics by activity of users, recall at the deepest cutoff by popularity of items} */
    public Segments segments() {
        return segments;
    }

    /** {@return the list and the values of every user} */
    public Measurement measurement() {
        return measurement;
    }

    /** {@return how intervals were found} */
    public Bootstrap bootstrap() {
        return bootstrap;
    }

    /**
     * {@return this against another evaluation, user by user}
     *
     * @throws InvalidInputException if the other was asked other questions: another split, other events, or data that changed between
     *     the two
     */
    public Comparison compare(EvaluationReport other) {
        return Comparison.of(measurement, other.measurement, bootstrap, parallel);
    }

    @Override
    public String toString() {
        return new EvaluationTable(this).toString();
    }
}
