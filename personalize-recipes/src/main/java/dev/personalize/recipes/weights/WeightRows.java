package dev.personalize.recipes.weights;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import java.util.Arrays;

/**
 * A sparse matrix of weights in compressed rows: what an item, the source, adds to the scores of others, its targets. Immutable.
 *
 * <p>The targets of a source are the positions {@code offsets[source] … offsets[source+1]-1} of the other two arrays, ascending.
 */
public final class WeightRows {
    private static final String OFFSETS = "offsets";
    private static final String TARGETS = "targets";
    private static final String WEIGHTS = "weights";

    private final int[] offsets;
    private final int[] targets;
    private final float[] weights;

    private WeightRows(int[] offsets, int[] targets, float[] weights) {
        this.offsets = offsets;
        this.targets = targets;
        this.weights = weights;
    }

    /**
     * {@return the matrix with these rows}
     *
     * @param targets of each source, ascending; shape [items][…]
     * @param weights shape as {@code targets}
     */
    public static WeightRows ofSources(int[][] targets, float[][] weights) {
        int[] offsets = new int[targets.length + 1];
        for (int source = 0; source < targets.length; source++) {
            offsets[source + 1] = Math.addExact(offsets[source], targets[source].length);
        }
        int[] flatTargets = new int[offsets[targets.length]];
        float[] flatWeights = new float[flatTargets.length];
        for (int source = 0; source < targets.length; source++) {
            System.arraycopy(targets[source], 0, flatTargets, offsets[source], targets[source].length);
            System.arraycopy(weights[source], 0, flatWeights, offsets[source], weights[source].length);
        }
        return new WeightRows(offsets, flatTargets, flatWeights);
    }

    /**
     * {@return the matrix with these columns}
     *
     * @param sources of each target, in any order; shape [items][…]
     * @param weights shape as {@code sources}
     */
    public static WeightRows ofTargets(int[][] sources, float[][] weights) {
        int[] offsets = new int[sources.length + 1];
        for (int[] ofTarget : sources) {
            for (int source : ofTarget) {
                offsets[source + 1]++;
            }
        }
        for (int source = 0; source < sources.length; source++) {
            offsets[source + 1] = Math.addExact(offsets[source], offsets[source + 1]);
        }
        int[] next = offsets.clone();
        int[] targets = new int[offsets[sources.length]];
        float[] values = new float[targets.length];
        for (int target = 0; target < sources.length; target++) {
            for (int i = 0; i < sources[target].length; i++) {
                int at = next[sources[target][i]]++;
                targets[at] = target;
                values[at] = weights[target][i];
            }
        }
        return new WeightRows(offsets, targets, values);
    }

    /** {@return number of items} */
    public int items() {
        return offsets.length - 1;
    }

    /** Says of no item that it has a score. */
    public void begin(float[] scores) {
        Arrays.fill(scores, 0, items(), Float.NaN);
    }

    /**
     * Adds the weights of a source, times a factor, to the scores of its targets.
     *
     * @param scores NaN where nothing was added yet; shape [at least items]
     */
    public void add(int source, float factor, float[] scores) {
        for (int p = offsets[source]; p < offsets[source + 1]; p++) {
            float before = scores[targets[p]];
            float contribution = factor * weights[p];
            scores[targets[p]] = Float.isNaN(before) ? contribution : before + contribution;
        }
    }

    /** {@return the weight from a source to a target, NaN if there is none} */
    public float weight(int source, int target) {
        int p = Arrays.binarySearch(targets, offsets[source], offsets[source + 1], target);
        return p < 0 ? Float.NaN : weights[p];
    }

    /** Writes three arrays. */
    public void write(ArtifactWriter out) {
        out.ints(OFFSETS, offsets).ints(TARGETS, targets).floats(WEIGHTS, weights);
    }

    /**
     * {@return the matrix that {@link #write} wrote}
     *
     * @param recipe whose model it is, for the message
     * @param least the least weight it may have
     * @throws CorruptArtifactException if the arrays are no such matrix
     */
    public static WeightRows read(ArtifactReader in, String recipe, float least) {
        int[] offsets = in.ints(OFFSETS);
        int[] targets = in.ints(TARGETS);
        float[] weights = in.floats(WEIGHTS);
        int items = offsets.length - 1;
        if (items < 0 || offsets[0] != 0 || offsets[items] != targets.length || weights.length != targets.length) {
            throw corrupt(
                    recipe,
                    "arrays of " + offsets.length + ", " + targets.length + " and " + weights.length
                            + " values that do not fit together");
        }
        for (int source = 0; source < items; source++) {
            if (offsets[source] > offsets[source + 1]) {
                throw corrupt(recipe, "falling offsets at item " + source);
            }
        }
        WeightRows rows = new WeightRows(offsets, targets, weights);
        for (int source = 0; source < items; source++) {
            rows.check(source, recipe, least);
        }
        return rows;
    }

    private void check(int source, String recipe, float least) {
        int before = -1;
        for (int p = offsets[source]; p < offsets[source + 1]; p++) {
            boolean ordered = targets[p] > before && targets[p] < items();
            if (!ordered || !Float.isFinite(weights[p]) || weights[p] < least) {
                throw corrupt(
                        recipe,
                        "item " + targets[p] + " with weight " + weights[p] + " after item " + before
                                + " in the row of item " + source + " of " + items());
            }
            before = targets[p];
        }
    }

    private static CorruptArtifactException corrupt(String recipe, String what) {
        return new CorruptArtifactException(
                "the " + recipe + " model has " + what + ": restore it from a copy, or train the version again");
    }
}
