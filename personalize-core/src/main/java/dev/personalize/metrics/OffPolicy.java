package dev.personalize.metrics;

import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import java.util.List;
import java.util.Locale;

/**
 * What another system would have earned, from the log of one that chose at random and wrote down how probable its choices were. Each
 * place of a list that was logged is a decision of its own. Immutable.
 *
 * <p>With <i>w</i> = target / propensity the importance of a decision and <i>r</i> its reward, over <i>n</i> decisions:
 *
 * <ul>
 *   <li>IPS (Horvitz and Thompson 1952): sum(<i>w r</i>) / <i>n</i>; right on average whatever the reward depends on;
 *   <li>SNIPS (Swaminathan and Joachims, The Self-Normalized Estimator for Counterfactual Learning, NeurIPS 2015): sum(<i>w r</i>) /
 *       sum(<i>w</i>); varies less, and is right when there are many decisions;
 *   <li>doubly robust (Dudík, Langford and Li, Doubly Robust Policy Evaluation and Learning, ICML 2011): sum(<i>expected</i> + <i>w</i>
 *       (<i>r</i> − <i>predicted</i>)) / <i>n</i>; varies less the better the prediction is, and is right whatever it is;
 *   <li>effective sample size: sum(<i>w</i>)² / sum(<i>w</i>²), how many decisions of the other system the log is worth.
 * </ul>
 *
 * <p>Importances above the clip count as the clip: less variance, and a value that is too low where rewards are positive.
 */
public final class OffPolicy {
    /** Estimates from less than this are refused: they would be noise. */
    public static final double LEAST_EFFECTIVE_SAMPLE_SIZE = 100;

    private final double[] weights;
    private final List<Decision> decisions;
    private final double effectiveSampleSize;
    private final double clippedShare;

    /**
     * A decision that was logged.
     *
     * @param propensity probability with which the log's system chose what it chose, in (0, 1]
     * @param target probability with which the other system would have chosen the same, in [0, 1]
     * @param reward what came of it, finite
     * @param predicted what a model of rewards says of this choice, finite; 0 without a model
     * @param expected mean of what it says over the choices of the other system, finite; 0 without a model
     */
    public record Decision(double propensity, double target, double reward, double predicted, double expected) {
        /**
         * Checks the values.
         *
         * @throws InvalidInputException if one is out of range
         */
        public Decision {
            if (!(propensity > 0 && propensity <= 1)) {
                throw new InvalidInputException("propensity must lie in (0, 1], was " + propensity
                        + ": what could not have been chosen cannot have been logged");
            }
            if (!(target >= 0 && target <= 1)) {
                throw new InvalidInputException("target probability must lie in [0, 1], was " + target);
            }
            if (!Double.isFinite(reward) || !Double.isFinite(predicted) || !Double.isFinite(expected)) {
                throw new InvalidInputException("reward, predicted and expected must be finite, were " + reward + ", "
                        + predicted + " and " + expected);
            }
        }

        /** A decision without a model of rewards. */
        public Decision(double propensity, double target, double reward) {
            this(propensity, target, reward, 0, 0);
        }
    }

    /**
     * Estimates from a log.
     *
     * @param clip the most a decision may weigh, above 0; {@link Double#POSITIVE_INFINITY} for no clipping
     * @throws InvalidInputException if the clip is not above 0, or the log's effective sample size for the other system is below
     *     {@value #LEAST_EFFECTIVE_SAMPLE_SIZE}
     */
    public OffPolicy(List<Decision> decisions, double clip) {
        if (!(clip > 0)) {
            throw new InvalidInputException("clip must be above 0, was " + clip);
        }
        this.decisions = List.copyOf(decisions);
        this.weights = new double[decisions.size()];
        double sum = 0;
        double squares = 0;
        int clipped = 0;
        for (int i = 0; i < weights.length; i++) {
            double weight = decisions.get(i).target() / decisions.get(i).propensity();
            clipped += weight > clip ? 1 : 0;
            weights[i] = Math.min(weight, clip);
            sum += weights[i];
            squares += weights[i] * weights[i];
        }
        this.effectiveSampleSize = squares == 0 ? 0 : sum * sum / squares;
        this.clippedShare = weights.length == 0 ? 0 : clipped / (double) weights.length;
        if (effectiveSampleSize < LEAST_EFFECTIVE_SAMPLE_SIZE) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "the log of %d decisions is worth %.1f of the other system's, and %.0f are needed for an estimate: log more,"
                            + " explore more, or compare systems that choose more alike",
                    weights.length,
                    effectiveSampleSize,
                    LEAST_EFFECTIVE_SAMPLE_SIZE));
        }
    }

    /** {@return number of decisions} */
    public int size() {
        return weights.length;
    }

    /** {@return how many decisions of the other system the log is worth} */
    public double effectiveSampleSize() {
        return effectiveSampleSize;
    }

    /** {@return share of the decisions that weigh less than they should} */
    public double clippedShare() {
        return clippedShare;
    }

    /** {@return mean reward of the log's own system} */
    public Interval logged(Bootstrap bootstrap, Parallel parallel) {
        return mean(terms((decision, weight) -> decision.reward()), bootstrap, parallel);
    }

    /** {@return mean reward of the other system, by inverse propensities} */
    public Interval ips(Bootstrap bootstrap, Parallel parallel) {
        return mean(terms((decision, weight) -> weight * decision.reward()), bootstrap, parallel);
    }

    /** {@return mean reward of the other system, by inverse propensities that are made to sum to 1} */
    public Interval snips(Bootstrap bootstrap, Parallel parallel) {
        double[][] earned = {terms((decision, weight) -> weight * decision.reward())};
        return bootstrap.ratios(earned, new double[][] {weights}, parallel)[0];
    }

    /** {@return mean reward of the other system, as predicted and put right by inverse propensities} */
    public Interval doublyRobust(Bootstrap bootstrap, Parallel parallel) {
        return mean(
                terms((decision, weight) -> decision.expected() + weight * (decision.reward() - decision.predicted())),
                bootstrap,
                parallel);
    }

    @FunctionalInterface
    private interface Term {
        double of(Decision decision, double weight);
    }

    private double[] terms(Term term) {
        double[] terms = new double[weights.length];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = term.of(decisions.get(i), weights[i]);
        }
        return terms;
    }

    private static Interval mean(double[] terms, Bootstrap bootstrap, Parallel parallel) {
        return bootstrap.means(new double[][] {terms}, parallel)[0];
    }
}
