package dev.personalize.metrics;

import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How far a mean over users may be off: percentile intervals of the means of samples of as many users, drawn with replacement (Efron,
 * Bootstrap Methods: Another Look at the Jackknife, Annals of Statistics 1979); and whether two means differ, by flipping the signs of
 * paired differences at random (Fisher's randomization test, which Smucker, Allan and Carterette, A Comparison of Statistical Significance
 * Tests for Information Retrieval Evaluation, CIKM 2007, recommend). The same values and seed give the same numbers for any number of
 * threads. Users are what is drawn: everything is said of other users of the same kind, not of another time.
 *
 * @param samples number of samples, at least 100
 * @param confidence share of the samples inside an interval, in (0, 1)
 * @param seed where the samples come from
 */
public record Bootstrap(int samples, double confidence, long seed) {
    /** 1,000 samples, 95 % inside, seed 0. */
    public static final Bootstrap DEFAULT = new Bootstrap(1000, 0.95, 0);

    private static final int LEAST_SAMPLES = 100;
    private static final int SAMPLES_PER_CHUNK = 16;
    private static final double ROUNDING = 1e-12;

    /**
     * Checks the values.
     *
     * @throws InvalidInputException if one is out of range
     */
    public Bootstrap {
        if (samples < LEAST_SAMPLES) {
            throw new InvalidInputException(
                    "bootstrap samples must be at least " + LEAST_SAMPLES + ", were " + samples);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new InvalidInputException("confidence must lie between 0 and 1, was " + confidence);
        }
    }

    /**
     * {@return the interval of the mean of each row, from the same samples for all rows}
     *
     * @param values a row for each metric, NaN for users left out; shape [metrics, users]
     */
    public Interval[] means(double[][] values, Parallel parallel) {
        double[][] numerators = new double[values.length][];
        double[][] denominators = new double[values.length][];
        for (int row = 0; row < values.length; row++) {
            numerators[row] =
                    Arrays.stream(values[row]).map(v -> Double.isNaN(v) ? 0 : v).toArray();
            denominators[row] =
                    Arrays.stream(values[row]).map(v -> Double.isNaN(v) ? 0 : 1).toArray();
        }
        return ratios(numerators, denominators, parallel);
    }

    /**
     * {@return the interval of sum of numerators / sum of denominators of each row, users drawn with both}
     *
     * @param numerators shape [rows, users]
     * @param denominators shape [rows, users]
     */
    Interval[] ratios(double[][] numerators, double[][] denominators, Parallel parallel) {
        int rows = numerators.length;
        int users = rows == 0 ? 0 : numerators[0].length;
        double[][] sampled = new double[rows][samples];
        parallel.forChunks(samples, SAMPLES_PER_CHUNK, (chunk, from, to) -> {
            int[] drawn = new int[users];
            for (int sample = from; sample < to; sample++) {
                draw(drawn, sample);
                for (int row = 0; row < rows; row++) {
                    sampled[row][sample] = ratio(drawn, numerators[row], denominators[row]);
                }
            }
        });
        int[] once = new int[users];
        Arrays.fill(once, 1);
        Interval[] intervals = new Interval[rows];
        for (int row = 0; row < rows; row++) {
            intervals[row] = interval(ratio(once, numerators[row], denominators[row]), sampled[row]);
        }
        return intervals;
    }

    private void draw(int[] drawn, int sample) {
        Arrays.fill(drawn, 0);
        SplittableRandom random = random(sample);
        for (int i = 0; i < drawn.length; i++) {
            drawn[random.nextInt(drawn.length)]++;
        }
    }

    private SplittableRandom random(int sample) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + sample);
    }

    private static double ratio(int[] drawn, double[] numerators, double[] denominators) {
        double numerator = 0;
        double denominator = 0;
        for (int user = 0; user < drawn.length; user++) {
            numerator += drawn[user] * numerators[user];
            denominator += drawn[user] * denominators[user];
        }
        return numerator / denominator; // NaN for 0 / 0: nobody was measured
    }

    private Interval interval(double value, double[] sampled) {
        double[] sorted = Arrays.stream(sampled)
                .filter(Double::isFinite)
                .map(sample -> sample + 0.0) // no -0, which would be sorted before 0
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Interval(value, Double.NaN, Double.NaN);
        }
        int outside = (int) Math.floor((1 - confidence) / 2 * sorted.length);
        return new Interval(value, sorted[outside], sorted[sorted.length - 1 - outside]);
    }

    /**
     * {@return how probable a sum at least as far from 0 is if the sign of each difference were chance, for each row: small when
     * there is a difference; never below 1 / (samples + 1)}
     *
     * @param differences of the same users by two systems, NaN for users left out; shape [metrics, users]
     */
    public double[] pValues(double[][] differences, Parallel parallel) {
        int rows = differences.length;
        int users = rows == 0 ? 0 : differences[0].length;
        double[][] present = Arrays.stream(differences)
                .map(row -> Arrays.stream(row)
                        .map(value -> Double.isNaN(value) ? 0 : value)
                        .toArray())
                .toArray(double[][]::new);
        double[] observed = Arrays.stream(present)
                .mapToDouble(row -> Math.abs(Arrays.stream(row).sum()))
                .toArray();
        boolean[][] asFar = new boolean[rows][samples];
        parallel.forChunks(samples, SAMPLES_PER_CHUNK, (chunk, from, to) -> {
            boolean[] flipped = new boolean[users];
            for (int sample = from; sample < to; sample++) {
                SplittableRandom random = random(sample);
                for (int user = 0; user < users; user++) {
                    flipped[user] = random.nextBoolean();
                }
                for (int row = 0; row < rows; row++) {
                    double sum = Math.abs(flippedSum(present[row], flipped));
                    asFar[row][sample] = sum >= observed[row] * (1 - ROUNDING) - ROUNDING;
                }
            }
        });
        double[] pValues = new double[rows];
        for (int row = 0; row < rows; row++) {
            int count = 1;
            for (boolean far : asFar[row]) {
                count += far ? 1 : 0;
            }
            pValues[row] = count / (samples + 1.0);
        }
        return pValues;
    }

    private static double flippedSum(double[] values, boolean[] flipped) {
        double sum = 0;
        for (int user = 0; user < values.length; user++) {
            sum += flipped[user] ? -values[user] : values[user];
        }
        return sum;
    }
}
