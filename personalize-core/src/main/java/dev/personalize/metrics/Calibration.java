package dev.personalize.metrics;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a raw score of a model means: the probability that somebody of the held-out users interacted with the item in the part of
 * the events that was hidden. A step function of the score that never falls. Immutable.
 *
 * <p>Isotonic regression, as Zadrozny and Elkan, Transforming Classifier Scores into Accurate Multiclass Probability Estimates
 * (KDD 2002), use it for scores; fitted by pooling adjacent violators (Ayer et al., An Empirical Distribution Function for
 * Sampling with Incomplete Information, 1955). Two departures keep it small and sober: a step above the first needs
 * {@value #LEAST_HITS} hits, or it is pooled with the one below it, so that one lucky hit at the top is no certainty; and of more
 * than {@value #MOST_STEPS} steps, neighbours are pooled where the squared error rises least.
 */
public final class Calibration {
    /** Most steps of a fitted function. */
    public static final int MOST_STEPS = 100;

    static final int LEAST_HITS = 10;

    private final float[] thresholds;
    private final double[] probabilities;

    /**
     * @param thresholds score from which each step but the first holds, finite, rising; shape [steps - 1]
     * @param probabilities of the steps, in [0, 1], not falling; shape [steps], at least one
     * @throws IllegalArgumentException if they are not such a function
     */
    public Calibration(float[] thresholds, double[] probabilities) {
        this.thresholds = thresholds.clone();
        this.probabilities = probabilities.clone();
        check(thresholds, probabilities);
    }

    private static void check(float[] thresholds, double[] probabilities) {
        if (probabilities.length != thresholds.length + 1) {
            throw new IllegalArgumentException(
                    thresholds.length + " thresholds for " + probabilities.length + " probabilities, must be one less");
        }
        for (int i = 0; i < thresholds.length; i++) {
            if (!Float.isFinite(thresholds[i]) || (i > 0 && thresholds[i] <= thresholds[i - 1])) {
                throw new IllegalArgumentException(
                        "threshold " + i + " is " + thresholds[i] + ", must be above the last");
            }
        }
        for (int i = 0; i < probabilities.length; i++) {
            if (!(probabilities[i] >= (i == 0 ? 0 : probabilities[i - 1]) && probabilities[i] <= 1)) {
                throw new IllegalArgumentException(
                        "probability " + i + " is " + probabilities[i] + ", must lie between the last and 1");
            }
        }
    }

    /**
     * Fits a calibration to counts. Exact when the edges are all scores of hits: between two of them isotonic regression has no
     * reason for a step.
     *
     * @param edges rising, finite; shape [bins - 1]
     * @param pairs number of scores in each bin: below the first edge, from each edge to before the next, from the last; shape
     *     [bins]
     * @param hits how many of them were hits; shape [bins]
     * @return null if there are no pairs
     */
    public static @Nullable Calibration fit(float[] edges, long[] pairs, long[] hits) {
        Blocks blocks = new Blocks(pairs.length);
        for (int bin = 0; bin < pairs.length; bin++) {
            if (pairs[bin] > 0) {
                blocks.add(bin, pairs[bin], hits[bin]);
            }
        }
        if (blocks.size == 0) {
            return null;
        }
        blocks.poolRareHits();
        blocks.poolTo(MOST_STEPS);
        float[] thresholds = new float[blocks.size - 1];
        double[] probabilities = new double[blocks.size];
        for (int i = 0; i < blocks.size; i++) {
            probabilities[i] = blocks.rate(i);
            if (i > 0) {
                thresholds[i - 1] = edges[blocks.firstBin[i] - 1];
            }
        }
        return new Calibration(thresholds, probabilities);
    }

    /** {@return the probability of an interaction behind a score, in [0, 1]; NaN for NaN} */
    public double probability(float score) {
        if (Float.isNaN(score)) {
            return Double.NaN;
        }
        int at = Arrays.binarySearch(thresholds, score + 0f); // -0 is the same score as 0
        return probabilities[at >= 0 ? at + 1 : -at - 1];
    }

    /** {@return score from which each step but the first holds, a copy; shape [steps - 1]} */
    public float[] thresholds() {
        return thresholds.clone();
    }

    /** {@return the probability of each step, a copy; shape [steps]} */
    public double[] probabilities() {
        return probabilities.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Calibration that
                && Arrays.equals(thresholds, that.thresholds)
                && Arrays.equals(probabilities, that.probabilities);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(thresholds), Arrays.hashCode(probabilities));
    }

    @Override
    public String toString() {
        return "Calibration[" + probabilities.length + " steps, " + probabilities[0] + " … "
                + probabilities[probabilities.length - 1] + "]";
    }

    /** Neighbouring bins pooled to blocks, their rates of hits rising. */
    private static final class Blocks {
        final int[] firstBin;
        final long[] pairs;
        final long[] hits;
        int size;

        Blocks(int bins) {
            firstBin = new int[bins];
            pairs = new long[bins];
            hits = new long[bins];
        }

        double rate(int block) {
            return hits[block] / (double) pairs[block];
        }

        /** Adds a block at the end; pools it with those before it that have no lower rate. */
        void add(int bin, long morePairs, long moreHits) {
            firstBin[size] = bin;
            pairs[size] = morePairs;
            hits[size++] = moreHits;
            while (size > 1 && rate(size - 2) >= rate(size - 1)) {
                poolWithNext(size - 2);
            }
        }

        void poolRareHits() {
            for (int block = size - 1; block > 0; block--) {
                if (hits[block] < LEAST_HITS) {
                    poolWithNext(block - 1);
                }
            }
        }

        void poolTo(int most) {
            while (size > most) {
                int cheapest = 0;
                for (int block = 1; block < size - 1; block++) {
                    cheapest = cost(block) < cost(cheapest) ? block : cheapest;
                }
                poolWithNext(cheapest);
            }
        }

        /** {@return by how much the squared error rises when a block is pooled with the next} */
        private double cost(int block) {
            double difference = rate(block + 1) - rate(block);
            double weight = (double) pairs[block] * pairs[block + 1] / ((double) pairs[block] + pairs[block + 1]);
            return weight * difference * difference;
        }

        private void poolWithNext(int block) {
            pairs[block] += pairs[block + 1];
            hits[block] += hits[block + 1];
            size--;
            int moved = size - block - 1;
            System.arraycopy(firstBin, block + 2, firstBin, block + 1, moved);
            System.arraycopy(pairs, block + 2, pairs, block + 1, moved);
            System.arraycopy(hits, block + 2, hits, block + 1, moved);
        }
    }
}
