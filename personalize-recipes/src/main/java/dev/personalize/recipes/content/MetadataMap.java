package dev.personalize.recipes.content;

import dev.personalize.math.Parallel;
import dev.personalize.math.SymmetricSystem;
import java.util.Arrays;

/**
 * What metadata lets one expect of the vectors of items: a linear map, fitted to the items that have both, with the ridge that predicts
 * items best that were left out of the fit. Metadata that says nothing gets the greatest ridge, and what is expected is then the mean
 * vector of all items, whatever the metadata.
 *
 * <p>Minimises {@code Σ_i w_i |h_i − b − B·g_i|² + μ |B|²} with {@code g} the metadata of an item, {@code h} its vector, and
 * {@code w} growing with its events, for each μ of {@link #RIDGES}; the one is taken that leaves the least {@code Σ_i w_i |h_i −
 * b − B·g_i|²} over five fifths of the items, each predicted from the others.
 */
final class MetadataMap {
    /** In items: a direction of the metadata that so many items have in full is believed half. */
    private static final double[] RIDGES = {0.1, 0.3, 1, 3, 10, 30, 100, 1_000, 1e9};

    private static final int FOLDS = 5;

    private final double[][] solution;

    /** @param solution coefficients of each dimension, the constant last; shape [d][features + 1] */
    private MetadataMap(double[][] solution) {
        this.solution = solution;
    }

    /**
     * Fits the map.
     *
     * @param metadata g; not modified; shape [items][m]
     * @param vectors h; not modified; shape [items][d]
     * @param weights w; 0 for items that are not to be fitted; not modified; shape [items]
     */
    static MetadataMap fit(float[][] metadata, float[][] vectors, double[] weights, Parallel parallel) {
        int m = metadata[0].length;
        int d = vectors[0].length;
        Sums all = new Sums(m, d);
        Sums[] folds = new Sums[FOLDS];
        parallel.forChunks(FOLDS, 1, (chunk, fold, end) -> {
            folds[fold] = new Sums(m, d);
            for (int item = fold; item < weights.length; item += FOLDS) {
                if (weights[item] > 0) {
                    folds[fold].add(metadata[item], vectors[item], weights[item]);
                }
            }
        });
        for (Sums fold : folds) {
            all.add(fold, 1);
        }
        double[][] parts = new double[RIDGES.length][FOLDS];
        parallel.forChunks(RIDGES.length * FOLDS, 1, (chunk, task, end) -> {
            int fold = task % FOLDS;
            Sums others = new Sums(m, d);
            others.add(all, 1);
            others.add(folds[fold], -1);
            double[][] solution = others.solve(RIDGES[task / FOLDS]);
            parts[task / FOLDS][fold] = error(solution, fold, metadata, vectors, weights);
        });
        double[] errors = new double[RIDGES.length];
        Arrays.setAll(errors, r -> Arrays.stream(parts[r]).sum());
        int best = RIDGES.length - 1; // between equals, the one that believes less
        for (int r = best; r >= 0; r--) {
            best = errors[r] < errors[best] ? r : best;
        }
        return new MetadataMap(all.solve(RIDGES[best]));
    }

    private static double error(
            double[][] solution, int fold, float[][] metadata, float[][] vectors, double[] weights) {
        float[] expected = new float[solution.length];
        double error = 0;
        for (int item = fold; item < weights.length; item += FOLDS) {
            if (weights[item] > 0) {
                apply(solution, metadata[item], expected);
                for (int k = 0; k < expected.length; k++) {
                    double difference = vectors[item][k] - expected[k];
                    error += weights[item] * difference * difference;
                }
            }
        }
        return error;
    }

    private static void apply(double[][] solution, float[] metadata, float[] vector) {
        for (int k = 0; k < vector.length; k++) {
            double sum = solution[k][metadata.length];
            for (int i = 0; i < metadata.length; i++) {
                sum += solution[k][i] * metadata[i];
            }
            vector[k] = (float) sum;
        }
    }

    /**
     * Computes what to expect of an item.
     *
     * @param metadata not modified; shape [m]
     * @param vector overwritten; shape [d]
     */
    void apply(float[] metadata, float[] vector) {
        apply(solution, metadata, vector);
    }

    /** Sums over some items of which the fit is made. */
    private static final class Sums {
        private final double[][] lower;
        private final double[][] right;
        private double total;

        Sums(int m, int d) {
            lower = new double[m + 1][];
            for (int i = 0; i <= m; i++) {
                lower[i] = new double[i + 1];
            }
            right = new double[d][m + 1];
        }

        void add(float[] metadata, float[] vector, double weight) {
            int m = metadata.length;
            for (int i = 0; i < m; i++) {
                double factor = weight * metadata[i];
                for (int j = 0; j <= i; j++) {
                    lower[i][j] += factor * metadata[j];
                }
                lower[m][i] += factor;
            }
            lower[m][m] += weight;
            for (int k = 0; k < vector.length; k++) {
                double factor = weight * vector[k];
                for (int i = 0; i < m; i++) {
                    right[k][i] += factor * metadata[i];
                }
                right[k][m] += factor;
            }
            total += weight;
        }

        void add(Sums other, double sign) {
            for (int i = 0; i < lower.length; i++) {
                for (int j = 0; j <= i; j++) {
                    lower[i][j] += sign * other.lower[i][j];
                }
            }
            for (int k = 0; k < right.length; k++) {
                for (int i = 0; i < right[k].length; i++) {
                    right[k][i] += sign * other.right[k][i];
                }
            }
            total += sign * other.total;
        }

        double[][] solve(double ridge) {
            double[][] matrix = new double[lower.length][];
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] = lower[i].clone();
                matrix[i][i] += i + 1 < matrix.length ? ridge : 1e-9 * Math.max(1, total);
            }
            SymmetricSystem system = SymmetricSystem.of(matrix);
            if (system != null && total > 0) {
                return system.solve(right);
            }
            return new double[right.length][lower.length];
        }
    }
}
