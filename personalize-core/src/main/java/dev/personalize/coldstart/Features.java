package dev.personalize.coldstart;

import java.util.Arrays;

/** What each column says to each candidate about one case, and the likelihood that follows. For one thread, case after case. */
final class Features {
    private final Candidates candidates;
    private final double[][] ofColumn;
    private final double[] popular;
    private final double[] rest;
    private final double[] users;
    private final double[] shares;
    private final double[] expected;

    Features(int columns, Candidates candidates) {
        int size = candidates.users().length;
        this.candidates = candidates;
        this.ofColumn = new double[columns][size];
        this.popular = new double[size];
        this.rest = new double[size];
        this.users = new double[size];
        this.shares = new double[size];
        this.expected = new double[columns];
    }

    void fill(LeaveOneOut asked) {
        for (int i = 0; i < rest.length; i++) {
            rest[i] = candidates.users()[i];
        }
        for (int candidate : asked.had()) {
            rest[candidate]--;
        }
        for (int i = 0; i < rest.length; i++) {
            popular[i] = Lift.popularity(rest[i]);
        }
        for (int column = 0; column < ofColumn.length; column++) {
            Arrays.fill(ofColumn[column], 0);
            Counts counts = candidates.counts().get(column);
            LeaveOneOut.Known known = asked.columns().get(column);
            for (int i = 0; i < known.values().length; i++) {
                int value = known.values()[i];
                Arrays.fill(users, 0);
                for (int p = counts.begin(value); p < counts.end(value); p++) {
                    users[counts.item(p)] = counts.users(p);
                }
                for (int candidate : known.own()[i]) {
                    users[candidate]--;
                }
                double share =
                        Lift.share(counts.pairs(value) - known.sizes()[i], (long) candidates.pairs() - asked.size());
                add(ofColumn[column], share, known.values().length);
            }
        }
    }

    /** {@return what a column says to a candidate} */
    double of(int column, int candidate) {
        return ofColumn[column][candidate];
    }

    private void add(double[] feature, double share, int values) {
        for (int i = 0; i < feature.length; i++) {
            feature[i] += Lift.log(users[i], rest[i] * share) / values;
        }
    }

    /** Adds the gradient and curvature at some weights, and {@return the mean log-likelihood of the targets}. */
    double addTo(Weights.Sums sums, double[] weights, int[] targets) {
        System.arraycopy(popular, 0, shares, 0, shares.length);
        for (int column = 0; column < ofColumn.length; column++) {
            for (int i = 0; i < shares.length; i++) {
                shares[i] += weights[column] * ofColumn[column][i];
            }
        }
        double wanted = Arrays.stream(targets)
                .mapToDouble(target -> shares[target])
                .average()
                .orElse(0);
        double max = Arrays.stream(shares).max().orElse(0);
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(shares[i] - max);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        addDerivatives(sums, targets);
        return wanted - max - Math.log(sum);
    }

    private void addDerivatives(Weights.Sums sums, int[] targets) {
        for (int column = 0; column < ofColumn.length; column++) {
            double[] feature = ofColumn[column];
            double mean = 0;
            for (int i = 0; i < shares.length; i++) {
                mean += shares[i] * feature[i];
            }
            expected[column] = mean;
            sums.gradient[column] += Arrays.stream(targets)
                            .mapToDouble(target -> feature[target])
                            .average()
                            .orElse(0)
                    - mean;
            for (int other = 0; other <= column; other++) {
                double product = 0;
                for (int i = 0; i < shares.length; i++) {
                    product += shares[i] * feature[i] * ofColumn[other][i];
                }
                double curvature = product - mean * expected[other];
                sums.curvature[column][other] += curvature;
                if (other < column) {
                    sums.curvature[other][column] += curvature;
                }
            }
        }
    }
}
