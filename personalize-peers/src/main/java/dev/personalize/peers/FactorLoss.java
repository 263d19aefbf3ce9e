package dev.personalize.peers;

import dev.personalize.data.PreferenceMatrix;
import dev.personalize.math.Gram;
import dev.personalize.math.Parallel;
import dev.personalize.math.PositiveDefiniteSolver;
import dev.personalize.math.SymmetricUpdate;
import java.util.Arrays;

/** How well vectors of items explain a matrix, whoever made them: the users that suit them best are solved for here, for both alike. */
final class FactorLoss {
    private static final int USERS_A_CHUNK = 256;

    private FactorLoss() {}

    /**
     * {@return Σ over pairs (s − 1)² + w Σ over all s², each user's vector solved exactly for these items with ridge r·n}
     *
     * @param items shape [items][d]
     * @param unobserved w
     * @param regularization r
     */
    static double of(float[][] items, PreferenceMatrix pairs, double unobserved, double regularization) {
        int d = items[0].length;
        float[][] gram = Gram.of(items, d, Parallel.ofProcessors());
        double[] losses = new double[Parallel.chunks(pairs.rows(), USERS_A_CHUNK)];
        Parallel.ofProcessors().forChunks(pairs.rows(), USERS_A_CHUNK, (chunk, from, to) -> {
            PositiveDefiniteSolver solver = new PositiveDefiniteSolver(d);
            for (int user = from; user < to; user++) {
                losses[chunk] += ofUser(user, items, gram, pairs, unobserved, regularization, solver);
            }
        });
        return Arrays.stream(losses).sum();
    }

    private static double ofUser(
            int user,
            float[][] items,
            float[][] gram,
            PreferenceMatrix pairs,
            double unobserved,
            double regularization,
            PositiveDefiniteSolver solver) {
        int d = gram.length;
        int n = pairs.count(user);
        float[][] rows = new float[n][];
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        float[] vector = new float[d];
        for (int i = 0; i < n; i++) {
            rows[i] = items[pairs.column(pairs.begin(user) + i)];
            for (int k = 0; k < d; k++) {
                vector[k] += rows[i][k];
            }
        }
        float[][] equations = new float[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                equations[i][j] = (float) (unobserved * gram[i][j]);
            }
            equations[i][i] += (float) (regularization * n);
        }
        SymmetricUpdate.add(equations, rows, ones, n);
        if (n > 0 && !solver.solve(equations, vector)) {
            throw new IllegalStateException("user " + user + " has no finite vector");
        }
        double loss = 0;
        for (float[] row : rows) {
            double score = 0;
            for (int k = 0; k < d; k++) {
                score += (double) row[k] * vector[k];
            }
            loss += (score - 1) * (score - 1);
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                loss += (i == j ? 1 : 2) * unobserved * gram[i][j] * vector[i] * vector[j];
            }
        }
        return loss;
    }
}
