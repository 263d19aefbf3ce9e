package dev.personalize.coldstart;

import dev.personalize.data.Interactions;
import dev.personalize.data.Popularity;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How far each column is to be believed: the weights under which the items of users are most likely, each user asked about as if
 * there were nothing of that user in the counts. The likelihood is concave in the weights, which are found by Newton's method
 * among those that are not negative.
 */
final class Weights {
    private static final int MOST_CASES = 500;
    private static final int LEAST_CASES = 25;
    private static final int MOST_CANDIDATES = 2048;
    private static final int CASES_A_CHUNK = 16;
    private static final int MOST_STEPS = 12;
    private static final int SWEEPS = 50;
    private static final double LARGEST = 2;
    private static final double LEAST = 0.05;
    private static final double CONVERGED = 1e-3;
    private static final double RIDGE = 1e-4;
    private static final double STANDARD_ERRORS = 2;

    private final int columns;
    private final Parallel parallel;
    private final List<LeaveOneOut> cases;
    private final Candidates candidates;

    private Weights(int columns, Candidates candidates, List<LeaveOneOut> cases, Parallel parallel) {
        this.columns = columns;
        this.candidates = candidates;
        this.cases = cases;
        this.parallel = parallel;
    }

    /** {@return the weight of each column, 0 for one that does not help; the same for any number of threads} */
    static double[] of(
            List<Counts> counts,
            Snapshot data,
            PreferenceMatrix preferences,
            Popularity popularity,
            Parallel parallel) {
        Candidates candidates = Candidates.of(counts, preferences, popularity, MOST_CANDIDATES);
        List<LeaveOneOut> cases = cases(candidates, data, preferences);
        Weights weights = new Weights(counts.size(), candidates, cases, parallel);
        return cases.size() < LEAST_CASES ? new double[counts.size()] : weights.best();
    }

    private static List<LeaveOneOut> cases(Candidates candidates, Snapshot data, PreferenceMatrix preferences) {
        Interactions events = data.interactions();
        int[] askable = IntStream.range(0, events.users())
                .filter(user -> candidates.isKnown(events, user))
                .toArray();
        int cases = Math.min(MOST_CASES, askable.length);
        return IntStream.range(0, cases)
                .map(i -> askable[(int) ((long) i * askable.length / cases)])
                .mapToObj(user -> LeaveOneOut.of(user, candidates, data, preferences))
                .filter(asked -> asked.targets().length > 0)
                .toList();
    }

    private double[] best() {
        double[] weights = new double[columns];
        Sums at = sums(weights);
        double[] plain = at.likelihoods;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] direction = at.direction(weights);
            if (Arrays.stream(direction).map(Math::abs).max().orElse(0) < CONVERGED) {
                break;
            }
            double[] next = moved(weights, direction, 1);
            Sums there = sums(next);
            for (double share = 0.5; there.likelihood() < at.likelihood() && share > CONVERGED; share /= 2) {
                next = moved(weights, direction, share);
                there = sums(next);
            }
            weights = next;
            at = there;
        }
        return isClearlyBetter(at.likelihoods, plain)
                ? Arrays.stream(weights)
                        .map(weight -> weight < LEAST ? 0 : weight)
                        .toArray()
                : new double[columns];
    }

    private static double[] moved(double[] weights, double[] direction, double share) {
        double[] moved = new double[weights.length];
        Arrays.setAll(moved, i -> weights[i] + share * direction[i]);
        return moved;
    }

    /** {@return whether the mean gain of a user is more than two of its standard errors} */
    private static boolean isClearlyBetter(double[] likelihoods, double[] plain) {
        int n = plain.length;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (likelihoods[i] - plain[i]) / n;
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double difference = likelihoods[i] - plain[i] - mean;
            squares += difference * difference;
        }
        return mean > STANDARD_ERRORS * Math.sqrt(squares / (n - 1) / n);
    }

    private Sums sums(double[] weights) {
        double[] likelihoods = new double[cases.size()];
        @Nullable Sums[] partial = new Sums[Parallel.chunks(cases.size(), CASES_A_CHUNK)];
        parallel.forChunks(cases.size(), CASES_A_CHUNK, (chunk, from, to) -> {
            Sums sums = new Sums(columns, likelihoods);
            Features features = new Features(columns, candidates);
            for (int i = from; i < to; i++) {
                features.fill(cases.get(i));
                likelihoods[i] = features.addTo(sums, weights, cases.get(i).targets());
            }
            partial[chunk] = sums;
        });
        Sums total = new Sums(columns, likelihoods);
        for (Sums sums : partial) {
            total.add(Objects.requireNonNull(sums));
        }
        return total;
    }

    /** Gradient and curvature of the likelihood, summed over cases in a fixed order. */
    static final class Sums {
        final double[] gradient;
        final double[][] curvature;
        final double[] likelihoods;

        Sums(int columns, double[] likelihoods) {
            this.gradient = new double[columns];
            this.curvature = new double[columns][columns];
            this.likelihoods = likelihoods;
        }

        void add(Sums other) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += other.gradient[i];
                for (int j = 0; j < gradient.length; j++) {
                    curvature[i][j] += other.curvature[i][j];
                }
            }
        }

        double likelihood() {
            return Arrays.stream(likelihoods).sum();
        }

        /** {@return where the quadratic through this point is greatest, from here, among weights from 0 to 2} */
        double[] direction(double[] weights) {
            double[] direction = new double[weights.length];
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                for (int i = 0; i < direction.length; i++) {
                    double slope = gradient[i];
                    for (int j = 0; j < direction.length; j++) {
                        slope -= curvature[i][j] * direction[j];
                    }
                    double wanted = direction[i] + slope / (curvature[i][i] + RIDGE * likelihoods.length);
                    direction[i] = Math.max(-weights[i], Math.min(LARGEST - weights[i], wanted));
                }
            }
            return direction;
        }
    }
}
