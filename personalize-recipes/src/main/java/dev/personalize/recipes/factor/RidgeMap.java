package dev.personalize.recipes.factor;

import dev.personalize.data.AttributeFeatures;
import dev.personalize.math.Parallel;
import dev.personalize.math.SymmetricSystem;
import dev.personalize.math.Vectors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A linear map from the features of a row to a vector, fitted to given vectors:
 * {@code B = argmin Σ_i λ_i |h_i − B·g_i|² + μ |B|²} over the rows with a weight λ_i and with features. The dimensions are
 * fitted side by side and each by itself, so that the number of threads does not matter. For one thread, which may use others.
 *
 * <p>What is solved for every dimension has the same coefficients, {@code Σ λ_i·g_i·g_iᵀ + μ·I}. For at most 512 features they are
 * decomposed once, in the constructor. For more of them conjugate gradients, scaled by the diagonal, begin at the
 * fit of before, which the vectors of the next iteration are seldom far from.
 */
final class RidgeMap {
    static final int MOST_DECOMPOSED = 512;
    private static final int MOST_STEPS = 30;
    /** Length of the residual, against that of the right side, that is as good as none in single precision. */
    private static final double EXACT_ENOUGH = 1e-7;

    /** Its part of the diagonal and of what a step of conjugate gradients holds, and the vector's header. */
    private static final int BYTES_A_FEATURE = 64;

    private final AttributeFeatures features;
    private final float[] weights;
    private final double ridge;
    private final double[] diagonal;
    private final @Nullable SymmetricSystem equations;
    private double[][] byDimension;
    private final float[][] byFeature;

    /**
     * @param weights λ; 0 for rows that are not to be fitted; kept; shape [rows]
     * @param ridge μ, greater than 0
     * @param d length of the vectors
     */
    RidgeMap(AttributeFeatures features, float[] weights, double ridge, int d) {
        this.features = features;
        this.weights = weights;
        this.ridge = ridge;
        this.byDimension = new double[d][features.size()];
        this.byFeature = new float[features.size()][d];
        this.diagonal = diagonal();
        this.equations = features.size() <= MOST_DECOMPOSED ? SymmetricSystem.of(equations()) : null;
    }

    /**
     * {@return the most bytes a map and a fit of it take}
     *
     * @param features number of features
     * @param d length of the vectors
     */
    static long bytes(int features, int d) {
        long entries = (long) features * d;
        // The map three times, right sides, and for what EJML solves them and the solutions once more each.
        long fits = (4 * Double.BYTES + Float.BYTES) * entries;
        // The lower triangle, the whole matrix, and its decomposition.
        long decomposed = features <= MOST_DECOMPOSED ? 5L * Double.BYTES / 2 * features * features : 0;
        return fits + decomposed + (long) BYTES_A_FEATURE * features;
    }

    /** {@return Bᵀ, shared; shape [features][d]} */
    float[][] byFeature() {
        return byFeature;
    }

    private double[] diagonal() {
        double[] sums = new double[features.size()];
        Arrays.fill(sums, ridge);
        for (int row = 0; row < weights.length; row++) {
            for (int p = features.begin(row); p < features.end(row); p++) {
                sums[features.feature(p)] += weights[row] * features.value(p) * (double) features.value(p);
            }
        }
        return sums;
    }

    /** {@return the lower triangle} */
    private double[][] equations() {
        double[][] lower = new double[features.size()][];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = new double[i + 1];
            lower[i][i] = ridge;
        }
        for (int row = 0; row < weights.length; row++) {
            for (int p = features.begin(row); p < features.end(row); p++) {
                double factor = (double) weights[row] * features.value(p);
                double[] target = lower[features.feature(p)];
                for (int q = features.begin(row); q <= p; q++) {
                    target[features.feature(q)] += factor * features.value(q);
                }
            }
        }
        return lower;
    }

    /**
     * Fits the map.
     *
     * @param vectors h, of all rows; not modified; shape [rows][d]
     */
    void fit(float[][] vectors, Parallel parallel) {
        double[][] rights = new double[byDimension.length][features.size()];
        parallel.forChunks(rights.length, 1, (chunk, dimension, end) -> {
            double[] right = rights[dimension];
            for (int row = 0; row < weights.length; row++) {
                double wanted = (double) weights[row] * vectors[row][dimension];
                for (int p = features.begin(row); p < features.end(row); p++) {
                    right[features.feature(p)] += wanted * features.value(p);
                }
            }
            if (equations == null) {
                descend(right, byDimension[dimension]);
            }
        });
        if (equations != null) {
            byDimension = equations.solve(rights);
        }
        for (int feature = 0; feature < byFeature.length; feature++) {
            for (int k = 0; k < byDimension.length; k++) {
                byFeature[feature][k] = (float) byDimension[k][feature];
            }
        }
    }

    /** Conjugate gradients; the solution takes the place of where they begin. */
    private void descend(double[] right, double[] solution) {
        int n = right.length;
        double[] product = new double[n];
        multiply(solution, product);
        double[] residual = new double[n];
        double[] direction = new double[n];
        double scaled = 0;
        for (int i = 0; i < n; i++) {
            residual[i] = right[i] - product[i];
            direction[i] = residual[i] / diagonal[i];
            scaled += residual[i] * direction[i];
        }
        double enough = EXACT_ENOUGH * EXACT_ENOUGH * scaledLength(right);
        for (int step = 0; step < MOST_STEPS && scaled > enough; step++) {
            multiply(direction, product);
            double along = 0;
            for (int i = 0; i < n; i++) {
                along += direction[i] * product[i];
            }
            double length = scaled / along;
            for (int i = 0; i < n; i++) {
                solution[i] += length * direction[i];
                residual[i] -= length * product[i];
            }
            double next = scaledLength(residual);
            double turn = next / scaled;
            for (int i = 0; i < n; i++) {
                direction[i] = residual[i] / diagonal[i] + turn * direction[i];
            }
            scaled = next;
        }
    }

    private double scaledLength(double[] vector) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += vector[i] * vector[i] / diagonal[i];
        }
        return sum;
    }

    private void multiply(double[] vector, double[] product) {
        for (int i = 0; i < vector.length; i++) {
            product[i] = ridge * vector[i];
        }
        for (int row = 0; row < weights.length; row++) {
            double sum = 0;
            for (int p = features.begin(row); p < features.end(row); p++) {
                sum += features.value(p) * vector[features.feature(p)];
            }
            sum *= weights[row];
            for (int p = features.begin(row); p < features.end(row); p++) {
                product[features.feature(p)] += sum * features.value(p);
            }
        }
    }

    /**
     * Computes B·g of a row.
     *
     * @param vector overwritten; shape [d]
     */
    void apply(int row, float[] vector) {
        Arrays.fill(vector, 0);
        for (int p = features.begin(row); p < features.end(row); p++) {
            Vectors.addScaled(vector, byFeature[features.feature(p)], features.value(p));
        }
    }
}
