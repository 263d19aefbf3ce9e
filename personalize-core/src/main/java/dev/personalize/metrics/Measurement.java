package dev.personalize.metrics;

import dev.personalize.data.Popularity;
import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came out of {@link Measuring}: the list and the value of each metric of every user asked about. Immutable. */
public final class Measurement {
    private final Measuring measuring;
    private final int[][] lists;
    private final double[][] values;

    /**
     * @param lists shape [cases][places]
     * @param values shape [metrics, cases]
     */
    Measurement(Measuring measuring, int[][] lists, double[][] values) {
        this.measuring = measuring;
        this.lists = lists;
        this.values = values;
    }

    /** {@return the split it was measured on, which names the user of each case} */
    public Holdout holdout() {
        return measuring.holdout();
    }

    /** {@return number of users asked about} */
    public int cases() {
        return lists.length;
    }

    /** {@return the longest a list can be} */
    public int depth() {
        return measuring.depth();
    }

    /** {@return the keys of the metrics, in the order asked for, unmodifiable} */
    public List<String> metrics() {
        return measuring.metrics().stream().map(Metric::name).toList();
    }

    /**
     * {@return the value of a metric for each case, NaN for users it says nothing of, a copy; shape [cases]}
     *
     * @throws InvalidInputException if it was not measured
     */
    public double[] values(String metric) {
        return values[position(metric)].clone();
    }

    private int position(String metric) {
        int position = metrics().indexOf(metric);
        if (position < 0) {
            throw new InvalidInputException("metric '" + metric + "' was not measured; there are " + metrics());
        }
        return position;
    }

    /**
     * {@return the mean of a metric over the users it says something of, NaN without any}
     *
     * @throws InvalidInputException if it was not measured
     */
    public double mean(String metric) {
        return mean(values[position(metric)]);
    }

    private static double mean(double[] values) {
        double sum = 0;
        int users = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                users++;
            }
        }
        return sum / users;
    }

    /** {@return the mean of every metric, in the order asked for} */
    public Map<String, Double> means() {
        Map<String, Double> means = new LinkedHashMap<>();
        for (int metric = 0; metric < values.length; metric++) {
            means.put(measuring.metrics().get(metric).name(), mean(values[metric]));
        }
        return means;
    }

    /** {@return the mean of every metric with its confidence interval, in the order asked for} */
    public Map<String, Interval> intervals(Bootstrap bootstrap, Parallel parallel) {
        Interval[] intervals = bootstrap.means(values, parallel);
        Map<String, Interval> byName = new LinkedHashMap<>();
        for (int metric = 0; metric < intervals.length; metric++) {
            byName.put(measuring.metrics().get(metric).name(), intervals[metric]);
        }
        return byName;
    }

    /** {@return the question, the list and what was to be found, of a case} */
    public RankedCase ranked(int number) {
        return measuring.ranked(number, list(number));
    }

    /** {@return the items recommended in a case, best first, a copy} */
    public int[] list(int number) {
        return lists[number].clone();
    }

    /** {@return what asked: the same questions to all it measured} */
    Measuring measuring() {
        return measuring;
    }

    Popularity popularity() {
        return measuring.popularity();
    }

    /** {@return how many users an item has in the training data} */
    int users(int item) {
        return measuring.popularity().users(item);
    }
}
