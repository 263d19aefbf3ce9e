package dev.personalize;

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
    /** Key of the baseline of the items most popular in all the data trained on. */
    public static final String POPULARITY = "popularity";
    /** Key of the baseline of the items most popular of late, see {@link EvaluationConfig#popularityWindow}. */
    public static final String RECENT_POPULARITY = "recent popularity";

    private final String recipe;
    private final Bootstrap bootstrap;
    private final Parallel parallel;
    private final Measurement measurement;
    private final Map<String, Measurement> baselines;
    private final Map<String, Interval> values;
    private final Map<String, Map<String, Interval>> baselineValues = new LinkedHashMap<>();
    private final Map<String, Comparison> comparisons = new LinkedHashMap<>();
    private final Map<String, Exposure> exposures = new LinkedHashMap<>();
    private final Segments segments;

    /** @param baselines by key */
    EvaluationReport(
            String recipe,
            EvaluationConfig config,
            Measurement measurement,
            Map<String, Measurement> baselines,
            Parallel parallel) {
        this.recipe = recipe;
        this.bootstrap = config.bootstrap();
        this.parallel = parallel;
        this.measurement = measurement;
        this.baselines = Collections.unmodifiableMap(new LinkedHashMap<>(baselines));
        this.values = Collections.unmodifiableMap(measurement.intervals(bootstrap, parallel));
        exposures.put(recipe, Exposure.of(measurement, config.deepest(), parallel));
        baselines.forEach((name, baseline) -> {
            baselineValues.put(name, Collections.unmodifiableMap(baseline.intervals(bootstrap, parallel)));
            comparisons.put(name, Comparison.of(measurement, baseline, bootstrap, parallel));
            exposures.put(name, Exposure.of(baseline, config.deepest(), parallel));
        });
        this.segments = Segments.of(measurement, config.deepest());
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

    /** {@return the same of each baseline, by {@link #POPULARITY} and {@link #RECENT_POPULARITY}, unmodifiable} */
    public Map<String, Map<String, Interval>> baselines() {
        return Collections.unmodifiableMap(baselineValues);
    }

    /** {@return the solution against each baseline, user by user, by key, unmodifiable} */
    public Map<String, Comparison> comparisons() {
        return Collections.unmodifiableMap(comparisons);
    }

    /** {@return what is shown, up to the deepest cutoff, by name of the recipe and key of the baselines, unmodifiable} */
    public Map<String, Exposure> exposures() {
        return Collections.unmodifiableMap(exposures);
    }

    /** {@return the metrics by activity of users, recall at the deepest cutoff by popularity of items} */
    public Segments segments() {
        return segments;
    }

    /** {@return the list and the values of every user} */
    public Measurement measurement() {
        return measurement;
    }

    /** {@return the same of the baselines, by key, unmodifiable} */
    public Map<String, Measurement> baselineMeasurements() {
        return baselines;
    }

    /**
     * {@return this against another evaluation, user by user}
     *
     * @throws dev.personalize.error.InvalidInputException if the other was asked other questions: another split, other events, or
     *     data that changed between the two
     */
    public Comparison compare(EvaluationReport other) {
        return Comparison.of(measurement, other.measurement, bootstrap, parallel);
    }

    @Override
    public String toString() {
        return new EvaluationTable(this, bootstrap).toString();
    }
}
