package dev.personalize.recipes.factor;

import dev.personalize.data.AttributeFeatures;
import dev.personalize.data.AttributeTable;
import dev.personalize.math.Parallel;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of the rows of one side, users or items, lets one expect of their vectors: <i>B·g_i</i>, with <i>g_i</i> the features
 * of row <i>i</i> and <i>B</i> fitted to the vectors of all rows. The penalty pulls the vector of a row to it instead of to zero, so a row that
 * has few events stays near and one that has many goes its own way.
 *
 * <p>T. Ohtsuki, irspack, "Feature-aware iALS" (documentation, {@code feature_aware_ials.rst}), has the idea: the penalty of the
 * objective becomes {@code Σ_i λ_i |h_i − B·g_i|² + μ |B|²}, and <i>B</i> is one more block that is minimised over in turn.
 * <i>μ</i> is {@code prior_regularization} times the mean of all <i>λ_i</i>, that is, counted in rows: a value that so many average
 * rows have is believed half.
 *
 * <p>For one thread, which may use others; {@link #centre} for any number of them between two fits.
 */
final class Prior {
    private final AttributeFeatures features;
    private final float[] weights;
    private final RidgeMap map;

    private Prior(AttributeFeatures features, float[] weights, double regularization, int d) {
        this.features = features;
        this.weights = weights;
        double sum = 0;
        int count = 0;
        for (float weight : weights) {
            sum += weight;
            count += weight > 0 ? 1 : 0;
        }
        this.map = new RidgeMap(features, weights, regularization * sum / Math.max(1, count), d);
    }

    /**
     * {@return the features of the rows of a table, or null if it has none}
     *
     * @param wanted whether they are to be used
     * @param rows of the table
     */
    static @Nullable AttributeFeatures features(boolean wanted, AttributeTable table, int rows) {
        AttributeFeatures features = wanted && !table.fields().isEmpty() ? AttributeFeatures.of(table, rows) : null;
        return features == null || features.size() == 1 ? null : features;
    }

    /**
     * {@return what the metadata says, or null if no row that has events has any}
     *
     * @param weights λ of each row, 0 for those without events; kept; shape [rows]
     * @param regularization μ in rows
     * @param d length of the vectors
     */
    static @Nullable Prior of(@Nullable AttributeFeatures features, float[] weights, double regularization, int d) {
        return features != null
                        && IntStream.range(0, weights.length)
                                .anyMatch(row -> weights[row] > 0 && features.begin(row) < features.end(row))
                ? new Prior(features, weights, regularization, d)
                : null;
    }

    /** {@return the most bytes a prior with these features takes beside them, and fitting it} */
    static long bytes(@Nullable AttributeFeatures features, int d) {
        return features == null ? 0 : (long) Float.BYTES * features.rows() + RidgeMap.bytes(features.size(), d);
    }

    /** Fits B to the vectors of the rows that have events. */
    void fit(float[][] vectors, Parallel parallel) {
        map.fit(vectors, parallel);
    }

    /** Computes what to expect of a row: zero before the first fit, and for a row without features; shape [d]. */
    void centre(int row, float[] vector) {
        map.apply(row, vector);
    }

    /** {@return λ of a row; 0 if it has no events} */
    float weight(int row) {
        return weights[row];
    }

    /** {@return number of rows} */
    int rows() {
        return weights.length;
    }

    /** {@return whether a row has features} */
    boolean knows(int row) {
        return features.begin(row) < features.end(row);
    }

    /** {@return what the features are} */
    AttributeFeatures features() {
        return features;
    }

    /** {@return Bᵀ, shared; shape [features][d]} */
    float[][] byFeature() {
        return map.byFeature();
    }
}
